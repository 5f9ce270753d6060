/**
 * Engines for tests: embedded in a fresh folder, and Apache CouchDB under a fresh prefix where COUCHDB_URL
 * is set. A suite that skips CouchDB says so aloud.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe } from 'vitest';
import { openCouchdbEngine, openEmbeddedEngine, type Engine } from '#couch/engine/engine.ts';

export interface TestEngine {
  readonly engine: Engine;
  /** Where the embedded engine keeps its data; null for CouchDB. */
  readonly folder: string | null;
  /** Closes the engine and removes everything that the test made. */
  drop(): Promise<void>;
}

export type OpenTestEngine = () => Promise<TestEngine>;

export async function openTestEmbedded(): Promise<TestEngine> {
  const folder = mkdtempSync(join(tmpdir(), 'i2es-test-'));
  const engine = await openEmbeddedEngine({ folder });
  const drop = async (): Promise<void> => {
    await engine.close();
    rmSync(folder, { recursive: true, force: true });
  };
  return { engine, folder, drop };
}

let made = 0;

export async function openTestCouchdb(url: string): Promise<TestEngine> {
  const prefix = `t${process.pid.toString(36)}${Date.now().toString(36)}${made++}-`;
  const engine = await openCouchdbEngine({ url, prefix });
  const drop = async (): Promise<void> => {
    const names = await engine.list();
    await Promise.all(names.map((name) => engine.destroy(name)));
    await engine.close();
  };
  return { engine, folder: null, drop };
}

/** Runs one suite on each engine that can be had. */
export function describeEngines(
  title: string,
  suite: (open: OpenTestEngine, kind: Engine['kind']) => void
): void {
  describe(`${title} (embedded)`, () => suite(openTestEmbedded, 'embedded'));
  const url = process.env['COUCHDB_URL'];
  if (url) describe(`${title} (CouchDB)`, () => suite(() => openTestCouchdb(url), 'couchdb'));
  else {
    console.warn(`SKIPPED ON COUCHDB: ${title}. Set COUCHDB_URL to run it there too.`);
    describe.skip(`${title} (CouchDB: COUCHDB_URL is not set)`, () => suite(openTestEmbedded, 'couchdb'));
  }
}
