/**
 * `idb` in browsers (the newer `indexeddb` returns wrong results), http to the gateway. No plugin that needs `eval`.
 */
import HttpAdapter from 'pouchdb-adapter-http';
import IdbAdapter from 'pouchdb-adapter-idb';
import PouchCore from 'pouchdb-core';
import Replication from 'pouchdb-replication';
import { diskWatch } from '../browser/disk-watch.ts';

export interface StoredDocument {
  readonly _id: string;
  readonly _rev?: string;
  readonly _deleted?: boolean;
  readonly _conflicts?: readonly string[];
  readonly _revisions?: { readonly start: number; readonly ids: readonly string[] };
  readonly [key: string]: unknown;
}

export type Pouch = PouchDB.Database<StoredDocument>;

/** Each replication and follower listens; the default of ten would warn falsely. */
const MAX_LISTENERS = 200;

interface PouchClass {
  new (name: string, options: object): Pouch;
  setMaxListeners(most: number): void;
}

// A separate class: plugins of other users of pouchdb-core in this process stay apart.
const PouchConstructor = PouchCore.defaults({}) as PouchClass;
PouchConstructor.setMaxListeners(MAX_LISTENERS);

export function installPlugin(plugin: unknown): void {
  (plugin as (on: PouchClass) => void)(PouchConstructor);
}
for (const plugin of [HttpAdapter, IdbAdapter, Replication]) installPlugin(plugin);

export function openPouch(name: string, options: object): Pouch {
  const database = new PouchConstructor(name, options);
  (database as { setMaxListeners(most: number): void }).setMaxListeners(MAX_LISTENERS);
  if ((options as { adapter?: unknown }).adapter !== 'http') watchAnswers(database);
  return database;
}

const ANSWERED = ['get', 'put', 'remove', 'info', 'allDocs', 'bulkDocs', 'bulkGet'] as const;

type Ask = (...given: unknown[]) => Promise<unknown>;

function watchAnswers(database: Pouch): void {
  const asked = database as unknown as Record<string, Ask>;
  for (const name of ANSWERED) {
    const ask = asked[name]?.bind(database);
    if (ask) asked[name] = (...given) => diskWatch.follow(ask(...given));
  }
}

export function replicate(source: Pouch, target: Pouch, options: object) {
  return source.replicate.to(target, options);
}

export function isMissing(error: unknown): boolean {
  return statusOf(error) === 404;
}

export function isConflict(error: unknown): boolean {
  return statusOf(error) === 409;
}

function statusOf(error: unknown): number | null {
  const status = typeof error === 'object' && error !== null ? (error as { status?: unknown }).status : null;
  return typeof status === 'number' ? status : null;
}
