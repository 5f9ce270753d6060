/** A database as everything above the engine sees it: PouchDB's methods, whichever engine runs, and a few of ours. */
export interface AskedDocument {
  readonly id: string;
  readonly rev?: string;
}

/** One revision of one document. */
export interface Written {
  readonly id: string;
  readonly rev: string;
}

/** Waited for between two documents: others are answered where it is time. */
export type Pause = () => Promise<void>;

export type AskedRevisions = Readonly<Record<string, readonly string[]>>;

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

/** A page of a database's feed, and one row of it. */
export type ChangedDocuments = PouchDB.Core.ChangesResponse<object>;
export type ChangeRow = PouchDB.Core.ChangesResponseChange<object>;

/** As it is written: with its revision where it replaces one. */
export type WrittenDocument = PouchDB.Core.PutDocument<object>;

/** A PouchDB database, `query` by the name of a deployed view (`design/view`), and documents as text. */
export type Database = PouchDB.Database<object> & {
  query<V>(view: string, options?: ViewQuery): Promise<{ readonly rows: ViewRow<V>[] }>;
  /** `{"id":…,"docs":[…]}` of each, with commas between, in UTF-8. */
  bulkGetText(docs: readonly AskedDocument[], pause?: Pause): Promise<Buffer>;
  /** Lists of each document the revisions that are not here, in a time that grows with what is asked and not with its square. */
  revisionsDiff(
    asked: AskedRevisions,
    pause?: Pause
  ): Promise<Record<string, { readonly missing: string[] }>>;
  /** Resolves if a majority of a cluster's copies has these, so that they can be acknowledged; at once on the embedded engine. */
  confirmStored(written: readonly Written[]): Promise<void>;
  /** Lists at most so many local documents whose ids begin so; null where the engine keeps no list of them. */
  localIds(beginning: string, most: number): Promise<readonly string[] | null>;
  /** Drops indexes that no design document names any more. */
  viewCleanup(): Promise<unknown>;
};

/** The embedded engine numbers the writes of a database; CouchDB's sequences are opaque. */
export function countsWrites(database: Database): boolean {
  return (database as unknown as { readonly adapter: string }).adapter !== 'http';
}
