/** PouchDB for the backend: two adapters, replication, views by name; no other plugin. */
import HttpAdapter from 'pouchdb-adapter-http';
import LevelAdapter from 'pouchdb-adapter-leveldb';
import PouchCore from 'pouchdb-core';
import Replication from 'pouchdb-replication';
import { bulkGetText } from './bulk-get-text.ts';
import type { Database, AskedRevisions, Pause } from './database.ts';
import { viewsByName } from './maps.ts';
import { readEach } from './read-each.ts';
import { missingOf, readRevisionTree } from './revision-tree.ts';

/** Listeners come and go with followers and replications; Node's default of ten gives false warnings. */
const MAX_LISTENERS = 1000;

interface PouchClass {
  new (name: string, options: object): Database;
  readonly prototype: object;
  setMaxListeners(most: number): void;
}

interface HttpDatabase {
  readonly adapter: string;
  fetch(path: string, options: RequestInit): Promise<Response>;
}

/** Local documents by the beginning of their ids, if the engine can list them. */
const localIds = {
  /** Null on the embedded engine, which keeps no list of them. */
  async localIds(this: Database, beginning: string, most: number): Promise<readonly string[] | null> {
    const database = this as unknown as HttpDatabase;
    if (database.adapter !== 'http') return null;
    const [first, last] = [beginning, `${beginning}\ufff0`].map((key) =>
      encodeURIComponent(JSON.stringify(key))
    );
    const response = await database.fetch(`_local_docs?startkey=${first}&endkey=${last}&limit=${most}`, {});
    if (!response.ok)
      throw Object.assign(new Error('CouchDB gave no local documents'), { status: response.status });
    const { rows } = (await response.json()) as { readonly rows: readonly { readonly id: string }[] };
    return rows.map(({ id }) => id);
  }
};

type Diff = Record<string, { readonly missing: string[] }>;

/**
 * Missing revisions of a peer's documents. PouchDB compares each with each, which is slow for hundreds of one document.
 */
const revisionsDiff = {
  async revisionsDiff(this: Database, asked: AskedRevisions, pause?: Pause): Promise<Diff> {
    const { adapter } = this as unknown as { readonly adapter: string };
    return adapter === 'http'
      ? ((await this.revsDiff(asked as Record<string, string[]>)) as Diff)
      : look(this, asked, pause);
  }
};

async function look(database: Database, asked: AskedRevisions, pause?: Pause): Promise<Diff> {
  const rows = await readEach(
    Object.entries(asked),
    async ([id, revisions]) => {
      const missing = missingOf(await readRevisionTree(database, id), revisions);
      return [id, { missing }] as const;
    },
    pause
  );
  return Object.fromEntries(rows.filter(([, { missing }]) => missing.length > 0));
}

/** A separate class, since `plugin` would change the one that the whole process shares. */
const Pouch = PouchCore.defaults({}) as unknown as PouchClass;
for (const plugin of [HttpAdapter, LevelAdapter, Replication] as unknown as ((on: PouchClass) => void)[]) {
  plugin(Pouch);
}
Object.assign(Pouch.prototype, viewsByName, bulkGetText, revisionsDiff, localIds, {
  confirmStored: () => Promise.resolve()
});
Pouch.setMaxListeners(MAX_LISTENERS);

export function openPouch(name: string, options: object): Database {
  const database = new Pouch(name, options);
  (database as unknown as { setMaxListeners(most: number): void }).setMaxListeners(MAX_LISTENERS);
  return database;
}
