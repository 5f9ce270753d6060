/**
 * Who is signed in. A session is read anew at every request, with the person it is of: what was ended
 * anywhere is over here too (threats P7).
 */
import type { Database } from '#couch/engine/engine.ts';
import type { PersonRecords } from './person-records.ts';
import { documentToPerson, type PersonDocument } from './person.ts';
import {
  isOver,
  newToken,
  TOUCH_AFTER,
  tokenToSessionId,
  type Opened,
  type Session,
  type SessionDocument
} from './session.ts';
import { SessionShelf } from './session-shelf.ts';

export class Sessions {
  readonly #shelf: SessionShelf;
  readonly #people: PersonRecords;
  readonly #clock: () => number;

  constructor(database: Database, people: PersonRecords, clock: () => number) {
    this.#shelf = new SessionShelf(database);
    this.#people = people;
    this.#clock = clock;
  }

  /** Of a person who has proved that it is he. The token is always a new one: none can be fixed beforehand. */
  async open(holder: PersonDocument): Promise<Opened> {
    const person = documentToPerson(holder);
    const token = newToken(person.id);
    const id = tokenToSessionId(token)?.id ?? '';
    const now = this.#clock();
    const document: SessionDocument = {
      _id: id,
      schema: 1,
      openedAt: now,
      seenAt: now,
      password: holder.password
    };
    await this.#shelf.open(document, person.id, now);
    return { token, session: { id, person } };
  }

  async read(token: string): Promise<Session | null> {
    const named = tokenToSessionId(token);
    return named && this.readById(named.id, named.person);
  }

  async readById(id: string, person: string): Promise<Session | null> {
    const [session, holder] = await Promise.all([this.#shelf.read(id), this.#people.read(person)]);
    if (!session || !holder || holder.suspended || session.password !== holder.password) return null;
    const now = this.#clock();
    if (isOver(session, now)) return null;
    if (now - session.seenAt > TOUCH_AFTER) await this.#shelf.touch(session, now);
    return { id, person: documentToPerson(holder) };
  }

  async close(token: string): Promise<void> {
    const named = tokenToSessionId(token);
    if (named) await this.#shelf.close(named.id);
  }

  closeAllOf(person: string): Promise<void> {
    return this.#shelf.closeAllOf(person);
  }

  /** Removes what opens nothing any more, and says how many. */
  purge(): Promise<number> {
    return this.#shelf.purge(this.#clock());
  }
}
