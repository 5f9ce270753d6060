/**
 * Sessions: 256 random bits in a cookie, their SHA-256 in the database, so that a copy of it opens nothing. A session
 * ends after the policy's idle time or after 7 days.
 */
import { randomBytes } from 'node:crypto';
import { nativeSha256 } from '#couch/base/native-crypto.ts';
import { tombstoneOf } from '#couch/database/documents.ts';
import { isDiskFull, putUnlessChanged, type Database } from '#couch/engine/engine.ts';
import type { Instant, KeyId } from '#lib/domain/ids.ts';
import { MAX_IDLE_MINUTES } from '#lib/domain/registration/policy.ts';
import { toInstant } from './invitation.ts';
import { isPersonId, type Person } from './person.ts';
import { parseStored, Records, type SessionDevice, type SessionDocument } from './stored-document.ts';

const MAX_IDLE_MS = MAX_IDLE_MINUTES * 60_000;
const MAX_SESSION_MS = 7 * 24 * 3_600_000;
/** Until then a person sees why access ended. */
const REASON_KEPT_MS = 30 * 24 * 3_600_000;
export const TOUCH_AFTER_MS = 5 * 60_000;

export function touchAfter(idleLimit: number): number {
  return Math.min(TOUCH_AFTER_MS, idleLimit / 10);
}

export interface Session {
  /** `session:<person>:<hash>` opens nothing. */
  readonly id: string;
  readonly person: Person;
  /** The session can only enrol a second factor and sign out. */
  readonly enrolling?: 'at-sign-in' | 'since';
}

export interface Beginning {
  readonly enrolling?: boolean;
  readonly second?: boolean;
  readonly device?: SessionDevice;
}

/** The token goes only into the cookie. */
export interface Opened {
  readonly token: string;
  readonly session: Session;
}

export interface SessionView {
  readonly id: string;
  readonly person: string;
  readonly openedAt: Instant;
  readonly seenAt: Instant;
  readonly device: string | null;
}

export function newToken(person: string): string {
  return `${person}~${randomBytes(32).toString('base64url')}`;
}

export function tokenToSessionId(token: string): { readonly id: string; readonly person: string } | null {
  const [person, secret, ...rest] = token.split('~');
  if (!isPersonId(person) || !secret || !/^[A-Za-z0-9_-]{43}$/.test(secret) || rest.length > 0) return null;
  return { id: `session:${person}:${nativeSha256(secret)}`, person };
}

export function isOver(session: SessionDocument, now: number, idleLimit = MAX_IDLE_MS): boolean {
  if (session.ended) return true;
  return now - session.seenAt > idleLimit || now - session.openedAt > MAX_SESSION_MS;
}

function isToGo(session: SessionDocument, now: number): boolean {
  return session.ended ? now - session.ended.at > REASON_KEPT_MS : isOver(session, now);
}

export function sessionIdToHash(id: string): string {
  return id.slice(id.lastIndexOf(':') + 1);
}

export function toSessionView({ _id, openedAt, seenAt, device }: SessionDocument): SessionView {
  const person = _id.slice('session:'.length, _id.lastIndexOf(':'));
  const [opened, seen] = [toInstant(openedAt), toInstant(seenAt)];
  return { id: sessionIdToHash(_id), person, openedAt: opened, seenAt: seen, device: device?.name ?? null };
}

export const MAX_SESSIONS = 20;
const PAGE = 500;
const WRITE_LATE_MS = 10_000;

type Ending = 'closed' | NonNullable<SessionDocument['ended']>;

export class SessionRecords {
  readonly #database: Database;
  readonly #records: Records<'session'>;
  /** Sessions that ended while the disk was full: written as soon as there is room. */
  readonly #overHere = new Map<string, Ending>();
  #isWrittenLate = false;

  constructor(database: Database) {
    this.#database = database;
    this.#records = new Records(database, 'session');
  }

  async read(id: string): Promise<SessionDocument | null> {
    const held = await this.#records.read(nameOf(id));
    const ending = this.#overHere.get(id);
    if (held === null || ending === undefined) return held;
    return ending === 'closed' ? null : { ...held, ended: held.ended ?? ending };
  }

  async open(
    id: string,
    session: Omit<SessionDocument, '_id' | '_rev' | 'schema'>,
    person: string
  ): Promise<void> {
    await this.#records.insert(nameOf(id), session);
    await this.#keepWithin(person, id, session.openedAt);
  }

  /** True if the device is new. False if the session has ended. */
  async tie(id: string, device: SessionDevice): Promise<boolean> {
    const held = await this.read(id);
    if (!held || (held.device?.keyId === device.keyId && held.device.name === device.name)) return false;
    return putUnlessChanged(this.#database, { ...held, device });
  }

  async noteSecond(id: string): Promise<void> {
    await this.#records.change(nameOf(id), (held) =>
      held && !held.second ? { ...held, second: true } : null
    );
  }

  async touch(session: SessionDocument, now: number): Promise<void> {
    await putUnlessChanged(this.#database, { ...session, seenAt: now });
  }

  async count(now: number): Promise<number> {
    let count = 0;
    for await (const page of this.#pages()) count += page.filter((session) => !isOver(session, now)).length;
    return count;
  }

  close(id: string): Promise<void> {
    return this.#settle(id, 'closed');
  }

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
    if (ending === 'closed') await this.#records.remove(nameOf(id));
    else
      await this.#records.change(nameOf(id), (held) =>
        held && !held.ended ? { ...held, ended: ending } : null
      );
  }

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

  async purge(now: number): Promise<number> {
    let purged = 0;
    for await (const page of this.#pages()) {
      const over = page.filter((session) => isToGo(session, now));
      if (over.length > 0) await this.#database.bulkDocs(over.map(tombstoneOf));
      purged += over.length;
    }
    return purged;
  }

  async *#pages(): AsyncGenerator<readonly SessionDocument[], void> {
    const range = { endkey: 'session:\ufff0', include_docs: true, limit: PAGE };
    for (let [startkey, isMore] = ['session:', true]; isMore;) {
      const { rows } = await this.#database.allDocs({ ...range, startkey });
      yield rows.flatMap(({ doc }) => parseStored('session', doc) ?? []);
      [startkey, isMore] = [`${rows[rows.length - 1]?.id ?? ''}\u0000`, rows.length === PAGE];
    }
  }

  async #keepWithin(person: string, fresh: string, now: number): Promise<void> {
    const others = (await this.sessionsOf(person)).filter(({ _id, ended }) => _id !== fresh && !ended);
    const live = others.filter((one) => !isOver(one, now)).sort((a, b) => b.seenAt - a.seenAt);
    const kept = new Set(live.slice(0, MAX_SESSIONS - 1));
    await Promise.all(others.filter((one) => !kept.has(one)).map(({ _id }) => this.close(_id)));
  }

  async sessionsOf(person: string): Promise<readonly SessionDocument[]> {
    const held = await this.#records.list(`${person}:`);
    return held.filter(({ _id }) => !this.#overHere.has(_id));
  }
}

function nameOf(id: string): string {
  return id.slice('session:'.length);
}

export class LastSeen {
  readonly #records: Records<'seen'>;

  constructor(database: Database) {
    this.#records = new Records(database, 'seen');
  }

  async note(person: string, at: number): Promise<void> {
    await this.#records.change(person, () => ({ at }));
  }

  async read(people: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const held = await this.#records.readAll(people);
    return new Map(people.flatMap((person, index) => (held[index] ? [[person, held[index].at]] : [])));
  }

  async forget(person: string): Promise<void> {
    await this.#records.remove(person);
  }
}
