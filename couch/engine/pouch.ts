/** PouchDB for the backend: two adapters, replication, views by name; no other plugin. */
import HttpAdapter from 'pouchdb-adapter-http';
import LevelAdapter from 'pouchdb-adapter-leveldb';
import PouchCore from 'pouchdb-core';
import Replication from 'pouchdb-replication';
import { bulkGetText } from './bulk-get-text.ts';
import type { Database } from './database.ts';
import { localIds } from './local-documents.ts';
import { viewsByName } from './maps.ts';
import { revisionsDiff } from './revisions-diff.ts';

/** Listeners come and go with followers and replications; Node's default of ten gives false warnings. */
const MAX_LISTENERS = 1000;

interface PouchClass {
  new (name: string, options: object): Database;
  readonly prototype: object;
  setMaxListeners(most: number): void;
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
