import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { Audit } from '#couch/accounts/audit.ts';
import type { Engine } from '#couch/engine/engine.ts';
import { runBackup, backUp } from '#couch/provision/backup/backup-command.ts';
import { readManifest, writeLines } from '#couch/provision/backup/backup-files.ts';
import { runRestore, checkBackup, restore } from '#couch/provision/backup/restore-command.ts';
import { markRestoring, readRestoredMark } from '#couch/installation/installation-marks.ts';
import { readEpoch } from '#couch/database/named-database.ts';
import { provisionCountry, provisionSystem } from '#couch/installation/provision.ts';
import { ensureSecrets } from '#couch/installation/secrets.ts';
import { openInstallation } from '#couch/start/open-installation.ts';
import { readSettings } from '#couch/base/env.ts';
import type { AuthorityCode, CountryCode } from '#lib/domain/ids.ts';
import { MAX_FILE_BYTES, pieceId } from '#lib/domain/training/material.ts';
import { aFile, aPdf } from '../../samples/training.ts';
import { describeEngines, openTestEmbedded, type TestEngine } from '../with-engine.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const ROOT = join(import.meta.dirname, '../../..');
const hash = (digit: string): string => digit.repeat(32);
const uuid = (count: number): string => `6f1c1b1e-6a52-4f0e-9d6e-${String(count).padStart(12, '0')}`;

/** A draft with two answers, one of them deleted, one without, a deleted one, and a session. */
async function write(engine: Engine): Promise<void> {
  await provisionSystem(engine);
  await provisionCountry(engine, 'AU' as CountryCode);
  const split = `draft:${uuid(1)}`;
  const documents = [
    aRevision(split, 2, [hash('b'), hash('a')], { fields: { from: 'one desk' } }),
    aRevision(split, 2, [hash('c'), hash('a')], { fields: { from: 'another' } }),
    aRevision(`draft:${uuid(2)}`, 1, [hash('d')], { fields: {} }),
    aRevision(`draft:${uuid(3)}`, 2, [hash('f'), hash('e')], { _deleted: true })
  ];
  for (let count = 10; count < 460; count++)
    documents.push(aRevision(`draft:${uuid(count)}`, 1, [hash('9')], { fields: { count: String(count) } }));
  await engine.open('country-au').bulkDocs(documents, { new_edits: false });
  await engine.open('accounts').bulkDocs([
    { _id: 'session:au.officer:x', schema: 1 },
    { _id: 'person:au.officer', schema: 1 }
  ] as object[]);
}

function aRevision(_id: string, start: number, ids: readonly string[], content: object): object {
  return { _id, _rev: `${start}-${ids[0]}`, _revisions: { start, ids: [...ids] }, schema: 1, ...content };
}

/** Every leaf with its content, as replication would see it. */
async function leavesOf(engine: Engine, name: string): Promise<object[]> {
  const { results } = await engine.open(name).changes({ style: 'all_docs' });
  const docs = results
    .filter(({ id }) => !id.startsWith('_'))
    .flatMap(({ id, changes }) => changes.map(({ rev }) => ({ id, rev })));
  const got = await engine.open(name).bulkGet({ docs, revs: true });
  const found = got.results.flatMap((row) => row.docs.flatMap((one) => ('ok' in one ? [one.ok] : [])));
  const keyOf = (leaf: object): string => {
    const { _id, _rev } = leaf as { _id: string; _rev: string };
    return `${_id} ${_rev}`;
  };
  return found.sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

const unpack = (path: string): string => gunzipSync(new Uint8Array(readFileSync(path))).toString();

let home: string;
beforeAll(() => (home = mkdtempSync(join(tmpdir(), 'i2es-backup-'))));
afterAll(() => rmSync(home, { recursive: true, force: true }));
let made = 0;
const NOW = (): Date => new Date('2026-11-25T09:00:00.000Z');
const aFolder = (): string => join(home, `backup-${made++}`);

function backUpTo(engine: Engine, folder: string) {
  const now = (): Date => new Date('2026-11-24T09:00:00.000Z');
  return backUp({ engine, version: '0.1.0', folder, secretsOf: null, now, say: () => undefined });
}

describeEngines('a backup', (open) => {
  let held: TestEngine;
  let target: TestEngine;
  beforeEach(async () => {
    held = await open();
    target = await open();
    await write(held.engine);
  });
  afterEach(async () => {
    await held.drop();
    await target.drop();
  });

  test('keeps every leaf with its history, conflicts and tombstones, and gives new epochs', async () => {
    const folder = aFolder();
    const manifest = await backUpTo(held.engine, folder);
    await restore(await checkBackup(folder), {
      engine: target.engine,
      folder,
      now: NOW,
      say: () => undefined
    });
    const before = await leavesOf(held.engine, 'country-au');
    expect(before).toHaveLength(454);
    expect(await leavesOf(target.engine, 'country-au')).toEqual(before);
    const described = manifest.databases.find(({ name }) => name === 'country-au');
    const epoch = await readEpoch(held.engine.open('country-au'));
    expect(described).toMatchObject({ revisions: 454, epoch });
    const next = await readEpoch(target.engine.open('country-au'));
    expect(next).toMatch(/^[0-9a-f-]{36}$/);
    expect(next).not.toBe(epoch);
    await provisionSystem(target.engine);
    await provisionCountry(target.engine, 'AU' as CountryCode);
    expect(await readEpoch(target.engine.open('country-au'))).toBe(next);
    expect(await leavesOf(target.engine, 'country-au')).toEqual(before);
  });

  test('of trainers’ files of more than CouchDB takes at once is restored', async () => {
    const { file, pieces } = await aFile(aPdf(MAX_FILE_BYTES));
    const training = held.engine.open('training');
    const documents = pieces.map((piece, number) => ({
      _id: pieceId(`lesson:${uuid(1)}`, file.hash, number),
      ...{ schema: 1, ...piece, by: 'incb.trainer', takenAt: NOW().toISOString() }
    }));
    for (const portion of [documents.slice(0, 50), documents.slice(50)])
      await training.bulkDocs(portion as object[]);
    const folder = aFolder();
    await backUpTo(held.engine, folder);
    const into = { engine: target.engine, folder, now: NOW, say: () => undefined };
    await restore(await checkBackup(folder), into);
    const { rows } = await target.engine.openAsAdministrator('training').allDocs();
    expect(rows.filter(({ id }) => id.startsWith('material:'))).toHaveLength(documents.length);
  });

  test('opens no session again, and knows nothing of what the exchange had carried', async () => {
    await held.engine.openAsExchange('country-au').put({ _id: '_local/exchange', seq: 3 } as object);
    const folder = aFolder();
    await backUpTo(held.engine, folder);
    const text = unpack(join(folder, 'accounts.ndjson.gz'));
    expect(text).toContain('person:au.officer');
    expect(text).not.toContain('session:');
    await restore(await checkBackup(folder), {
      engine: target.engine,
      folder,
      now: NOW,
      say: () => undefined
    });
    const progress = target.engine.openAsAdministrator('country-au').get('_local/exchange');
    await expect(progress).rejects.toMatchObject({ status: 404 });
  });

  test('brings no invitation and no link for a new password back, and tells every authority and INCB', async () => {
    await held.engine.open('accounts').bulkDocs([
      { _id: 'invitation:taken-back-since', schema: 1, kind: 'join' },
      { _id: 'person:ch.officer', schema: 1, authority: 'CH' },
      { _id: 'person:ch.other', schema: 1, authority: 'CH', reset: 'x' }
    ] as object[]);
    const folder = aFolder();
    await backUpTo(held.engine, folder);
    const { engine } = target;
    await restore(await checkBackup(folder), { engine, folder, now: NOW, say: () => undefined });
    const accounts = engine.openAsAdministrator('accounts');
    await expect(accounts.get('invitation:taken-back-since')).rejects.toMatchObject({ status: 404 });
    const audit = new Audit({ engine, clock: Date.now });
    for (const authority of ['CH', 'INCB'] as AuthorityCode[])
      expect(await audit.list(authority, { limit: 5 })).toMatchObject([
        { by: 'server', what: 'installation.restored', values: { of: '2026-11-24T09:00:00.000Z' } }
      ]);
    const mark = { of: '2026-11-24T09:00:00.000Z', at: NOW().toISOString() };
    expect(await readRestoredMark(engine)).toMatchObject(mark);
    expect(await readRestoredMark(engine)).not.toHaveProperty('publishedAt');
    expect(await readRestoredMark(held.engine)).toBeNull();
  });

  test('goes into an empty installation only, and one that was cut short is begun again', async () => {
    const folder = aFolder();
    const manifest = await backUpTo(held.engine, folder);
    const into = { engine: held.engine, folder, now: NOW, say: () => undefined };
    await expect(restore(manifest, into)).rejects.toThrow(
      /^Not restored: there are databases here already \(accounts, applications, country-au …\)\./
    );
    await target.engine.create('accounts');
    await markRestoring(target.engine, manifest.at);
    await target.engine.create('reference');
    await target.engine.openAsAdministrator('reference').bulkDocs([{ _id: 'half', schema: 1 }] as object[]);
    await restore(manifest, { ...into, engine: target.engine });
    expect(await leavesOf(target.engine, 'country-au')).toEqual(await leavesOf(held.engine, 'country-au'));
    expect((await target.engine.open('reference').info()).doc_count).toBe(0);
    await expect(restore(manifest, { ...into, engine: target.engine })).rejects.toThrow(/^Not restored/);
  });
});

describe('a backup’s files', () => {
  let held: TestEngine;
  let folder: string;
  let good: string;
  beforeAll(async () => {
    held = await openTestEmbedded();
    await write(held.engine);
    good = aFolder();
    await backUpTo(held.engine, good);
  });
  afterAll(() => held.drop());
  beforeEach(() => {
    folder = aFolder();
    cpSync(good, folder, { recursive: true });
  });

  const changeManifest = (change: (manifest: Record<string, unknown>) => void): void => {
    const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as Record<
      string,
      unknown
    >;
    change(manifest);
    writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest));
  };
  const file = (): string => join(folder, 'country-au.ndjson.gz');

  test('are its maker’s alone, plain lines of JSON, and named in the manifest', () => {
    expect(statSync(good).mode & 0o777).toBe(0o700);
    for (const name of readdirSync(good)) expect(statSync(join(good, name)).mode & 0o777).toBe(0o600);
    const lines = unpack(file()).trimEnd().split('\n');
    expect(lines).toHaveLength(454);
    expect(lines.every((line) => typeof (JSON.parse(line) as { _id: unknown })._id === 'string')).toBe(true);
    expect(readManifest(good).databases.map(({ name }) => name)).toEqual([
      'accounts',
      'applications',
      'country-au',
      'incb',
      'lists',
      'reference',
      'training',
      'training-desk'
    ]);
  });

  test.each([
    [
      'cut short',
      () => truncateSync(file(), 100),
      /country-au\.ndjson\.gz is cut short: 100 of \d+ bytes\.$/
    ],
    ['longer than it was', () => appendFileSync(file(), 'x'), /country-au\.ndjson\.gz was changed since/],
    ['missing', () => rmSync(file()), /lacks country-au\.ndjson\.gz\.$/],
    ['without a manifest', () => rmSync(join(folder, 'manifest.json')), /^There is no whole backup in /],
    [
      'with a manifest that cannot be read',
      () => writeFileSync(join(folder, 'manifest.json'), '{'),
      /manifest\.json cannot be read\.$/
    ],
    [
      'of another program',
      () => changeManifest((one) => (one['product'] = 'other')),
      /^.* is no backup of I2ES\.$/
    ],
    [
      'of a later format',
      () => changeManifest((one) => (one['format'] = 2)),
      /is of format 2; this program reads format 1\.$/
    ],
    [
      'that name a file elsewhere',
      () =>
        changeManifest((one) => {
          const [first] = one['databases'] as { file: string }[];
          if (first) first.file = '../../etc/passwd';
        }),
      /manifest\.json cannot be read\.$/
    ]
  ])('%s are told in one sentence before anything is written', async (_what, spoil, sentence) => {
    spoil();
    await expect(checkBackup(folder)).rejects.toThrow(sentence);
  });

  test('changed in the middle, with the same length, are told by their sum', async () => {
    const bytes = new Uint8Array(readFileSync(file()));
    bytes[200] = (bytes[200] ?? 0) ^ 1;
    writeFileSync(file(), bytes);
    await expect(checkBackup(folder)).rejects.toThrow(/was changed since the backup was made\.$/);
  });

  test('are never written over others', async () => {
    await expect(backUpTo(held.engine, good)).rejects.toThrow(
      /is not empty; a backup goes into one of its own/
    );
  });

  test.skipIf(!existsSync('/dev/full'))('on a full disk end in an error, not in a backup', async () => {
    async function* pages(): AsyncGenerator<readonly object[]> {
      for (let count = 0; count < 100; count++) yield [{ _id: `draft:${count}`, text: 'x'.repeat(100_000) }];
    }
    await expect(writeLines('/dev/full', pages())).rejects.toMatchObject({ code: 'ENOSPC' });
  });
});

describe('npm run backup and npm run restore', () => {
  let data: string;
  const told: string[] = [];
  const surroundings = (folder: string, more: Record<string, string> = {}) => ({
    root: ROOT,
    env: { DATA_DIR: folder, ...more },
    say: (sentence: string) => void told.push(sentence)
  });

  beforeAll(async () => {
    const held = await openTestEmbedded();
    await write(held.engine);
    await ensureSecrets(held.folder ?? '');
    await held.engine.close();
    data = held.folder ?? '';
  });
  afterAll(() => rmSync(data, { recursive: true, force: true }));
  beforeEach(() => void told.splice(0));

  test('say clearly that the server is to be stopped first', async () => {
    const running = await import('#couch/engine/engine.ts').then((engine) =>
      engine.openEmbeddedEngine({ folder: data })
    );
    await expect(runBackup([aFolder()], surroundings(data))).rejects.toThrow(
      `The server is running on ${data}: stop it first to make a backup.`
    );
    await running.close();
  });

  test('take the secrets along only when asked, and say so', async () => {
    const [without, withThem] = [aFolder(), aFolder()];
    expect(await runBackup([without], surroundings(data))).toBe(0);
    expect(readdirSync(without)).not.toContain('secrets.json');
    expect(await runBackup([withThem, '--with-secrets'], surroundings(data))).toBe(0);
    expect(told).toContain('With secrets.json: whoever has it can speak as this server.');
    const place = aFolder();
    expect(await runRestore([withThem], surroundings(place))).toBe(0);
    expect(readFileSync(join(place, 'secrets.json'))).toEqual(readFileSync(join(data, 'secrets.json')));
    const other = aFolder();
    expect(await runRestore([without], surroundings(other))).toBe(0);
    expect(told.join('\n')).toMatch(/The backup holds no secrets, and none are here/);
    expect(told.at(-1)).toMatch(/^Publish every withdrawal .* once more/);
  });

  test('what means nothing is answered with how to say it', async () => {
    for (const words of [[], ['a', 'b'], ['--all']])
      await expect(runBackup(words, surroundings(data))).rejects.toThrow(/^Usage: npm run backup/);
    for (const words of [[], ['a', 'b'], ['--force']])
      await expect(runRestore(words, surroundings(data))).rejects.toThrow(/^Usage: npm run restore/);
    await expect(runBackup([aFolder()], surroundings(join(home, 'nowhere')))).rejects.toThrow(
      /^There is no installation in /
    );
  });

  test('nothing starts over a restore that was cut short', async () => {
    const half = await openTestEmbedded();
    await half.engine.create('accounts');
    await markRestoring(half.engine, 'x');
    await half.engine.close();
    const settings = readSettings({ DATA_DIR: half.folder ?? '' });
    await expect(openInstallation(settings, () => undefined)).rejects.toThrow(
      /^A restore was cut short here/
    );
    await expect(runBackup([aFolder()], surroundings(half.folder ?? ''))).rejects.toThrow(/cut short here/);
    rmSync(half.folder ?? '', { recursive: true, force: true });
  });
});
