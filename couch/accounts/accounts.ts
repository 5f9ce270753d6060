/**
 * People and their sessions in the `accounts` database. Leaving means leaving (threats P7): sign-out, a
 * changed password and a suspension end access at the next request, and open feeds with it.
 */
import { LiveChanges } from '#couch/database/live-changes.ts';
import type { Database, Engine } from '#couch/engine/engine.ts';
import { judgePassword } from '#lib/domain/registration/password.ts';
import { accept, refuse, type Problem, type Result } from '#lib/domain/result.ts';
import { Audit } from './audit.ts';
import { DeviceReports } from './device-reports.ts';
import { Invitations } from './invitations.ts';
import { hashPassword } from './password.ts';
import { PasswordCheck, type SignIn } from './password-check.ts';
import { PersonRecords } from './person-records.ts';
import {
  documentToPerson,
  parseNewPerson,
  personDocumentId,
  type NewPerson,
  type Person,
  type PersonDocument,
  type ShutOutCode
} from './person.ts';
import { Policies } from './policies.ts';
import type { Opened, Session } from './session.ts';
import { Sessions } from './sessions.ts';
import { Tickets } from './tickets.ts';

export type { NewPerson, Person, PersonRole } from './person.ts';
export type { SignIn } from './password-check.ts';
export type { Opened, Session } from './session.ts';

export interface OwnPasswordChange extends Omit<SignIn, 'person'> {
  readonly session: Session;
  readonly next: string;
}

export interface AccountsOptions {
  readonly engine: Engine;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
}

export class Accounts {
  readonly #database: Database;
  readonly #people: PersonRecords;
  readonly #audit: Audit;
  readonly #invitations: Invitations;
  readonly policies: Policies;
  readonly sessions: Sessions;
  readonly #passwords: PasswordCheck;
  readonly #tickets: Tickets;

  /** The `accounts` database has to be there (`provisionSystem`). */
  constructor({ engine, clock }: AccountsOptions) {
    this.#database = engine.open('accounts');
    this.#people = new PersonRecords(this.#database);
    this.#audit = new Audit({ engine, clock });
    this.#invitations = new Invitations({ engine, clock });
    this.policies = new Policies({ engine, clock });
    const [database, people, policies] = [this.#database, this.#people, this.policies];
    const devices = new DeviceReports({ engine, clock });
    this.sessions = new Sessions({
      ...{ database, people, policies, devices, clock },
      freeBytes: () => engine.freeBytes()
    });
    this.#passwords = new PasswordCheck(people, clock);
    this.#tickets = new Tickets(database, clock);
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
    const written = await this.#people.insert(document);
    return written
      ? accept(documentToPerson(document))
      : refuse({ code: 'account.person.exists', path: 'id' });
  }

  async readPerson(person: string): Promise<(Person & { readonly suspended: boolean }) | null> {
    const document = await this.#people.read(person);
    return document && { ...documentToPerson(document), suspended: document.suspended };
  }

  async changePassword(person: string, password: string): Promise<Result<null>> {
    const problems = judgePassword(password, [person]);
    if (problems.length > 0) return refuse(...problems);
    const hash = await hashPassword(password);
    return this.#change(person, ({ reset: _reset, ...held }) => ({
      ...held,
      hash,
      password: held.password + 1
    }));
  }

  /** By the person themselves, who shows that they know the one they have. Every session ends; they are given a new one. */
  async changeOwnPassword({ session, password, next, address }: OwnPasswordChange): Promise<Result<Opened>> {
    const { id, name, authority } = session.person;
    const problems = judgePassword(next, [id, name], 'next');
    if (problems.length > 0) return refuse(...problems);
    const checked = await this.checkPassword({ person: id, password, address });
    if (!checked.ok) return isSlowedDown(checked.problems) ? checked : refuse(WRONG_PASSWORD);
    const hash = await hashPassword(next);
    await this.#audit.note({ authority, by: id, what: 'person.password', about: id });
    // What an administrator has done to the account since the password was looked at stands.
    const changed = await this.#people.change(id, (held) =>
      held.password === checked.value.password ? { ...held, hash, password: held.password + 1 } : null
    );
    if (!changed) return refuse({ code: 'session.ended' });
    const beginning = await this.sessions.beginningOf(session);
    await this.closeSessionsOf(id);
    return accept(await this.sessions.open(changed, beginning));
  }

  suspendPerson(person: string, suspended = true): Promise<Result<null>> {
    const end = (): Promise<void> => this.sessions.endAllOf(person);
    return this.#change(person, (held) => ({ ...held, suspended, password: held.password + 1 }), end);
  }

  /** A session for whoever knows the password; where more is asked of them, `checkPassword` comes first. */
  async openSession(signIn: SignIn): Promise<Result<Opened>> {
    const checked = await this.checkPassword(signIn);
    return checked.ok ? accept(await this.sessions.open(checked.value)) : checked;
  }

  /**
   * The first half of signing in. Refusals never say whether the person, the password or the account is wrong;
   * that the account is suspended is told to whoever knows its password.
   */
  checkPassword(signIn: SignIn): Promise<Result<PersonDocument>> {
    return this.#passwords.check(signIn);
  }

  readSession(token: string): Promise<Session | null> {
    return this.sessions.read(token);
  }

  whySessionIsOver(token: string): Promise<ShutOutCode | null> {
    return this.sessions.whyOver(token);
  }

  readSessionById(id: string, person: string): Promise<Session | null> {
    return this.sessions.readById(id, person);
  }

  closeSession(token: string): Promise<void> {
    return this.sessions.close(token);
  }

  closeSessionsOf(person: string): Promise<void> {
    return this.sessions.closeAllOf(person);
  }

  /** All that open something. */
  countSessions(): Promise<number> {
    return this.sessions.count();
  }

  /** Removes what opens nothing any more, and says how many. */
  purgeSessions(): Promise<number> {
    return this.sessions.purge();
  }

  /** Removes all that opens nothing any more. */
  async tidy(): Promise<void> {
    await this.purgeSessions();
    await this.#invitations.purge();
    await this.#tickets.purge();
  }

  /**
   * Calls `listener` with whom it concerns whenever a person or a session changes; with null where that cannot
   * be known, or where an authority asks for more than before. Returns how to stop.
   */
  followChanges(listener: (person: string | null) => void): () => void {
    const listenAnew = (): void => {
      this.policies.forget();
      listener(null);
    };
    const take = (id: string): void => {
      const [kind, person] = id.split(':');
      if (person !== undefined && (kind === 'person' || kind === 'session')) listener(person);
      if (kind === 'policy') listenAnew();
    };
    const feed = new LiveChanges({ database: this.#database, from: 'now', take, onCut: listenAnew });
    return () => feed.stop();
  }

  /** A change ends the person's sessions as well. */
  async #change(
    person: string,
    change: (held: PersonDocument) => PersonDocument,
    endSessions = (): Promise<void> => this.closeSessionsOf(person)
  ): Promise<Result<null>> {
    if (!(await this.#people.change(person, change)))
      return refuse({ code: 'account.person.unknown', path: 'person' });
    await endSessions();
    return accept(null);
  }
}

const WRONG_PASSWORD: Problem = { code: 'account.password.wrong', path: 'password' };

function isSlowedDown(problems: readonly Problem[]): boolean {
  return problems.some(({ code }) => code === 'session.tooManyAttempts');
}
