/**
 * Leases share the authorities between exchanges on one CouchDB. A holder without signs of life counts as dead by the
 * observer's own clock. Overlaps are harmless, since equal copies are one.
 */
import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { isStatus, putUnlessChanged, readDocument, type Database } from '#couch/engine/engine.ts';
import type { AuthorityCode } from '#lib/domain/ids.ts';

export interface LeaseTimes {
  /** Milliseconds between signs of life. */
  readonly renewEvery: number;
  /** Milliseconds without one until a holder counts as dead; several times `renewEvery`. */
  readonly deadAfter: number;
}

interface LeaseOptions extends LeaseTimes {
  readonly database: Database;
  /** A monotonic clock in milliseconds. */
  readonly now?: () => number;
}

interface Turn {
  readonly lost: readonly AuthorityCode[];
  /** Release them after following stops. */
  readonly excess: readonly AuthorityCode[];
}

interface LeaseDocument {
  readonly _id: string;
  readonly _rev?: string;
  readonly schema: 1;
  readonly holder: string | null;
}

interface Register {
  readonly leases: ReadonlyMap<AuthorityCode, LeaseDocument>;
  readonly holders: readonly string[];
}

const LEASE = 'lease:';
const HOLDER = 'lease-holder:';

export class Leases {
  readonly holder = randomBytes(12).toString('hex');
  readonly #database: Database;
  readonly #deadAfter: number;
  readonly #now: () => number;
  readonly #seen = new Map<string, { readonly beat: string; readonly at: number }>();
  #held: ReadonlySet<AuthorityCode> = new Set();
  #beat: string | undefined;

  constructor({ database, deadAfter, now }: LeaseOptions) {
    this.#database = database;
    this.#deadAfter = deadAfter;
    this.#now = now ?? (() => performance.now());
  }

  holds(authority: AuthorityCode): boolean {
    return this.#held.has(authority);
  }

  async turn(authorities: readonly AuthorityCode[]): Promise<Turn> {
    await this.#giveSign();
    const register = await this.#read();
    if (!register.holders.includes(this.holder)) await this.#join();
    const live = await this.#listLive(register.holders);
    const share = Math.ceil(authorities.length / live.size);
    const before = this.#held;
    const mine = authorities.filter((one) => register.leases.get(one)?.holder === this.holder);
    const free = authorities.filter((one) => isFree(register.leases.get(one), live));
    const taken = await this.#take(free.slice(0, Math.max(0, share - mine.length)), register);
    this.#held = new Set([...mine, ...taken]);
    await this.#bury(register, live);
    return { lost: [...before].filter((one) => !this.#held.has(one)), excess: mine.slice(share) };
  }

  async release(authorities: readonly AuthorityCode[]): Promise<void> {
    const { leases } = await this.#read();
    const own = authorities.flatMap((one) => {
      const lease = leases.get(one);
      return lease?.holder === this.holder ? [{ ...lease, holder: null }] : [];
    });
    if (own.length > 0) await this.#database.bulkDocs(own);
    this.#held = new Set([...this.#held].filter((one) => !authorities.includes(one)));
  }

  async leave(): Promise<void> {
    await this.release([...this.#held]);
    await this.#remove(this.holder);
  }

  /** A local document, which appears in no feed and wakes no one. */
  async #giveSign(): Promise<void> {
    const _id = `_local/${HOLDER}${this.holder}`;
    const put = (rev: string | undefined): Promise<{ readonly rev: string }> =>
      this.#database.put({ _id, schema: 1, ...(rev ? { _rev: rev } : {}) } as object);
    try {
      this.#beat = (await put(this.#beat)).rev;
    } catch (error) {
      // Counted as dead and removed.
      if (!isStatus(error, 409)) throw error;
      this.#beat = (await put((await readDocument<{ _rev: string }>(this.#database, _id))?._rev)).rev;
    }
  }

  async #join(): Promise<void> {
    const document = { _id: HOLDER + this.holder, schema: 1, host: hostname(), process: process.pid };
    await putUnlessChanged(this.#database, document);
  }

  async #read(): Promise<Register> {
    const range = { startkey: 'lease', endkey: 'lease\ufff0', include_docs: true };
    const { rows } = await this.#database.allDocs<LeaseDocument>(range);
    const leases = new Map<AuthorityCode, LeaseDocument>();
    const holders: string[] = [];
    for (const { id, doc } of rows) {
      if (id.startsWith(HOLDER)) holders.push(id.slice(HOLDER.length));
      else if (id.startsWith(LEASE) && doc) leases.set(id.slice(LEASE.length) as AuthorityCode, doc);
    }
    return { leases, holders };
  }

  async #listLive(holders: readonly string[]): Promise<ReadonlySet<string>> {
    const live = new Set([this.holder]);
    for (const holder of holders) {
      if (holder !== this.holder && (await this.#isAlive(holder))) live.add(holder);
    }
    return live;
  }

  async #isAlive(holder: string): Promise<boolean> {
    const held = await readDocument<{ _rev: string }>(this.#database, `_local/${HOLDER}${holder}`);
    const beat = held?._rev ?? '';
    const now = this.#now();
    const seen = this.#seen.get(holder);
    if (seen?.beat !== beat) this.#seen.set(holder, { beat, at: now });
    return seen?.beat !== beat || now - seen.at <= this.#deadAfter;
  }

  async #take(free: readonly AuthorityCode[], { leases }: Register): Promise<AuthorityCode[]> {
    if (free.length === 0) return [];
    const documents = free.map((one) => {
      const held = leases.get(one);
      const rev = held?._rev ? { _rev: held._rev } : {};
      return { _id: LEASE + one, schema: 1, holder: this.holder, ...rev };
    });
    const rows = await this.#database.bulkDocs(documents);
    return free.filter((_one, index) => {
      const row = rows[index];
      return row !== undefined && !('error' in row && row.error);
    });
  }

  /** A dead holder's name goes with the last of its leases. */
  async #bury({ leases, holders }: Register, live: ReadonlySet<string>): Promise<void> {
    const holding = new Set([...leases.values()].map(({ holder }) => holder));
    for (const holder of holders) if (!live.has(holder) && !holding.has(holder)) await this.#remove(holder);
  }

  async #remove(holder: string): Promise<void> {
    this.#seen.delete(holder);
    for (const id of [HOLDER + holder, `_local/${HOLDER}${holder}`]) {
      const held = await readDocument<LeaseDocument>(this.#database, id);
      if (held) await putUnlessChanged(this.#database, { _id: id, _rev: held._rev, _deleted: true });
    }
  }
}

function isFree(lease: LeaseDocument | undefined, live: ReadonlySet<string>): boolean {
  return lease === undefined || lease.holder === null || !live.has(lease.holder);
}
