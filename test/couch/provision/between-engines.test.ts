/**
 * The move from one engine to another: what `npm run backup` copies there, `npm run restore` puts here, and every act is
 * the same to the byte. The acts are those that an earlier version wrote, as are its dossiers.
 */
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Surroundings } from '#couch/base/command.ts';
import { readSettings } from '#couch/base/env.ts';
import { openEngineBeside } from '#couch/installation/open-engine.ts';
import { runBackup } from '#couch/provision/backup/backup-command.ts';
import { runRestore } from '#couch/provision/backup/restore-command.ts';
import { canonicalJson } from '#lib/domain/canonical.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const ROOT = join(import.meta.dirname, '../../..');
const BEFORE = join(import.meta.dirname, '../engine/written-before');

type Env = Readonly<Record<string, string>>;

const home = mkdtempSync(join(tmpdir(), 'i2es-between-'));
const url = process.env['COUCHDB_URL'];
if (!url)
  console.warn(
    'SKIPPED ON COUCHDB: the move between engines is shown from embedded to embedded alone. Set COUCHDB_URL.'
  );

const embedded = (name: string): Env => ({ DATA_DIR: join(home, name), COUCHDB_URL: '' });
const couchdb: Env = {
  DATA_DIR: join(home, 'beside-couchdb'),
  COUCHDB_URL: url ?? '',
  COUCHDB_PREFIX: `between${process.pid.toString(36)}${Date.now().toString(36)}-`
};

/** Each act of each database as its bytes, in the order of their ids. */
async function actsOf(env: Env): Promise<Record<string, string[]>> {
  const engine = await openEngineBeside(readSettings(env), 'to look at it');
  try {
    const acts: Record<string, string[]> = {};
    for (const name of await engine.list()) {
      const { rows } = await engine
        .openAsAdministrator(name)
        .allDocs({ startkey: 'act:', endkey: 'act:\ufff0', include_docs: true });
      if (rows.length > 0) acts[name] = rows.map(({ doc }) => canonicalJson(doc as object));
    }
    return acts;
  } finally {
    await engine.close();
  }
}

async function move(from: Env, to: Env, folder: string): Promise<void> {
  const surroundings = (env: Env): Surroundings => ({ root: ROOT, env, say: () => undefined });
  const backup = join(home, folder);
  expect(await runBackup([backup], surroundings(from))).toBe(0);
  expect(await runRestore([backup], surroundings(to))).toBe(0);
}

describe('what is moved by a backup and its restore', () => {
  const first = embedded('first');
  let written: Record<string, string[]>;

  beforeAll(async () => {
    cpSync(BEFORE, join(home, 'first'), { recursive: true });
    written = await actsOf(first);
  });
  afterAll(async () => {
    if (url) {
      const engine = await openEngineBeside(readSettings(couchdb), 'to empty it');
      for (const name of await engine.list()) await engine.destroy(name);
      await engine.close();
    }
    rmSync(home, { recursive: true, force: true });
  });

  test('is the same acts in another folder of the embedded engine', async () => {
    const { acts } = JSON.parse(readFileSync(`${BEFORE}-dossiers.json`, 'utf8')) as { acts: number };
    expect(written['country-au']).toHaveLength(acts);
    await move(first, embedded('second'), 'from-first');
    expect(await actsOf(embedded('second'))).toEqual(written);
  });

  test.skipIf(!url)('is the same acts in CouchDB, and back in a folder again', async () => {
    await move(first, couchdb, 'to-couchdb');
    expect(await actsOf(couchdb)).toEqual(written);
    await move(couchdb, embedded('third'), 'from-couchdb');
    expect(await actsOf(embedded('third'))).toEqual(written);
  });
});
