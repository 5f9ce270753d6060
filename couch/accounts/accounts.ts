/**
 * People and their sessions in the `accounts` database. Leaving means leaving (threats P7): sign-out, a
 * changed password and a suspension end access at the next request, and open feeds with it.
 */
import { putUnlessChanged, readDocument, type Database, type Engine } from '#couch/engine/engine.ts';
import { accept, refuse, type Result } from '#lib/domain/result.ts';
import { hashPassword, isPassword } from './password.ts';
import {
  documentToPerson,
  isPersonId,
  judgePassword,
  parseNewPerson,
  personDocumentId,
  type NewPerson,
  type Person,
  type PersonDocument
} from './person.ts';
import { isOver, newToken, TOUCH_AFTER, tokenToSessionId, type Session } from './session.ts';
import { SessionShelf } from './session-shelf.ts';
import { SlowDown } from './slow-down.ts';

export type { NewPerson, Person, PersonRole } from './person.ts';
export type { Session } from './session.ts';

export interface SignIn {
  readonly person: string;
  readonly password: string;
  /** Where from, for the slow-down alone; never stored. */
  readonly address: string;
}

export interface AccountsOptions {
  readonly engine: Engine;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
}

export class Accounts {
  readonly #database: Database;
  readonly #sessions: SessionShelf;
  readonly #clock: () => number;
  readonly #slowDown = new SlowDown();

  /** The `accounts` database has to be there (`provisionSystem`). */
  constructor({ engine, clock }: AccountsOptions) {
    this.#database = engine.open('accounts');
    this.#sessions = new SessionShelf(this.#database);
    this.#clock = clock;
  }

  async createPerson(newPerson: NewPerson): Promise<Result<Person>> {
    const parsed = parseNewPerson(newPerson);
    if (!parsed.ok) return parsed;
    const { id, password, name, role, authority } = parsed.value;
    const hash = await hashPassword(password);
    const document: PersonDocument = {
      _id: personDocumentId(id),
      schema: 1,
      name,
      function: parsed.value.function,
      role,
      authority,
      hash,
      password: 1,
      suspended: false
    };
    const written = await putUnlessChanged(this.#database, document);
    return written
      ? accept(documentToPerson(document))
      : refuse({ code: 'account.person.exists', path: 'id' });
  }

  async readPerson(person: string): Promise<(Person & { readonly suspended: boolean }) | null> {
    const document = await this.#person(person);
    return document && { ...documentToPerson(document), suspended: document.suspended };
  }

  async changePassword(person: string, password: string): Promise<Result<null>> {
    const problems = judgePassword(password);
    if (problems.length > 0) return refuse(...problems);
    const hash = await hashPassword(password);
    return this.#change(person, (held) => ({ ...held, hash, password: held.password + 1 }));
  }

  suspendPerson(person: string, suspended = true): Promise<Result<null>> {
    return this.#change(person, (held) => ({ ...held, suspended }));
  }

  /** The token for the cookie; refusals never say whether the person, the password or the account is wrong. */
  async openSession({
    person,
    password,
    address
  }: SignIn): Promise<Result<{ token: string; session: Session }>> {
    const now = this.#clock();
    // Whoever sends what no person is called is counted once, so that no tally keeps long invented names.
    const counted = isPersonId(person) ? person : '';
    const wait = this.#slowDown.waitOf(counted, address, now);
    if (wait > 0)
      return refuse({ code: 'session.tooManyAttempts', values: { seconds: Math.ceil(wait / 1000) } });
    const document = await this.#person(person);
    const matches = await isPassword(document?.hash ?? null, password);
    if (!document || !matches || document.suspended) {
      this.#slowDown.noteFailure(counted, address, now);
      return refuse({ code: 'session.refused' });
    }
    this.#slowDown.noteSuccess(counted, address);
    const token = newToken(person);
    const id = tokenToSessionId(token)?.id ?? '';
    const opened = { _id: id, schema: 1, openedAt: now, seenAt: now, password: document.password } as const;
    await this.#sessions.open(opened, person, now);
    return accept({ token, session: { id, person: documentToPerson(document) } });
  }

  /** Read anew at every request, so that what was ended elsewhere is over here too. */
  async readSession(token: string): Promise<Session | null> {
    const named = tokenToSessionId(token);
    return named && this.readSessionById(named.id, named.person);
  }

  async readSessionById(id: string, person: string): Promise<Session | null> {
    const [session, holder] = await Promise.all([this.#sessions.read(id), this.#person(person)]);
    if (!session || !holder || holder.suspended || session.password !== holder.password) return null;
    const now = this.#clock();
    if (isOver(session, now)) return null;
    if (now - session.seenAt > TOUCH_AFTER) await this.#sessions.touch(session, now);
    return { id, person: documentToPerson(holder) };
  }

  async closeSession(token: string): Promise<void> {
    const named = tokenToSessionId(token);
    if (named) await this.#sessions.close(named.id);
  }

  closeSessionsOf(person: string): Promise<void> {
    return this.#sessions.closeAllOf(person);
  }

  /** Removes what opens nothing any more, and says how many. */
  purgeSessions(): Promise<number> {
    return this.#sessions.purge(this.#clock());
  }

  /** Calls `listener` whenever a person or a session changes; returns how to stop. */
  followChanges(listener: () => void): () => void {
    const feed = this.#database.changes({ live: true, since: 'now' }).on('change', listener);
    feed.on('error', listener);
    return () => feed.cancel();
  }

  #person(person: string): Promise<PersonDocument | null> {
    return isPersonId(person)
      ? readDocument<PersonDocument>(this.#database, personDocumentId(person))
      : Promise.resolve(null);
  }

  /** A change ends the person's sessions as well. */
  async #change(person: string, change: (held: PersonDocument) => PersonDocument): Promise<Result<null>> {
    for (;;) {
      const held = await this.#person(person);
      if (!held) return refuse({ code: 'account.person.unknown', path: 'person' });
      if (await putUnlessChanged(this.#database, change(held))) break;
    }
    await this.closeSessionsOf(person);
    return accept(null);
  }
}
