/** A database as code above the engine sees it: PouchDB's methods on either engine, and a few of ours. */
export interface AskedDocument {
  readonly id: string;
  readonly rev?: string;
}

export interface Written {
  readonly id: string;
  readonly rev: string;
}

/** Awaited between two documents, so that others are answered. */
export type Pause = () => Promise<void>;

export type AskedRevisions = Readonly<Record<string, readonly string[]>>;

export interface ViewRow<V> {
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

/** Includes its revision if it replaces one. */
export type WrittenDocument = PouchDB.Core.PutDocument<object>;

/** `query` takes the name of a deployed view (`design/view`). */
export type Database = PouchDB.Database<object> & {
  query<V>(view: string, options?: ViewQuery): Promise<{ readonly rows: ViewRow<V>[] }>;
  /** `{"id":…,"docs":[…]}` of each, with commas between, in UTF-8. */
  bulkGetText(docs: readonly AskedDocument[], pause?: Pause): Promise<Buffer>;
  /** Lists missing revisions of each document in linear time; PouchDB's own takes quadratic time. */
  revisionsDiff(
    asked: AskedRevisions,
    pause?: Pause
  ): Promise<Record<string, { readonly missing: string[] }>>;
  /**
   * Resolves if a majority of a cluster's copies has these, so that they can be acknowledged. The embedded engine
   * resolves immediately.
   */
  confirmStored(written: readonly Written[]): Promise<void>;
  /** At most `most` local documents by the beginning of their ids; null if the engine has no list of them. */
  localIds(beginning: string, most: number): Promise<readonly string[] | null>;
  /** Drops indexes that no design document names. */
  viewCleanup(): Promise<unknown>;
};

/** The embedded engine numbers the writes of a database; CouchDB's sequences are opaque. */
export function countsWrites(database: Database): boolean {
  return (database as unknown as { readonly adapter: string }).adapter !== 'http';
}
