/**
 * The seam between the backend and where it keeps its data: LevelDB in a folder, or Apache CouchDB.
 * Everything above sees PouchDB databases and never asks which engine runs, save `provision`.
 */
import type { Database } from './pouch.ts';

export type { Database, ViewQuery, ViewRow } from './pouch.ts';
export { isStatus, putUnlessChanged, readDocument } from './document.ts';
export { registerMap, type Emit, type MapFunction } from './maps.ts';
export { EngineError, isDiskFull, type EngineTrouble } from './problem.ts';
export { openCouchdbEngine } from './couchdb.ts';
export { openEmbeddedEngine } from './embedded.ts';

export interface CouchdbAdministration {
  /** Makes a user if he is not there, or gives him this password. */
  putUser(name: string, password: string): Promise<void>;
  /** Who may open a database: the service user as member; only server administrators administer it. */
  putSecurity(database: string, member: string): Promise<void>;
}

export interface Engine {
  readonly kind: 'embedded' | 'couchdb';
  /**
   * One object per name, kept. Never creates: embedded throws EngineError `database-missing`, CouchDB
   * answers 404 to the first request.
   */
  open(name: string): Database;
  /** The same with the right to write design documents. */
  openAsAdministrator(name: string): Database;
  /** Creates where it is missing; an existing database stays as it is. */
  create(name: string): Promise<void>;
  exists(name: string): Promise<boolean>;
  /** Names of all databases, sorted, without views and system databases. */
  list(): Promise<string[]>;
  destroy(name: string): Promise<void>;
  close(): Promise<void>;
  /** Only CouchDB has users of its own; null for the embedded engine. */
  readonly administration: CouchdbAdministration | null;
  /** CouchDB: from now on `open` of a `country-…` signs in with that country's service user. */
  useServicePasswords(passwordOf: (user: string) => string): void;
}

/** Lower case, digits and hyphens: what both CouchDB and a file name on any system take. */
export function isDatabaseName(name: string): boolean {
  return /^[a-z][a-z0-9-]{0,60}$/.test(name) && !name.includes('-mrview-');
}

/** The CouchDB user through whom the gateway reaches one country's database. */
export function serviceUserOf(database: string): string {
  return `service-${database}`;
}
