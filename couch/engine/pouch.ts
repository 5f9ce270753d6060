/** PouchDB as the backend uses it: two adapters, replication, views by name; no other plugin. */
import HttpAdapter from 'pouchdb-adapter-http';
import LevelAdapter from 'pouchdb-adapter-leveldb';
import PouchCore from 'pouchdb-core';
import Replication from 'pouchdb-replication';
import { bulkGetText, type AskedDocument } from './bulk-get-text.ts';
import { localIds } from './local-documents.ts';
import { viewsByName } from './maps.ts';
import { revisionsDiff, type AskedRevisions } from './revisions-diff.ts';

export interface ViewRow<V> {
  readonly id: string;
  readonly key: unknown;
  readonly value: V;
  readonly doc?: object;
}

export interface ViewQuery {
  readonly key?: unknown;
  readonly keys?: readonly unknown[];
  readonly startkey?: unknown;
  readonly endkey?: unknown;
  readonly include_docs?: boolean;
  readonly reduce?: boolean;
  readonly group?: boolean;
  readonly group_level?: number;
  readonly limit?: number;
  readonly stale?: 'ok' | 'update_after';
}

/** A PouchDB database, `query` by the name of a deployed view (`design/view`), and documents as text. */
export type Database = PouchDB.Database<object> & {
  query<V>(view: string, options?: ViewQuery): Promise<{ readonly rows: ViewRow<V>[] }>;
  /** `{"id":…,"docs":[…]}` of each, with commas between, in UTF-8. */
  bulkGetText(docs: readonly AskedDocument[]): Promise<Buffer>;
  /** Of each document the revisions that are not here, in a time that grows with what is asked and not with its square. */
  revisionsDiff(asked: AskedRevisions): Promise<Record<string, { readonly missing: string[] }>>;
  /** Of local documents that begin so, at most so many; null where the engine keeps no list of them. */
  localIds(beginning: string, most: number): Promise<readonly string[] | null>;
  /** Drops indexes that no design document names any more. */
  viewCleanup(): Promise<unknown>;
};

/** Listeners come and go with followers and replications; the default of ten would cry wolf. */
const MOST_LISTENERS = 1000;

interface PouchClass {
  new (name: string, options: object): Database;
  readonly prototype: object;
  setMaxListeners(most: number): void;
}

/**
 * A class of its own: `plugin` would change the one class that everything in this process shares, so the
 * plugins are given this one.
 */
const Pouch = PouchCore.defaults({}) as unknown as PouchClass;
for (const plugin of [HttpAdapter, LevelAdapter, Replication] as unknown as ((on: PouchClass) => void)[]) {
  plugin(Pouch);
}
Object.assign(Pouch.prototype, viewsByName, bulkGetText, revisionsDiff, localIds);
Pouch.setMaxListeners(MOST_LISTENERS);

/** The embedded engine numbers the writes of a database; CouchDB's sequences are opaque. */
export function countsWrites(database: Database): boolean {
  return (database as unknown as { readonly adapter: string }).adapter !== 'http';
}

export function openPouch(name: string, options: object): Database {
  const database = new Pouch(name, options);
  (database as unknown as { setMaxListeners(most: number): void }).setMaxListeners(MOST_LISTENERS);
  return database;
}
