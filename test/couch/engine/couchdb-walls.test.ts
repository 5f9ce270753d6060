/** The second wall, asked with plain HTTP behind the gateway's back: who gets into which database of CouchDB. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { exchangeUserOf, serviceUserOf } from '#couch/engine/service-user.ts';
import { DATABASES, SYSTEM_DATABASES } from '#couch/databases.ts';
import { provisionCountry, provisionSystem } from '#couch/provision/provision.ts';
import type { CountryCode } from '#lib/domain/ids.ts';
import { askCouchdb, openTestCouchdb, TEST_SECRET, type TestEngine } from '../with-engine.ts';

const url = process.env['COUCHDB_URL'];
if (!url) console.warn('SKIPPED: the walls of CouchDB itself. Set COUCHDB_URL to run them.');

const NAMES = [...SYSTEM_DATABASES, 'country-au', 'country-ch'];

describe.runIf(url)('CouchDB’s own wall', () => {
  let held: TestEngine;

  beforeAll(async () => {
    held = await openTestCouchdb(url ?? '');
    await provisionSystem(held.engine);
    for (const country of ['AU', 'CH']) await provisionCountry(held.engine, country as CountryCode);
  });
  afterAll(() => held.drop());

  const userOf = (name: string) => serviceUserOf(held.prefix + name, TEST_SECRET);
  const exchange = () => exchangeUserOf(held.prefix, TEST_SECRET);

  async function ask(
    user: { username: string; password: string } | null,
    method: string,
    path: string,
    body?: object
  ): Promise<number> {
    return (await askCouchdb(url ?? '', method, held.prefix + path, body, user)).status;
  }

  test('each service user reads his own database and no other', async () => {
    for (const name of NAMES) {
      const statuses = await Promise.all(NAMES.map((other) => ask(userOf(name), 'GET', `${other}/_changes`)));
      expect(statuses).toEqual(NAMES.map((other) => (other === name ? 200 : 403)));
    }
  });

  test('the exchange reads every database, and nobody who has no name reads any', async () => {
    for (const name of NAMES) {
      expect([name, await ask(exchange(), 'GET', name), await ask(null, 'GET', name)]).toEqual([
        name,
        200,
        401
      ]);
    }
  });

  test('neither of them writes a design document or lets anybody else in', async () => {
    for (const name of NAMES) {
      for (const user of [userOf(name), exchange()]) {
        const anybody = { admins: { names: [], roles: [] }, members: { names: [], roles: [] } };
        expect(await ask(user, 'PUT', `${name}/_design/mine`, { views: {} })).toBe(403);
        expect(await ask(user, 'POST', `${name}/_bulk_docs`, { docs: [], new_edits: false })).toBe(201);
        // Each shard refuses it, which CouchDB tells as `no_majority`; the next test sees that nothing changed.
        expect(await ask(user, 'PUT', `${name}/_security`, anybody)).toBe(500);
        expect(await ask(user, 'DELETE', name)).toBe(401);
      }
    }
  });

  test('a design document in a batch is refused like any other', async () => {
    const docs = [{ _id: '_design/structure', _rev: `1-${'a'.repeat(32)}` }];
    const body = { docs, new_edits: false };
    const path = `${held.prefix}country-au/_bulk_docs`;
    for (const user of [userOf('country-au'), exchange()]) {
      const answer = await askCouchdb(url ?? '', 'POST', path, body, user);
      expect(JSON.stringify(answer.body)).toContain('forbidden');
    }
  });

  test('whoever guards the server sees the names: members are the service user and the exchange', async () => {
    for (const name of NAMES) {
      const { body } = await askCouchdb(url ?? '', 'GET', `${held.prefix}${name}/_security`);
      expect(body).toEqual({
        admins: { names: [], roles: ['_admin'] },
        members: { names: [userOf(name).username, exchange().username], roles: [] }
      });
    }
  });

  test('every database that is in the table is served by a user of its own', () => {
    expect([...SYSTEM_DATABASES, 'country'].sort()).toEqual(Object.keys(DATABASES).sort());
  });
});
