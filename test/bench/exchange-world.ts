/** Many provisioned countries on either engine, with certified officers and acts signed beforehand. */
import type { Engine } from '#couch/engine/engine.ts';
import type { Act } from '#lib/domain/act/body.ts';
import { COUNTRY_CODES } from '#lib/domain/country.ts';
import type { CountryCode } from '#lib/domain/ids.ts';
import { openWorld, type World } from '../couch/exchange/world.ts';
import { openTestEmbedded, type TestEngine } from '../couch/with-engine.ts';
import { anImportAuthorization } from '../samples/acts.ts';

export interface BenchWorld {
  readonly engine: Engine;
  readonly world: World;
  readonly countries: readonly CountryCode[];
  readonly acts: readonly Act[];
  /** Gives every country an empty database. */
  empty(): Promise<void>;
  drop(): Promise<void>;
}

/** A small linear congruential generator, so that every run has the same issuers and partners. */
function repeatableRandom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 4294967296) * below);
  };
}

/** On the embedded engine where none is given; it is dropped with the world. */
export async function openBenchWorld(
  countryCount: number,
  actCount: number,
  given?: TestEngine
): Promise<BenchWorld> {
  const { engine, drop } = given ?? (await openTestEmbedded());
  const countries = COUNTRY_CODES.slice(0, countryCount);
  const world = await openWorld(engine, countries);
  for (const country of countries) await world.provision(country);
  return {
    engine,
    world,
    countries,
    acts: await signActs(world, countries, actCount),
    empty: async () => {
      for (const country of countries) {
        await engine.destroy('country-' + country.toLowerCase());
        await world.provision(country);
      }
    },
    drop
  };
}

/** Numbered from one, between countries as they come. */
export async function signActs(
  world: World,
  countries: readonly CountryCode[],
  count: number
): Promise<Act[]> {
  const random = repeatableRandom(2026);
  const acts: Act[] = [];
  for (let n = 0; n < count; n++) {
    const issuer = countries[random(countries.length)] as CountryCode;
    const others = countries.filter((country) => country !== issuer);
    const exportingCountry = others[random(others.length)];
    const number = `${issuer}-I-2026-${String(n + 1).padStart(6, '0')}`;
    acts.push(await world.sign(anImportAuthorization({ over: { issuer, exportingCountry, number } })));
  }
  return acts;
}

/** Acts by the database they are stored in (`issuer`) or arrive in (`partner`). */
export function groupActs(acts: readonly Act[], by: 'issuer' | 'partner'): Map<string, Act[]> {
  const groups = new Map<string, Act[]>();
  for (const act of acts) {
    const name = 'country-' + String(by === 'issuer' ? act.body.issuer : act.body.to[0]).toLowerCase();
    groups.set(name, [...(groups.get(name) ?? []), act]);
  }
  return groups;
}
