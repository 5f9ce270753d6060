/** The second wall, asked with plain HTTP behind the gateway's back: who gets into which database of CouchDB. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { exchangeUserOf, serviceUserOf } from '#couch/engine/service-user.ts';
import { DATABASES, databaseToKind, ownerOf, SYSTEM_DATABASES } from '#couch/base/databases.ts';
import { provisionCountry, provisionFiles, provisionSystem } from '#couch/installation/provision.ts';
import type { Act } from '#lib/domain/act/body.ts';
import type { CountryCode } from '#lib/domain/ids.ts';
import { anAct, anImportAuthorization } from '../../samples/acts.ts';
import { aCertificate, aKey, withRevision } from '../gateway/rig.ts';
import { askCouchdb, openTestCouchdb, TEST_SECRET, type TestEngine } from '../with-engine.ts';

const url = process.env['COUCHDB_URL'];
if (!url) console.warn('SKIPPED: the walls of CouchDB itself. Set COUCHDB_URL to run them.');

const UUID = '6f1d8f2e-3c55-4a39-9d0e-1f2a3b4c5d6e';

function aReceipt(of: string): Act {
  return anAct({
    schema: 1,
    kind: 'receipt',
    issuer: 'EXCHANGE',
    to: ['AU'],
    seq: { AU: 1, EXCHANGE: 1 },
    at: '2026-11-24T09:00:00.000Z',
    by: { person: 'exchange', name: 'Exchange', function: 'Exchange' },
    stage: 'delivered',
    of: [of],
    where: 'CH'
  } as never);
}

const NAMES = [...SYSTEM_DATABASES, 'country-au', 'country-ch', 'files-au'];

describe.runIf(url)('CouchDB’s own wall', () => {
  let held: TestEngine;

  beforeAll(async () => {
    held = await openTestCouchdb(url ?? '');
    await provisionSystem(held.engine);
    for (const country of ['AU', 'CH']) await provisionCountry(held.engine, country as CountryCode);
    await provisionFiles(held.engine, 'AU' as CountryCode);
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

  async function listRead(user: ReturnType<typeof userOf>): Promise<string[]> {
    const statuses = await Promise.all(NAMES.map((name) => ask(user, 'GET', `${name}/_changes`)));
    expect(statuses.filter((status) => status !== 200 && status !== 403)).toEqual([]);
    return NAMES.filter((_name, index) => statuses[index] === 200);
  }

  test('an authority’s user reads its own database and what is published, a system’s user the one that is its own', async () => {
    for (const own of ['country-au', 'country-ch', 'incb']) {
      const files = own === 'country-au' ? ['files-au'] : [];
      expect((await listRead(userOf(own))).sort()).toEqual([own, ...files, 'reference', 'training'].sort());
    }
    for (const own of ['accounts', 'files-au', 'reference', 'training', 'training-desk'])
      expect(await listRead(userOf(own))).toEqual([own]);
  });

  test('the exchange reads what it carries between, and neither accounts nor what trainers publish', async () => {
    const carried = ['country-au', 'country-ch', 'incb', 'reference', 'training-desk'];
    expect((await listRead(exchange())).sort()).toEqual(carried);
  });

  test('nobody who has no name reads any', async () => {
    for (const name of NAMES) expect([name, await ask(null, 'GET', name)]).toEqual([name, 401]);
  });

  /** Those who come in at all. */
  const membersOf = (name: string) =>
    databaseToKind(name) !== null && DATABASES[databaseToKind(name) ?? 'accounts'].carried
      ? [userOf(name), exchange()]
      : [...new Set([name, ownerOf(name)])].map(userOf);

  test('neither of them writes a design document or lets anybody else in', async () => {
    for (const name of NAMES) {
      for (const user of membersOf(name)) {
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

  test('whoever guards the server sees the names, and the role of those to whom all is published', async () => {
    for (const name of NAMES) {
      const { body } = await askCouchdb(url ?? '', 'GET', `${held.prefix}${name}/_security`);
      const roles = ['reference', 'training'].includes(name) ? [`${held.prefix}authority`] : [];
      expect(body).toEqual({
        admins: { names: [], roles: ['_admin'] },
        members: { names: membersOf(name).map(({ username }) => username), roles }
      });
    }
  });

  test('what an older program let in is let out by the next run, and its users are given their roles', async () => {
    const { engine, prefix } = held;
    const names = [userOf('accounts').username, exchange().username];
    const old = { admins: { names: [], roles: ['_admin'] }, members: { names, roles: [] } };
    await askCouchdb(url ?? '', 'PUT', `${prefix}accounts/_security`, old);
    const path = `_users/org.couchdb.user:${userOf('country-au').username}`;
    const { body } = await askCouchdb(url ?? '', 'GET', path);
    await askCouchdb(url ?? '', 'PUT', path, { ...body, roles: [] });
    expect(await listRead(exchange())).toContain('accounts');
    expect(await listRead(userOf('country-au'))).toEqual(['country-au', 'files-au']);
    await provisionSystem(engine);
    await provisionCountry(engine, 'AU' as CountryCode);
    expect(await listRead(exchange())).not.toContain('accounts');
    expect(await listRead(userOf('country-au'))).toContain('reference');
  });

  test('its validators say who may write what, the same codes as the domain', async () => {
    const act = anImportAuthorization();
    const receipt = aReceipt(act._id);
    const draft = { _id: `draft:${UUID}`, schema: 1 };
    const [AU, CH] = [userOf('country-au'), userOf('country-ch')];
    const push = async (user: typeof AU, name: string, document: { _id: string }) => {
      const docs = [withRevision(document)];
      const path = `${held.prefix}${name}/_bulk_docs`;
      const { body } = await askCouchdb(url ?? '', 'POST', path, { docs, new_edits: false }, user);
      const rows = body as unknown as { reason: string }[];
      return rows.flatMap(({ reason }) => (JSON.parse(reason) as { code: string }[]).map(({ code }) => code));
    };
    expect(await push(CH, 'country-ch', act)).toEqual(['door.issuer.foreign']);
    expect(await push(exchange(), 'country-au', act)).toEqual(['door.exchange.notCarried']);
    expect(await push(AU, 'country-au', act)).toEqual([]);
    expect(await push(exchange(), 'country-ch', act)).toEqual([]);
    expect(await push(AU, 'country-au', receipt)).toEqual(['door.issuer.foreign']);
    expect(await push(exchange(), 'country-au', receipt)).toEqual([]);
    expect(await push(exchange(), 'country-au', draft)).toEqual(['door.document.notYours']);
    expect(await push(AU, 'country-au', draft)).toEqual([]);
    const key = await aKey();
    const of = { key, authority: 'AU' as CountryCode, person: 'au.officer', role: 'officer' } as const;
    const stated = await aCertificate(key, 'AU' as CountryCode, 'au.administrator', of);
    expect(await push(AU, 'reference', stated)).toEqual(['door.writer.unknown']);
    expect(await push(exchange(), 'reference', stated)).toEqual([]);
  });

  test('every database that is in the table is served by a user of its own', () => {
    expect([...SYSTEM_DATABASES, 'country', 'files'].sort()).toEqual(Object.keys(DATABASES).sort());
  });
});
