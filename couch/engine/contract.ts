/** What both engines do. */
import type { AuthorityCode } from '#lib/domain/ids.ts';
import type { Database } from './database.ts';
import type { HearWrites } from './hear-writes.ts';
import type { TakenOut } from './take-out.ts';

export type Claimed = 'claimed' | 'taken' | 'unconfirmed';

/** Of a cluster, as the node that was asked sees it. */
export interface Nodes {
  readonly configured: number;
  readonly connected: number;
}

export interface Engine {
  readonly kind: 'embedded' | 'couchdb';
  /**
   * One object per name, kept; on CouchDB as the database's own service user. Never creates: embedded
   * throws EngineError `database-missing`, CouchDB answers 401 to the first request, or 404.
   */
  open(name: string): Database;
  /**
   * For whoever acts for this authority, as the authority's own user, whatever database is named: where the
   * gateway was wrong about what they may read, CouchDB refuses the first request with 403. The embedded
   * engine has no users and throws EngineError `database-refused` itself.
   */
  openFor(authority: AuthorityCode, name: string): Database;
  /** As the one user who may write what other authorities have stated. The embedded engine has no users. */
  openAsExchange(name: string): Database;
  /** With the right to write design documents: for provisioning alone. */
  openAsAdministrator(name: string): Database;
  /**
   * Writes a document whose id is the claim, as the database's own user. `claimed` only where the database says
   * that nobody else has it: a cluster that has not asked enough of its copies does not, and what was written
   * there is taken away again. The id is not to be tried again then.
   */
  claim(name: string, document: { readonly _id: string }): Promise<Claimed>;
  /** Takes a document out for good, as administrator: for what should never have been there. */
  takeOut(name: string, id: string): Promise<TakenOut>;
  /**
   * Gives up what later revisions replaced, as administrator: until then whatever was deleted is still there for
   * whoever names its revision. CouchDB goes on after it has answered. For databases of which nobody reads what was replaced.
   */
  compact(name: string): Promise<void>;
  /** Creates where it is missing; an existing database stays as it is. */
  create(name: string): Promise<void>;
  /** Tells of each write to an existing database; null where others may write too (CouchDB: follow its changes). */
  hearWrites(name: string): HearWrites | null;
  /** What the disk has left; null where it is another computer's (CouchDB). */
  freeBytes(): Promise<number | null>;
  exists(name: string): Promise<boolean>;
  /** Names of all databases, sorted, without views and system databases. */
  list(): Promise<string[]>;
  destroy(name: string): Promise<void>;
  close(): Promise<void>;
  /** How many nodes CouchDB has, asked now: rejects if it does not answer in time. Null on the embedded engine. */
  nodes(): Promise<Nodes | null>;
  /**
   * CouchDB: gives the database a service user of its own and lets nobody in but that user, the exchange where it
   * carries, and the authorities where all may read, so that its `_security` is a second wall behind the
   * gateway. What was there before is brought to it. The embedded engine has no users and does nothing.
   */
  protect(name: string): Promise<void>;
}

/** Lower case, digits and hyphens: what both CouchDB and a file name on any system take. */
export function isDatabaseName(name: string): boolean {
  return /^[a-z][a-z0-9-]{0,60}$/.test(name) && !name.includes('-mrview-');
}
