import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { LIMITS } from '#couch/base/limits.ts';
import { bringsBody, type Route } from '#couch/gateway/calls/call.ts';
import { describeRoute, limitsOf } from './route-rows.ts';
import { ROUTES } from '#couch/gateway/routes/routes.ts';

const nameOf = ({ method, path }: Pick<Route, 'method' | 'path'>): string => `${method} ${path}`;

describe('the table of routes', () => {
  test('names each route once', () => {
    expect(new Set(ROUTES.map(nameOf)).size).toBe(ROUTES.length);
  });

  test.each(ROUTES.map((route) => [nameOf(route), route] as const))(
    '%s states its limits',
    (_name, route) => {
      const limits = limitsOf(route);
      for (const name of limits) expect([name, LIMITS[name] > 0]).toEqual([name, true]);
      expect(limits.some((name) => name.startsWith('requestsPer'))).toBe(true);
      if (bringsBody(route)) expect(limits.some((name) => name.endsWith('Bytes'))).toBe(true);
      // Whoever is nobody may cost something only by a limit of its own.
      if (route.who === 'anybody' && route.method !== 'GET')
        expect(['requestsPerAddress', undefined]).not.toContain(route.limit);
      if (route.who !== 'anybody')
        expect(limits.some((name) => /^(answers|pushes)Per/.test(name))).toBe(true);
    }
  );

  test('is what the README tells', () => {
    const readme = readFileSync(new URL('../../../couch/gateway/README.md', import.meta.url), 'utf8');
    const told = readme.split('\n').flatMap((line) => {
      const [route = '', who = '', bounds = ''] = line.split(/(?<!\\)\|/).slice(1);
      const named = /^ `((?:GET|POST|PUT|PATCH|DELETE) \/[^`]*)`/.exec(route)?.[1];
      return named === undefined ? [] : [[named, who.trim(), bounds.trim()]];
    });
    const held = ROUTES.map((route) => describeRoute(route, LIMITS));
    expect(told).toEqual(held.map(({ route, who, bounds }) => [route, who, bounds]));
  });
});
