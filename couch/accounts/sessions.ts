/** Read again for each request, so that an ending elsewhere holds here too (threats P7). */
import { diskFull, isDiskFull, ROOM_TO_SIGN_IN, type Database } from '#couch/engine/engine.ts';
import type { KeyId } from '#lib/domain/ids.ts';
import { asksSecondFactor } from '#lib/domain/registration/policy.ts';
import { may } from '#lib/domain/registration/rights.ts';
import { accept, refuse, type Result } from '#lib/domain/result.ts';
import type { Audit } from './audit.ts';
import type { DeviceReports } from './device-reports.ts';
import { documentToPerson, type PersonDocument, type PersonRecords, type ShutOutCode } from './person.ts';
import type { Policies } from './policies.ts';
import {
  isOver,
  newToken,
  sessionIdToHash,
  touchAfter,
  tokenToSessionId,
  toSessionView,
  LastSeen,
  SessionRecords,
  type Beginning,
  type Opened,
  type Session,
  type SessionView
} from './session.ts';
import { forgetPush, type SessionDevice, type SessionDocument } from './stored-document.ts';

interface SessionsOptions {
  readonly database: Database;
  readonly people: PersonRecords;
  readonly policies: Policies;
  readonly devices: DeviceReports;
  readonly clock: () => number;
  /** Null if the engine cannot know. */
  readonly freeBytes: () => Promise<number | null>;
}

export class Sessions {
  readonly #records: SessionRecords;
  readonly #seen: LastSeen;
  readonly #options: SessionsOptions;

  constructor(options: SessionsOptions) {
    this.#records = new SessionRecords(options.database);
    this.#seen = new LastSeen(options.database);
    this.#options = options;
  }

  /** The token is always new, which prevents session fixation. */
  async open(holder: PersonDocument, beginning: Beginning = {}): Promise<Opened> {
    await this.#ensureRoom();
    const person = documentToPerson(holder);
    const token = newToken(person.id);
    const id = tokenToSessionId(token)?.id ?? '';
    const now = this.#options.clock();
    const held = { openedAt: now, seenAt: now, password: holder.password, ...beginning };
    await this.#records.open(id, held, person.id);
    await this.#seen.note(person.id, now);
    return { token, session: { id, person, ...(beginning.enrolling ? { enrolling: 'at-sign-in' } : {}) } };
  }

  /** The last space of a full disk is reserved for ending sessions. */
  async #ensureRoom(): Promise<void> {
    const free = await this.#options.freeBytes();
    if (free !== null && free < ROOM_TO_SIGN_IN) throw diskFull(free, ROOM_TO_SIGN_IN);
  }

  async beginningOf({ id }: Session): Promise<Beginning> {
    const { second, device } = (await this.#records.read(id)) ?? {};
    return { ...(second ? { second } : {}), ...(device ? { device } : {}) };
  }

  noteSecond({ id }: Session): Promise<void> {
    return this.#records.noteSecond(id);
  }

  async read(token: string): Promise<Session | null> {
    const named = tokenToSessionId(token);
    return named && this.readById(named.id, named.person);
  }

  async readById(id: string, person: string): Promise<Session | null> {
    const [session, holder] = await Promise.all([this.#records.read(id), this.#options.people.read(person)]);
    if (!session || session.ended || !holder || holder.suspended || session.password !== holder.password)
      return null;
    const policy = await this.#options.policies.read(holder.authority);
    const [now, idleLimit] = [this.#options.clock(), policy.idleMinutes * 60_000];
    if (isOver(session, now, idleLimit)) return null;
    if (now - session.seenAt > touchAfter(idleLimit)) await this.#noteUse(session, holder, now);
    const opened = { id, person: documentToPerson(holder) };
    if (session.enrolling) return { ...opened, enrolling: 'at-sign-in' };
    const lacks = !session.second && asksSecondFactor(policy, holder.role);
    return lacks ? { ...opened, enrolling: 'since' } : opened;
  }

  /** Null if signing in again is sufficient. */
  async whyOver(token: string): Promise<ShutOutCode | null> {
    const named = tokenToSessionId(token);
    const session = named && (await this.#records.read(named.id));
    if (!named || !session) return null;
    // A person loses access before their sessions are marked. A request can arrive in between.
    return session.ended?.why === 'device'
      ? 'device.withdrawn'
      : this.#options.people.whyShutOut(named.person);
  }

  async #noteUse(session: SessionDocument, holder: PersonDocument, now: number): Promise<void> {
    try {
      await this.#records.touch(session, now);
      await this.#seen.note(documentToPerson(holder).id, now);
      if (session.device) await this.#options.devices.noteContact(holder.authority, session.device.keyId);
    } catch (error) {
      if (!isDiskFull(error)) throw error;
    }
  }

  async listOf(people: readonly PersonDocument[]): Promise<SessionView[]> {
    const now = this.#options.clock();
    const lists = await Promise.all(
      people.map(async (holder) => {
        const { idleMinutes } = await this.#options.policies.read(holder.authority);
        const held = await this.#records.sessionsOf(documentToPerson(holder).id);
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

  tie(session: Session, device: SessionDevice): Promise<boolean> {
    return this.#records.tie(session.id, device);
  }

  closeById(id: string): Promise<void> {
    return this.#records.close(id);
  }

  async close(token: string): Promise<void> {
    const named = tokenToSessionId(token);
    if (named) await this.#records.close(named.id);
  }

  /** With the notifications in those browsers. */
  async endAllOf(person: string, device?: KeyId): Promise<void> {
    await this.#records.endAllOf(person, this.#options.clock(), device);
    await forgetPush(this.#options.database, person, device);
  }

  endOfDevice({ id }: Session): Promise<void> {
    return this.#records.end(id, this.#options.clock());
  }

  closeAllOf(person: string): Promise<void> {
    return this.#records.closeAllOf(person);
  }

  count(): Promise<number> {
    return this.#records.count(this.#options.clock());
  }

  purge(): Promise<number> {
    return this.#records.purge(this.#options.clock());
  }
}

interface ListedSession extends SessionView {
  readonly current: boolean;
}

interface SignedInOptions {
  readonly people: PersonRecords;
  readonly audit: Audit;
  readonly sessions: Sessions;
}

export class SignedIn {
  readonly #options: SignedInOptions;

  constructor(options: SignedInOptions) {
    this.#options = options;
  }

  async list(session: Session, of: 'own' | 'all'): Promise<ListedSession[]> {
    const views = await this.#options.sessions.listOf(await this.#peopleOf(session, of));
    const current = sessionIdToHash(session.id);
    return views.map((view) => ({ ...view, current: view.id === current }));
  }

  /**
   * Sessions of other authorities, and for others than managers of colleagues, get the same refusal as missing ones.
   */
  async end(session: Session, id: string): Promise<Result<null>> {
    const { person } = session;
    const seen = await this.list(session, may(person, 'manage') ? 'all' : 'own');
    const found = seen.find((view) => view.id === id);
    if (!found) return refuse({ code: 'session.unknown', path: 'id' });
    if (found.person !== person.id) {
      const entry = { authority: person.authority, by: person.id, about: found.person };
      await this.#options.audit.note({ ...entry, what: 'session.ended' });
    }
    await this.#options.sessions.closeById(`session:${found.person}:${found.id}`);
    return accept(null);
  }

  async #peopleOf({ person }: Session, of: 'own' | 'all'): Promise<readonly PersonDocument[]> {
    if (of === 'all') return this.#options.people.listOf(person.authority);
    const own = await this.#options.people.read(person.id);
    return own ? [own] : [];
  }
}
