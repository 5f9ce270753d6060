import type { AuthorityCode } from '#lib/domain/ids.ts';

export type Claimed = 'claimed' | 'taken' | 'unconfirmed';

/** CouchDB forgets a document; the embedded engine keeps an empty mark for each leaf. */
export type TakenOut = 'forgotten' | 'marked';

export type HearWrites = (listener: () => void) => () => void;

export interface Nodes {
  readonly configured: number;
  readonly connected: number;
}

export interface Engine {
  readonly kind: 'embedded' | 'couchdb';
  /**
   * The database's own service user on CouchDB. Never creates: embedded throws EngineError `database-missing`, CouchDB
   * answers 401 to the first request, or 404.
   */
  open(name: string): Database;
  /**
   * The authority's own user: CouchDB refuses a mistake of the gateway with 403. Embedded throws EngineError
   * `database-refused`.
   */
  openFor(authority: AuthorityCode, name: string): Database;
  /** The one user who can write other authorities' acts. The embedded engine has no users. */
  openAsExchange(name: string): Database;
  openAsAdministrator(name: string): Database;
  /**
   * The claim is the document's id. `claimed` only if the database confirms that no other has it. An unconfirmed write
   * of a cluster is removed. Do not try that id again.
   */
  claim(name: string, document: { readonly _id: string }): Promise<Claimed>;
  takeOut(name: string, id: string): Promise<TakenOut>;
  /**
   * Until replaced revisions are dropped, deleted content is readable by its revision. CouchDB continues after the
   * answer. For databases without readers of old revisions.
   */
  compact(name: string): Promise<void>;
  create(name: string): Promise<void>;
  /** Null if others can write too (CouchDB: follow its changes). */
  hearWrites(name: string): HearWrites | null;
  /** Null if the disk is another computer's (CouchDB). */
  freeBytes(): Promise<number | null>;
  exists(name: string): Promise<boolean>;
  /** Sorted, without views and system databases. */
  list(): Promise<string[]>;
  destroy(name: string): Promise<void>;
  close(): Promise<void>;
  /** Asked now. Rejects after a timeout. Null on the embedded engine. */
  nodes(): Promise<Nodes | null>;
  /**
   * CouchDB: a service user of its own, and `_security` for that user, the exchange, and authorities if all can read: a
   * second wall behind the gateway. Also corrects existing databases. The embedded engine does nothing.
   */
  protect(name: string): Promise<void>;
}

/** Valid for CouchDB and for file names on any system. */
export function isDatabaseName(name: string): boolean {
  return /^[a-z][a-z0-9-]{0,60}$/.test(name) && !name.includes('-mrview-');
}

/** PouchDB's methods on either engine, and a few of ours. */
export interface AskedDocument {
  readonly id: string;
  readonly rev?: string;
}

export interface Written {
  readonly id: string;
  readonly rev: string;
}

export type Pause = () => Promise<void>;

export type AskedRevisions = Readonly<Record<string, readonly string[]>>;
export type MissingRevisions = Record<string, { readonly missing: string[] }>;

interface ViewRow<V> {
  readonly id: string;
  readonly key: unknown;
  readonly value: V;
  readonly doc?: object;
}

interface ViewQuery {
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

export type ChangedDocuments = PouchDB.Core.ChangesResponse<object>;
export type ChangeRow = PouchDB.Core.ChangesResponseChange<object>;

export type WrittenDocument = PouchDB.Core.PutDocument<object>;

/** `query` takes the name of a deployed view (`design/view`). */
export type Database = PouchDB.Database<object> & {
  readonly adapter: string;
  fetch(path: string, options: RequestInit): Promise<Response>;
  setMaxListeners(most: number): unknown;
  query<V>(view: string, options?: ViewQuery): Promise<{ readonly rows: ViewRow<V>[] }>;
  /** `{"id":…,"docs":[…]}` of each, with commas between, in UTF-8. */
  bulkGetText(docs: readonly AskedDocument[], pause?: Pause): Promise<Buffer>;
  /** Linear time; PouchDB's own takes quadratic time. */
  revisionsDiff(asked: AskedRevisions, pause?: Pause): Promise<MissingRevisions>;
  /** Only then can the writes be acknowledged. The embedded engine resolves immediately. */
  confirmStored(written: readonly Written[]): Promise<void>;
  localIds(beginning: string, most: number): Promise<readonly string[] | null>;
  viewCleanup(): Promise<unknown>;
};

/** CouchDB's sequences are opaque. */
export function countsWrites(database: Database): boolean {
  return database.adapter !== 'http';
}
