import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { databaseToCountry, databaseToKind, SYSTEM_DATABASES } from '#couch/base/databases.ts';
import { openCouchdbEngine, type Engine } from '#couch/engine/engine.ts';
import { ensureEpoch, readEpoch } from '#couch/database/named-database.ts';
import { provisionCountry, provisionSystem, refreshCountries } from '#couch/installation/provision.ts';
import { ensureSecrets } from '#couch/installation/secrets.ts';
import { readSystemSettings, writeSystemSettings } from '#couch/installation/system-settings.ts';
import type { CountryCode } from '#lib/domain/ids.ts';
import { describeEngines, type TestEngine } from '../with-engine.ts';

const AU = 'AU' as CountryCode;

describeEngines('provisioning', (open) => {
  let held: TestEngine;
  beforeAll(async () => {
    held = await open();
  });
  afterAll(() => held.drop());

  test('makes the system’s databases and a country’s, with views that answer at once', async () => {
    await provisionSystem(held.engine);
    expect(await provisionCountry(held.engine, AU)).toBe('country-au');
    expect(await held.engine.list()).toEqual([...SYSTEM_DATABASES, 'country-au'].sort());
    const { rows } = await held.engine
      .open('country-au')
      .query('matching/by-import-reference', { keys: [['x']] });
    expect(rows).toEqual([]);
  });

  test('run again changes nothing: same epoch, same design documents', async () => {
    const database = held.engine.openAsAdministrator('country-au');
    const look = async () => [
      await readEpoch(database),
      (await database.info()).update_seq,
      (await database.get('_design/structure'))._rev
    ];
    const before = await look();
    await provisionSystem(held.engine);
    expect(await refreshCountries(held.engine)).toEqual([AU]);
    expect(await look()).toEqual(before);
  });

  test('two processes that make the epoch at once agree on it', async () => {
    await held.engine.create('training');
    const database = held.engine.open('training');
    const epochs = await Promise.all([ensureEpoch(database), ensureEpoch(database), ensureEpoch(database)]);
    expect(new Set(epochs).size).toBe(1);
  });

  test('the system’s settings are kept and replaced as a whole', async () => {
    expect(await readSystemSettings(held.engine)).toBeNull();
    await writeSystemSettings(held.engine, { roots: [], demonstration: true });
    await writeSystemSettings(held.engine, { roots: [], demonstration: false });
    expect(await readSystemSettings(held.engine)).toEqual({ roots: [], demonstration: false });
  });
});

test('a database’s name tells its kind and its country', () => {
  expect([
    databaseToKind('country-au'),
    databaseToKind('reference'),
    databaseToKind('_users'),
    databaseToKind('country-xx')
  ]).toEqual(['country', 'reference', null, null]);
  expect(databaseToCountry('country-ch')).toBe('CH');
  expect(databaseToCountry('incb')).toBeNull();
});

test('the secrets are made once and readable by their owner alone', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'i2es-test-'));
  const first = await ensureSecrets(folder);
  expect(await ensureSecrets(folder)).toEqual(first);
  const file = join(folder, 'secrets.json');
  if (process.platform !== 'win32') expect(statSync(file).mode & 0o077).toBe(0);
  expect(JSON.parse(readFileSync(file, 'utf8'))).toHaveProperty('exchangeKey.d');
  rmSync(folder, { recursive: true, force: true });
});

const url = process.env['COUCHDB_URL'];

describe.runIf(url)('a country’s service user on CouchDB', () => {
  let engine: Engine;
  const prefix = `s${process.pid.toString(36)}${Date.now().toString(36)}-`;
  beforeAll(async () => {
    engine = await openCouchdbEngine({ url: url ?? '', prefix, secret: 'a secret of this test' });
    for (const country of ['AU', 'CH']) await provisionCountry(engine, country as CountryCode);
  });
  afterAll(async () => {
    for (const name of await engine.list()) await engine.destroy(name);
    await engine.close();
  });

  test('opens their own country’s database and no other, and writes no design documents', async () => {
    const { serviceUserOf } = await import('#couch/engine/service-user.ts');
    const { username, password } = serviceUserOf(`${prefix}country-au`, 'a secret of this test');
    const address = new URL(url ?? '');
    const ask = (path: string, method = 'GET', body?: string) =>
      fetch(`${address.origin}/${prefix}${path}`, {
        method,
        headers: {
          authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`,
          'content-type': 'application/json'
        },
        ...(body ? { body } : {})
      });
    expect((await ask('country-au')).status).toBe(200);
    expect((await ask('country-ch')).status).toBe(403);
    expect((await ask('country-au/_design/x', 'PUT', '{"views":{}}')).status).toBe(403);
    expect((await fetch(`${address.origin}/${prefix}country-au`)).status).toBe(401);
    expect((await engine.open('country-au').info()).db_name).toContain('country-au');
  });

  test('gets the password of a new secret at the next start', async () => {
    const next = await openCouchdbEngine({ url: url ?? '', prefix, secret: 'another secret' });
    await expect(next.open('country-au').get('x')).rejects.toMatchObject({ status: 401 });
    await provisionCountry(next, AU);
    await expect(next.open('country-au').get('x')).rejects.toMatchObject({ status: 404 });
    await provisionCountry(engine, AU);
    await next.close();
  });
});
