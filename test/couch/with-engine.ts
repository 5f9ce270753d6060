/**
 * Engines for tests: embedded in a fresh folder, and Apache CouchDB under a fresh prefix where COUCHDB_URL
 * is set. A suite that skips CouchDB says so aloud.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe } from 'vitest';
import { openCouchdbEngine, openEmbeddedEngine, type Database, type Engine } from '#couch/engine/engine.ts';
import { exchangeUserOf } from '#couch/engine/service-user.ts';

export interface TestEngine {
  readonly engine: Engine;
  /** Where the embedded engine keeps its data; null for CouchDB. */
  readonly folder: string | null;
  /** Before the names of databases on CouchDB. */
  readonly prefix: string;
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
  return { engine, folder, prefix: '', drop };
}

let made = 0;

/** What the passwords of service users are derived from in tests. */
export const TEST_SECRET = 'a secret of the tests';

/** With service users as in an installation: what is made is protected at once. */
export async function openTestCouchdb(url: string, answerWithinMs?: number): Promise<TestEngine> {
  const prefix = `t${process.pid.toString(36)}${Date.now().toString(36)}${made++}-`;
  const within = answerWithinMs === undefined ? {} : { answerWithinMs };
  const engine = await openCouchdbEngine({ url, prefix, secret: TEST_SECRET, ...within });
  const create = engine.create.bind(engine);
  engine.create = async (name) => {
    await create(name);
    await engine.protect(name);
  };
  const drop = async (): Promise<void> => {
    const names = await engine.list();
    await Promise.all(names.map((name) => engine.destroy(name)));
    await engine.close();
    await removeUser(url, exchangeUserOf(prefix, TEST_SECRET).username);
  };
  return { engine, prefix, folder: null, drop };
}

/** One request as CouchDB's administrator, behind the back of everything that is tested. */
export async function askCouchdb(
  url: string,
  method: string,
  path: string,
  body?: object,
  user?: { readonly username: string; readonly password: string } | null
): Promise<{ readonly status: number; readonly body: Record<string, unknown> }> {
  const address = new URL(url);
  const { username, password } = user ?? {
    username: decodeURIComponent(address.username),
    password: decodeURIComponent(address.password)
  };
  const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  const response = await fetch(`${address.origin}/${path}`, {
    method,
    headers: { ...(user === null ? {} : { authorization }), 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) })
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>) };
}

async function removeUser(url: string, name: string): Promise<void> {
  const path = `_users/${encodeURIComponent(`org.couchdb.user:${name}`)}`;
  const held = await askCouchdb(url, 'GET', path);
  if (held.status === 200) await askCouchdb(url, 'DELETE', `${path}?rev=${String(held.body['_rev'])}`);
}

/** With all an administrator's rights, and the validators out of the way. */
export async function openUnguarded(engine: Engine, name: string): Promise<Database> {
  const database = engine.openAsAdministrator(name);
  for (const rule of ['structure', 'authority']) {
    const held = await database.get(`_design/${rule}`).catch(() => null);
    if (held) await database.remove(held._id, held._rev);
  }
  return database;
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
