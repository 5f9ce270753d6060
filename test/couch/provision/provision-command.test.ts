import { pbkdf2Sync } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { SYSTEM_DATABASES } from '#couch/base/databases.ts';
import { openCouchdbEngine, type Engine } from '#couch/engine/engine.ts';
import { StartError } from '#couch/base/command.ts';
import { runProvision } from '#couch/provision/provision-command.ts';
import { exchangeUserOf } from '#couch/engine/service-user.ts';
import { askCouchdb } from '../with-engine.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const url = process.env['COUCHDB_URL'] ?? '';
if (!url)
  console.warn('SKIPPED ON COUCHDB: the command that provisions. Set COUCHDB_URL to run it there too.');

/** Runs the command as the console does and returns what it said. */
async function provision(env: Record<string, string>, ...words: string[]): Promise<string> {
  const said: string[] = [];
  expect(await runProvision(words, { root: '.', env, say: (sentence) => said.push(sentence) })).toBe(0);
  return said.join('\n');
}

describe('npm run provision (embedded)', () => {
  let folder: string;
  beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'i2es-provision-'))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  test('tells each step, takes a country by its code, and may be run again', async () => {
    const env = { DATA_DIR: join(folder, 'data') };
    const first = await provision(env);
    for (const name of SYSTEM_DATABASES) expect(first).toContain(`${name}: database`);
    expect(first).toContain('Ready: 0 countries.');
    expect(await provision(env, '--country', 'KE', '--country', 'AU')).toContain(
      'Ready: 2 countries (AU KE).'
    );
    expect(await provision(env, 'databases')).toContain('country-ke: designs');
    expect(await provision(env, 'designs', '--stage')).toContain('nothing to stage');
  });

  test('refuses what is no country and what it does not know, and makes nothing', async () => {
    const env = { DATA_DIR: join(folder, 'data') };
    for (const words of [
      ['--country', 'XX'],
      ['--land', 'KE'],
      ['databases', 'KE'],
      ['toString'],
      ['designs', '-x']
    ])
      await expect(provision(env, ...words)).rejects.toThrow(StartError);
    expect(existsSync(env.DATA_DIR)).toBe(false);
  });

  test('makes the secrets of all gateways once, and never over others', async () => {
    const file = join(folder, 'secrets.json');
    expect(await provision({}, 'secrets', file)).not.toContain(
      JSON.parse(readFileSync(file, 'utf8')).service
    );
    await expect(provision({}, 'secrets', file)).rejects.toThrow('never written over');
  });

  test('makes every secret of a deployment, for its owner alone, and CouchDB’s password only as a hash', async () => {
    const place = join(folder, 'secrets');
    const said = await provision({}, 'deployment', place);
    expect(said).toContain('Still to be put there: roots.json, tls-certificate.pem, tls-key.pem.');
    const read = (file: string): string => readFileSync(join(place, file), 'utf8');
    const { username, password } = new URL(read('couchdb-url').trim());
    const [, hash = '', salt = '', iterations] =
      new RegExp(`^${username} = -pbkdf2:sha256-([0-9a-f]{64}),([0-9a-f]+),(\\d+)$`, 'm').exec(
        read('admins.ini')
      ) ?? [];
    expect(pbkdf2Sync(password, salt, Number(iterations), 32, 'sha256').toString('hex')).toBe(hash);
    expect(read('admins.ini')).toMatch(/^\[chttpd_auth\]\nsecret = [0-9a-f]{64}$/m);
    for (const file of readdirSync(place)) {
      expect([file, statSync(join(place, file)).mode & 0o077]).toEqual([file, 0]);
      if (file !== 'couchdb-url') expect([file, read(file).includes(password)]).toEqual([file, false]);
    }
    expect(said).not.toContain(password);
    const before = read('couchdb-url');
    await expect(provision({}, 'deployment', place)).rejects.toThrow('never written over');
    expect(read('couchdb-url')).toBe(before);
  });

  test('names a CouchDB without containers where it is told to, and nothing that is not host and port', async () => {
    for (const where of ['127.0.0.1:5984', 'couch.example:443', '[::1]:5984']) {
      const place = join(folder, where.replaceAll(/\W/g, '-'));
      await provision({}, 'deployment', place, '--couchdb', where);
      const written = readFileSync(join(place, 'couchdb-url'), 'utf8').trim();
      expect(written).toMatch(/^http:\/\/i2es:[0-9a-f]{64}@/);
      expect(written.split('@')[1]).toBe(where);
    }
    const place = join(folder, 'refused');
    for (const where of ['127.0.0.1', 'http://127.0.0.1:5984', 'a@b:5984', ':5984', 'host:0', 'host:99999'])
      await expect(provision({}, 'deployment', place, '--couchdb', where)).rejects.toThrow(/host and port/);
    for (const words of [[place, '--couchdb'], [place, '--host', 'x:1'], [place, place], []])
      await expect(provision({}, 'deployment', ...words)).rejects.toThrow(/^Usage: /);
    expect(existsSync(place)).toBe(false);
  });
});

describe.runIf(url)('npm run provision (CouchDB)', () => {
  const prefix = `pc${process.pid.toString(36)}${Date.now().toString(36)}-`;
  let folder: string;
  let engine: Engine;
  let env: Record<string, string>;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'i2es-provision-'));
    env = { COUCHDB_URL: url, COUCHDB_PREFIX: prefix, DATA_DIR: folder };
    engine = await openCouchdbEngine({ url, prefix });
  });
  afterAll(async () => {
    for (const name of await engine.list()) await engine.destroy(name);
    await engine.close();
    const user = `_users/org.couchdb.user:${exchangeUserOf(prefix, '').username}`;
    const { body } = await askCouchdb(url, 'GET', user);
    await askCouchdb(url, 'DELETE', `${user}?rev=${String(body['_rev'])}`);
    rmSync(folder, { recursive: true, force: true });
  });

  test('an upgrade builds its indexes beside those in use, and then swaps', async () => {
    await provision(env, '--country', 'KE');
    const database = engine.openAsAdministrator('country-ke');
    const held = await database.get<{ hash: string; views: object }>('_design/usage');
    await database.put({
      ...held,
      hash: 'older',
      views: { 'by-month': { map: 'function () { emit(1); }' } }
    });
    await database.query('usage/by-month', { limit: 1, reduce: false });
    expect(await provision(env, 'designs', '--stage')).toContain('country-ke: usage');
    expect((await database.get<{ hash: string }>('_design/usage')).hash).toBe('older');
    expect((await database.get<{ hash: string }>('_design/staged-usage')).hash).toBe(held.hash);
    expect(await provision(env, 'designs')).toContain('country-ke: usage');
    expect((await database.get<{ hash: string }>('_design/usage')).hash).toBe(held.hash);
    await expect(database.get('_design/staged-usage')).rejects.toMatchObject({ status: 404 });
    expect(await provision(env, 'designs')).not.toContain('country-ke');
  });
});
