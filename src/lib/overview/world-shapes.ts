/**
 * World map shapes: Natural Earth 1:110m (public domain) from world-atlas 2, Equal Earth projection. Countries too
 * small to draw are points (centroids of 1:50m). Loaded only with the map.
 */
import { geoEqualEarth, geoPath } from 'd3-geo';
import { feature } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';
import atlas from 'world-atlas/countries-110m.json' with { type: 'json' };
import places from './map-places.json' with { type: 'json' };

export const MAP_WIDTH = 720;
export const MAP_HEIGHT = 350;

interface CountryShape {
  readonly country: string | null;
  readonly path: string;
}

interface CountryPoint {
  readonly country: string;
  readonly x: number;
  readonly y: number;
}

interface World {
  readonly shapes: readonly CountryShape[];
  readonly points: readonly CountryPoint[];
  readonly outline: string;
}

let drawn: World | null = null;

export function drawWorld(): World {
  return (drawn ??= project());
}

function project(): World {
  const topology = atlas as unknown as Topology<{ countries: GeometryCollection }>;
  const projection = geoEqualEarth().fitSize([MAP_WIDTH, MAP_HEIGHT], { type: 'Sphere' });
  const draw = geoPath(projection).digits(1);
  const codes = places.shapes as Readonly<Record<string, string>>;
  // Antarctica has no region or authority; leaving it out enlarges the others.
  const shapes = feature(topology, topology.objects.countries).features.flatMap((one): CountryShape[] => {
    const country = codes[String(one.id)] ?? null;
    const path = country === 'AQ' ? null : draw(one);
    return path === null ? [] : [{ country, path }];
  });
  const points = Object.entries(places.points).flatMap(([country, at]): CountryPoint[] => {
    const point = projection(at as [number, number]);
    return point === null ? [] : [{ country, x: point[0], y: point[1] }];
  });
  return { shapes, points, outline: draw({ type: 'Sphere' }) ?? '' };
}
