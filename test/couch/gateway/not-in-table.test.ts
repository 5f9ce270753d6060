import { Agent, request } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ROUTES } from '#couch/gateway/routes/routes.ts';
import { openTestEmbedded } from '../with-engine.ts';
import { ACTORS, openRigOfAll } from './actors.ts';
import { METHODS, PATHS } from './couch-paths.ts';
import { PASSWORD, type Rig } from './rig.ts';

const PATTERNS = ROUTES.map((route) => ({
  method: route.method,
  // As a router reads it: a parameter is one part, decoded.
  pattern: new RegExp(`^${route.path.replace(/:\w+/g, '[^/]+').replace(/[.]/g, '\\.')}$`)
}));

function isInTable(method: string, path: string): boolean {
  const bare = path.split('?')[0] ?? '';
  return PATTERNS.some((route) => route.method === method && route.pattern.test(bare));
}

describe('whatever is not in the table', () => {
  let rig: Rig;
  const agent = new Agent({ keepAlive: true, maxSockets: 8 });

  beforeAll(async () => {
    rig = await openRigOfAll(openTestEmbedded);
  });
  afterAll(async () => {
    agent.destroy();
    await rig.drop();
  });

  /** As written: `fetch` would tidy the address before it is sent. */
  function askAsWritten(method: string, path: string, headers: Record<string, string>): Promise<number> {
    const { hostname, port } = new URL(rig.address);
    return new Promise((resolve, reject) => {
      const asked = request({ hostname, port, method, path, headers, agent }, (answer) => {
        answer.resume().on('end', () => resolve(answer.statusCode ?? 0));
      });
      const isBody = method === 'POST' || method === 'PUT' || method === 'PATCH';
      asked.on('error', reject).end(isBody ? '{}' : undefined);
    });
  }

  test.each(ACTORS.map(({ name, role }) => [name, role] as const))(
    'is refused to %s, by every method, however it is written',
    async (name, role) => {
      const cookie = role === null ? '' : (await rig.signIn(name)).cookie;
      const asked = METHODS.flatMap((method) =>
        PATHS.filter((path) => !isInTable(method, path)).map((path) => [method, path] as const)
      );
      expect(asked.length).toBeGreaterThan(2_000);
      const wrong: string[] = [];
      const next = asked.values();
      const work = async (): Promise<void> => {
        for (const [method, path] of next) {
          const headers = { 'content-type': 'application/json', ...(cookie ? { cookie } : {}) };
          const status = await askAsWritten(method, path, headers);
          if (![400, 401, 403, 404, 405].includes(status)) wrong.push(`${method} ${path} ${status}`);
        }
      };
      await Promise.all(Array.from({ length: 8 }, work));
      expect(wrong).toEqual([]);
    },
    120_000
  );

  test('nor does a header make another method, address or person of a request', async () => {
    const { cookie } = await rig.signIn('au.officer');
    const claims = {
      'x-http-method-override': 'DELETE',
      'x-method-override': 'PUT',
      'x-http-method': 'PUT',
      'x-original-url': '/db/country-ch',
      'x-rewrite-url': '/_all_dbs',
      'x-forwarded-prefix': '/db',
      'x-couch-full-commit': 'true',
      'x-auth-couchdb-username': 'au.administrator',
      'x-auth-couchdb-roles': '_admin',
      'x-auth-couchdb-token': 'x',
      authorization: `Basic ${Buffer.from(`au.administrator:${PASSWORD}`).toString('base64')}`,
      destination: '_design/x'
    };
    expect(await askAsWritten('GET', '/db/country-au', { cookie, ...claims })).toBe(200);
    expect(await askAsWritten('GET', '/db/country-ch', { cookie, ...claims })).toBe(404);
    expect(await askAsWritten('GET', '/api/people', { cookie, ...claims })).toBe(403);
    expect(await askAsWritten('GET', '/db/country-au', claims)).toBe(401);
    expect(await askAsWritten('GET', '/db/country-au', { cookie })).toBe(200);
  });

  test('what somebody else holds is not told by an entity tag', async () => {
    const { cookie } = await rig.signIn('au.officer');
    const draft = 'draft:6f1c1b1e-6a52-4f0e-9d6e-0d8f0c9a1b2c';
    const { rev } = await rig.engine.open('country-ch').put({ _id: draft, schema: 1 } as object);
    for (const tag of [`"${rev}"`, '*', '"x"'])
      for (const header of ['if-none-match', 'if-match'])
        for (const path of [`/db/country-ch/${draft}`, '/db/country-ch/_changes', '/db/country-ch'])
          expect(await askAsWritten('GET', path, { cookie, [header]: tag })).toBe(404);
  });
});
