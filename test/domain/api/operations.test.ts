import { describe, expect, test } from 'vitest';
import { CLIENT_SCOPES, judgeSandbox, mayWithScope, newClient, publicJwk } from '#lib/domain/api/client.ts';
import { API_PREFIX, OPERATIONS } from '#lib/domain/api/operations.ts';
import { PERSON_ROLES } from '#lib/domain/registration/rights.ts';
import { parseShape } from '#lib/domain/shape/shape.ts';

const KEY = { kty: 'EC', crv: 'P-256', x: 'A'.repeat(43), y: 'A'.repeat(43) };

describe('the operations of national systems', () => {
  test('have each a name and a path of their own', () => {
    expect(new Set(OPERATIONS.map(({ id }) => id)).size).toBe(OPERATIONS.length);
    expect(new Set(OPERATIONS.map(({ method, path }) => `${method} ${path}`)).size).toBe(OPERATIONS.length);
    for (const { path } of OPERATIONS) expect(path.startsWith(`${API_PREFIX}/`)).toBe(true);
  });

  test('name each parameter of their path, and a body only if they take one', () => {
    for (const { path, parameters, method, request } of OPERATIONS) {
      const named = [...path.matchAll(/:(\w+)/g)].map(([, name]) => name);
      const inPath = parameters.filter((one) => (one.in as string) === 'path').map(({ name }) => name);
      expect(inPath).toEqual(named);
      expect(request === null).toBe(method === 'GET');
    }
  });

  test('need a scope, except for the token', () => {
    const open = OPERATIONS.filter(({ scope }) => scope === null).map(({ id }) => id);
    expect(open).toEqual(['token']);
  });
});

describe('a client', () => {
  const system = { role: 'system', scopes: CLIENT_SCOPES };

  test('of a system has every scope that it was given, and a system of another role none', () => {
    for (const scope of CLIENT_SCOPES) {
      expect(mayWithScope(system, scope)).toBe(true);
      expect(mayWithScope({ ...system, scopes: [] }, scope)).toBe(false);
    }
    const acting = PERSON_ROLES.filter((role) => mayWithScope({ role, scopes: CLIENT_SCOPES }, 'acts'));
    expect(acting).toEqual(['administrator', 'officer', 'system']);
  });

  test('sends no private key', () => {
    expect(parseShape(publicJwk, { ...KEY, d: 'A'.repeat(43) })).toMatchObject({
      problems: [{ code: 'client.key.private' }]
    });
    expect(parseShape(publicJwk, { ...KEY, use: 'sig' })).toMatchObject({
      problems: [{ code: 'client.key.malformed' }]
    });
    const validUntil = '2027-01-01T00:00:00.000Z';
    const asked = { name: 'Register', scopes: ['read'], key: KEY, validUntil, sandbox: false };
    expect(parseShape(newClient, asked).ok).toBe(true);
    expect(parseShape(newClient, { ...asked, scopes: ['everything'] }).ok).toBe(false);
  });

  test.each([
    [{}, false, null],
    [{ demonstration: true }, true, null],
    [{ demonstration: 'practice' }, true, null],
    [{}, true, 'client.sandbox.real'],
    [{ demonstration: true }, false, 'client.sandbox.only'],
    [{ demonstration: 'practice' }, false, 'client.sandbox.only']
  ])('%j from a sandbox (%j): %j', (body, sandbox, code) => {
    expect(judgeSandbox(body, sandbox)[0]?.code ?? null).toBe(code);
  });
});
