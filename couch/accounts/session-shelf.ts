/** Storage of sessions, bounded per person and in time (threats P5). The longest idle session makes room. */
import { isDiskFull, putUnlessChanged, readDocument, type Database } from '#couch/engine/engine.ts';
import type { KeyId } from '#lib/domain/ids.ts';
import { isOver, isToGo, type SessionDocument } from './session.ts';
import { keepSound, parseStored } from './stored-document.ts';

/** One more sign-in ends the least used session. */
export const MAX_SESSIONS = 20;
const PAGE = 500;
const WRITE_LATE_MS = 10_000;

type Held = SessionDocument & { readonly _rev: string };
/** The session is deleted, or kept for a while so that the person can be shown why it ended. */
type Ending = 'closed' | NonNullable<SessionDocument['ended']>;

interface Range {
  readonly startkey: string;
  readonly endkey: string;
  readonly limit?: number;
}

interface Page {
  readonly documents: readonly Held[];
  /** The last id of a full page, of whatever kind. */
  readonly last: string | null;
}

export class SessionShelf {
  readonly #database: Database;
  /** Sessions that ended while the disk was full: written as soon as there is room. */
  readonly #overHere = new Map<string, Ending>();
  #isWrittenLate = false;

  constructor(database: Database) {
    this.#database = database;
  }

  async read(id: string): Promise<SessionDocument | null> {
    const held = await this.#readStored(id);
    const ending = this.#overHere.get(id);
    if (held === null || ending === undefined) return held;
    return ending === 'closed' ? null : { ...held, ended: held.ended ?? ending };
  }

  async #readStored(id: string): Promise<SessionDocument | null> {
    return parseStored('session', await readDocument(this.#database, id));
  }

  async open(session: SessionDocument, person: string, now: number): Promise<void> {
    await this.#database.put(session as object);
    await this.#keepWithin(person, session._id, now);
  }

  /** True if the device is new. False if the session has ended. */
  async tie(id: string, device: NonNullable<SessionDocument['device']>): Promise<boolean> {
    const held = await this.read(id);
    if (!held || (held.device?.keyId === device.keyId && held.device.name === device.name)) return false;
    return putUnlessChanged(this.#database, { ...held, device });
  }

  async noteSecond(id: string): Promise<void> {
    for (;;) {
      const held = await this.read(id);
      if (!held || held.second || (await putUnlessChanged(this.#database, { ...held, second: true }))) return;
    }
  }

  /** A conflict means that another request touched or ended it. Both are fine and need no retry. */
  async touch(session: SessionDocument, now: number): Promise<void> {
    await putUnlessChanged(this.#database, { ...session, seenAt: now });
  }

  /** Counts sessions that still open something, without ended and expired ones. */
  async count(now: number): Promise<number> {
    let count = 0;
    for await (const page of this.#pages()) count += page.filter((session) => !isOver(session, now)).length;
    return count;
  }

  close(id: string): Promise<void> {
    return this.#settle(id, 'closed');
  }

  /** Signing out ends the session even if the disk is full. */
  async #settle(id: string, ending: Ending): Promise<void> {
    try {
      await this.#write(id, ending);
      this.#overHere.delete(id);
    } catch (error) {
      if (!isDiskFull(error)) throw error;
      if (this.#overHere.get(id) !== 'closed') this.#overHere.set(id, ending);
      if (!this.#isWrittenLate) setTimeout(() => this.#writeLate(), WRITE_LATE_MS).unref();
      this.#isWrittenLate = true;
    }
  }

  #writeLate(): void {
    this.#isWrittenLate = false;
    for (const [id, ending] of this.#overHere)
      // A database that does not answer is tried again when the next session ends.
      this.#settle(id, ending).catch(() => undefined);
  }

  async #write(id: string, ending: Ending): Promise<void> {
    for (;;) {
      const held = await this.#readStored(id);
      if (!held || (ending !== 'closed' && held.ended)) return;
      const written = ending === 'closed' ? tombstoneOf(held) : { ...held, ended: ending };
      if (await putUnlessChanged(this.#database, written)) return;
    }
  }

  /** Their holders see the reason for a while. */
  async endAllOf(person: string, now: number, device?: KeyId): Promise<void> {
    const held = (await this.sessionsOf(person)).filter((one) => !one.ended);
    const meant = device === undefined ? held : held.filter((one) => one.device?.keyId === device);
    const ended = { why: device === undefined ? 'person' : 'device', at: now } as const;
    await Promise.all(meant.map(({ _id }) => this.#settle(_id, ended)));
  }

  end(id: string, now: number): Promise<void> {
    return this.#settle(id, { why: 'device', at: now });
  }

  async closeAllOf(person: string): Promise<void> {
    await Promise.all((await this.sessionsOf(person)).map(({ _id }) => this.close(_id)));
  }

  /** A session that another process removes first is not an error. */
  async purge(now: number): Promise<number> {
    let purged = 0;
    for await (const page of this.#pages()) {
      const over = page.filter((session) => isToGo(session, now));
      if (over.length > 0) await this.#database.bulkDocs(over.map(tombstoneOf));
      purged += over.length;
    }
    return purged;
  }

  async *#pages(): AsyncGenerator<readonly Held[], void> {
    for (let after: string | null = 'session:'; after !== null;) {
      const page: Page = await this.#page({ startkey: after, endkey: 'session:\ufff0', limit: PAGE });
      yield page.documents;
      after = page.last === null ? null : `${page.last}\u0000`;
    }
  }

  async #keepWithin(person: string, fresh: string, now: number): Promise<void> {
    const others = (await this.sessionsOf(person)).filter(({ _id, ended }) => _id !== fresh && !ended);
    const live = others.filter((one) => !isOver(one, now)).sort((a, b) => b.seenAt - a.seenAt);
    const kept = new Set(live.slice(0, MAX_SESSIONS - 1));
    await Promise.all(others.filter((one) => !kept.has(one)).map(({ _id }) => this.close(_id)));
  }

  async sessionsOf(person: string): Promise<readonly Held[]> {
    const { documents } = await this.#page({
      startkey: `session:${person}:`,
      endkey: `session:${person}:\ufff0`
    });
    return documents.filter(({ _id }) => !this.#overHere.has(_id));
  }

  async #page(range: Range): Promise<Page> {
    const { rows } = await this.#database.allDocs({ ...range, include_docs: true });
    return { documents: keepSound('session', rows), last: rows[(range.limit ?? Infinity) - 1]?.id ?? null };
  }
}

/** A tombstone is kept for ever, so it contains nothing else. */
function tombstoneOf({ _id, _rev }: SessionDocument): {
  _id: string;
  _rev: string | undefined;
  _deleted: true;
} {
  return { _id, _rev, _deleted: true };
}
