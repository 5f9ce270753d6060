/** Each request reads the session and its person again, so that an ending elsewhere holds here too (threats P7). */
import { diskFull, isDiskFull, ROOM_TO_SIGN_IN, type Database } from '#couch/engine/engine.ts';
import type { KeyId } from '#lib/domain/ids.ts';
import type { DeviceReports } from './device-reports.ts';
import { asksSecondFactor } from '#lib/domain/registration/policy.ts';
import { LastSeen } from './last-seen.ts';
import type { PersonRecords } from './person-records.ts';
import { documentToPerson, type PersonDocument, type ShutOutCode } from './person.ts';
import type { Policies } from './policies.ts';
import {
  isOver,
  newToken,
  touchAfter,
  tokenToSessionId,
  toSessionView,
  type Beginning,
  type Opened,
  type Session,
  type SessionDocument,
  type SessionView
} from './session.ts';
import { SessionShelf } from './session-shelf.ts';

interface SessionsOptions {
  readonly database: Database;
  readonly people: PersonRecords;
  readonly policies: Policies;
  readonly devices: DeviceReports;
  readonly clock: () => number;
  /** Free bytes on the disk. Null if the engine cannot know. */
  readonly freeBytes: () => Promise<number | null>;
}

export class Sessions {
  readonly #shelf: SessionShelf;
  readonly #seen: LastSeen;
  readonly #people: PersonRecords;
  readonly #policies: Policies;
  readonly #devices: DeviceReports;
  readonly #clock: () => number;
  readonly #freeBytes: SessionsOptions['freeBytes'];

  constructor({ database, people, policies, devices, clock, freeBytes }: SessionsOptions) {
    this.#shelf = new SessionShelf(database);
    this.#seen = new LastSeen(database);
    this.#people = people;
    this.#policies = policies;
    this.#devices = devices;
    this.#clock = clock;
    this.#freeBytes = freeBytes;
  }

  /** The token is always new, which prevents session fixation. */
  async open(holder: PersonDocument, beginning: Beginning = {}): Promise<Opened> {
    await this.#ensureRoom();
    const person = documentToPerson(holder);
    const token = newToken(person.id);
    const id = tokenToSessionId(token)?.id ?? '';
    const now = this.#clock();
    const document: SessionDocument = {
      _id: id,
      schema: 1,
      openedAt: now,
      seenAt: now,
      password: holder.password,
      ...beginning
    };
    await this.#shelf.open(document, person.id, now);
    await this.#seen.note(person.id, now);
    return { token, session: { id, person, ...(beginning.enrolling ? { enrolling: 'at-sign-in' } : {}) } };
  }

  /** The last space of a full disk is reserved for ending sessions. */
  async #ensureRoom(): Promise<void> {
    const free = await this.#freeBytes();
    if (free !== null && free < ROOM_TO_SIGN_IN) throw diskFull(free, ROOM_TO_SIGN_IN);
  }

  async beginningOf({ id }: Session): Promise<Beginning> {
    const { second, device } = (await this.#shelf.read(id)) ?? {};
    return { ...(second ? { second } : {}), ...(device ? { device } : {}) };
  }

  /** The person has shown a second factor in it by enrolling one. */
  noteSecond({ id }: Session): Promise<void> {
    return this.#shelf.noteSecond(id);
  }

  async read(token: string): Promise<Session | null> {
    const named = tokenToSessionId(token);
    return named && this.readById(named.id, named.person);
  }

  async readById(id: string, person: string): Promise<Session | null> {
    const [session, holder] = await Promise.all([this.#shelf.read(id), this.#people.read(person)]);
    if (!session || session.ended || !holder || holder.suspended || session.password !== holder.password)
      return null;
    const policy = await this.#policies.read(holder.authority);
    const [now, idleLimit] = [this.#clock(), policy.idleMinutes * 60_000];
    if (isOver(session, now, idleLimit)) return null;
    if (now - session.seenAt > touchAfter(idleLimit)) await this.#noteUse(session, holder, now);
    const opened = { id, person: documentToPerson(holder) };
    if (session.enrolling) return { ...opened, enrolling: 'at-sign-in' };
    // A tightened policy also applies to open sessions.
    const lacks = !session.second && asksSecondFactor(policy, holder.role);
    return lacks ? { ...opened, enrolling: 'since' } : opened;
  }

  /** Only the holder of an ended session sees the reason. Null if signing in again is sufficient. */
  async whyOver(token: string): Promise<ShutOutCode | null> {
    const named = tokenToSessionId(token);
    const session = named && (await this.#shelf.read(named.id));
    if (!named || !session) return null;
    // A person loses access before their sessions are marked. A request can arrive in between.
    return session.ended?.why === 'device' ? 'device.withdrawn' : this.#people.whyShutOut(named.person);
  }

  /** On a full disk a missing time of last use does not stop reading. */
  async #noteUse(session: SessionDocument, holder: PersonDocument, now: number): Promise<void> {
    try {
      await this.#shelf.touch(session, now);
      await this.#seen.note(documentToPerson(holder).id, now);
      if (session.device) await this.#devices.noteContact(holder.authority, session.device.keyId);
    } catch (error) {
      if (!isDiskFull(error)) throw error;
    }
  }

  /** Open sessions, the most recently used first. */
  async listOf(people: readonly PersonDocument[]): Promise<SessionView[]> {
    const now = this.#clock();
    const lists = await Promise.all(
      people.map(async (holder) => {
        const { idleMinutes } = await this.#policies.read(holder.authority);
        const held = await this.#shelf.sessionsOf(documentToPerson(holder).id);
        return held.filter(
          (one) => one.password === holder.password && !isOver(one, now, idleMinutes * 60_000)
        );
      })
    );
    return lists
      .flat()
      .sort((a, b) => b.seenAt - a.seenAt)
      .map(toSessionView);
  }

  tie(session: Session, device: NonNullable<SessionDocument['device']>): Promise<boolean> {
    return this.#shelf.tie(session.id, device);
  }

  closeById(id: string): Promise<void> {
    return this.#shelf.close(id);
  }

  async close(token: string): Promise<void> {
    const named = tokenToSessionId(token);
    if (named) await this.#shelf.close(named.id);
  }

  /** Ends them immediately and keeps the reason for their holders. */
  endAllOf(person: string, device?: KeyId): Promise<void> {
    return this.#shelf.endAllOf(person, this.#clock(), device);
  }

  /** The session's device turned out to be withdrawn. */
  endOfDevice({ id }: Session): Promise<void> {
    return this.#shelf.end(id, this.#clock());
  }

  closeAllOf(person: string): Promise<void> {
    return this.#shelf.closeAllOf(person);
  }

  count(): Promise<number> {
    return this.#shelf.count(this.#clock());
  }

  purge(): Promise<number> {
    return this.#shelf.purge(this.#clock());
  }
}
