/**
 * Reads in the addressees' databases whether new acts have arrived within a minute. It uses nothing that the followers
 * say of themselves, so that it also finds a feed that waits for ever and an authority that no process follows.
 */
import { isStatus, readChangePages, type Database } from '#couch/engine/engine.ts';
import { errorToText } from '#couch/base/error-text.ts';
import { inTurns } from '#couch/base/turns.ts';
import { isScope } from '#lib/domain/exchange/authority.ts';
import { authorityToDatabase, carryTargets, type DatabaseName } from '#lib/domain/exchange/share-scope.ts';
import type { AuthorityCode } from '#lib/domain/ids.ts';
import { actsOf, toChange, type Change, type Sequence } from './feed.ts';
import type { Targets } from './targets.ts';
import type { ExchangeLog } from './tools.ts';

/** Milliseconds. A look takes one request for each authority. */
export const LOOK_FOR_ARRIVALS_MS = 30_000;
const LATE_AFTER_MS = 60_000;
/** Then the integrity scan has compared the databases. */
const FORGOTTEN_AFTER_MS = 24 * 3_600_000;
const CHANGES_AT_ONCE = 500;
/** More are not watched: a country that sends a whole year at once says nothing about a minute. */
const MAX_WATCHED = 20_000;

interface Watched {
  readonly authority: AuthorityCode;
  readonly seenAt: number;
  /** Databases in which the act was not found yet. */
  readonly missing: Set<DatabaseName>;
  isLate: boolean;
}

export interface ArrivalFigures {
  /** Seconds since all databases were read; null before. */
  readonly ageSeconds: number | null;
  /** The oldest act of an authority that is late and has not arrived, in seconds. */
  readonly late: ReadonlyMap<AuthorityCode, number>;
  readonly inTime: number;
  readonly tooLate: number;
}

interface ArrivalOptions {
  readonly targets: Targets;
  readonly log: ExchangeLog;
  /** Milliseconds of a clock that never goes back. */
  readonly now?: () => number;
}

export class ArrivalWatch {
  readonly #targets: Targets;
  readonly #log: ExchangeLog;
  readonly #now: () => number;
  readonly #read = new Map<DatabaseName, Sequence>();
  readonly #watched = new Map<string, Watched>();
  #lookedAt: number | null = null;
  #inTime = 0;
  #tooLate = 0;

  constructor({ targets, log, now = () => performance.now() }: ArrivalOptions) {
    this.#targets = targets;
    this.#log = log;
    this.#now = now;
  }

  /** Throws the first trouble of a database, after all others were read. */
  async look(): Promise<void> {
    const troubles: unknown[] = [];
    const note = (error: unknown): void => void troubles.push(error);
    const authorities: AuthorityCode[] = ['INCB', ...this.#targets.countries];
    const startedAt = this.#now();
    await inTurns(authorities, (one) =>
      this.#notice(one).catch((error: unknown) => {
        // A sequence of a database that was replaced.
        if (isStatus(error, 400)) this.#read.delete(authorityToDatabase(one) as DatabaseName);
        note(error);
      })
    );
    await inTurns([...this.#groupMissing()], ([name, ids]) => this.#findIn(name, ids).catch(note));
    this.#settle();
    if (troubles.length > 0) throw new Error(errorToText(troubles[0]));
    this.#lookedAt = startedAt;
  }

  /** Another process looks now. */
  forget(): void {
    this.#read.clear();
    this.#watched.clear();
    this.#lookedAt = null;
  }

  figures(): ArrivalFigures {
    const late = new Map<AuthorityCode, number>();
    const now = this.#now();
    for (const { authority, seenAt, isLate } of this.#watched.values())
      if (isLate) late.set(authority, Math.max(late.get(authority) ?? 0, (now - seenAt) / 1000));
    const ageSeconds = this.#lookedAt === null ? null : (now - this.#lookedAt) / 1000;
    return { ageSeconds, late, inTime: this.#inTime, tooLate: this.#tooLate };
  }

  /** The first look only notes the place: older acts are the integrity scan's. */
  async #notice(authority: AuthorityCode): Promise<void> {
    const name = authorityToDatabase(authority) as DatabaseName;
    const home = this.#targets.open(name);
    if (home === null) return;
    const last = this.#read.get(name);
    if (last === undefined) return void this.#read.set(name, (await home.info()).update_seq);
    for await (const { results, last_seq } of readChangePages(home, {
      since: last,
      limit: CHANGES_AT_ONCE
    })) {
      const own = actsOf(authority, results.map(toChange)).filter(({ id }) => !this.#watched.has(id));
      await this.#watch(authority, home, own);
      this.#read.set(name, last_seq);
    }
  }

  async #watch(authority: AuthorityCode, home: Database, own: readonly Change[]): Promise<void> {
    const keys = own.map(({ id }) => id).slice(0, Math.max(0, MAX_WATCHED - this.#watched.size));
    if (keys.length === 0) return;
    const { rows } = await home.allDocs<{ body?: unknown }>({ keys, include_docs: true });
    for (const row of rows) {
      const body = 'doc' in row ? row.doc?.body : null;
      // An addressee without a database may come in months.
      const targets = isScope(body) ? carryTargets(body).filter((name) => this.#targets.has(name)) : [];
      if (targets.length === 0 || !('id' in row)) continue;
      const seenAt = this.#now();
      this.#watched.set(row.id, { authority, seenAt, missing: new Set(targets), isLate: false });
    }
  }

  #groupMissing(): ReadonlyMap<DatabaseName, string[]> {
    const groups = new Map<DatabaseName, string[]>();
    for (const [id, { missing }] of this.#watched)
      for (const name of missing) groups.set(name, [...(groups.get(name) ?? []), id]);
    return groups;
  }

  async #findIn(name: DatabaseName, ids: readonly string[]): Promise<void> {
    for (let at = 0; at < ids.length; at += CHANGES_AT_ONCE) {
      const keys = ids.slice(at, at + CHANGES_AT_ONCE);
      const { rows } = (await this.#targets.open(name)?.allDocs({ keys })) ?? { rows: [] };
      for (const row of rows) if ('id' in row) this.#watched.get(row.id)?.missing.delete(name);
    }
  }

  #settle(): void {
    const now = this.#now();
    for (const [id, act] of this.#watched) {
      const age = now - act.seenAt;
      if (act.missing.size === 0) {
        this.#watched.delete(id);
        if (!act.isLate) this.#inTime++;
      } else if (!act.isLate && age >= LATE_AFTER_MS) {
        act.isLate = true;
        this.#tooLate++;
        const { authority, missing } = act;
        this.#log.warn({ authority, id, missing: [...missing] }, 'An act has not arrived within a minute.');
      } else if (age >= FORGOTTEN_AFTER_MS) this.#watched.delete(id);
    }
  }
}
