/** Sign-out, a changed password and a suspension end access and open feeds immediately (threats P7). */
import { errorToText } from '#couch/base/error-text.ts';
import { LiveChanges } from '#couch/database/live-changes.ts';
import type { Database, Engine } from '#couch/engine/engine.ts';
import { judgePassword } from '#lib/domain/registration/password.ts';
import { accept, refuse, type Problem, type Result } from '#lib/domain/result.ts';
import { Audit } from './audit.ts';
import { purgeTraces } from './client-traces.ts';
import { DeviceReports } from './device-reports.ts';
import { Invitations } from './invitations.ts';
import { hashPassword, isPassword } from './password.ts';
import {
  documentToPerson,
  forOfficeOf,
  isPersonId,
  parseNewPerson,
  PersonRecords,
  type NewPerson,
  type Person,
  type PersonDocument
} from './person.ts';
import { Policies } from './policies.ts';
import { Tickets } from './second-step.ts';
import type { Opened, Session } from './session.ts';
import { Sessions } from './sessions.ts';
import { SlowDown, tooManyAttempts } from './slow-down.ts';

export type { NewPerson, Person, PersonRole } from './person.ts';
export type { Opened, Session } from './session.ts';

interface SignIn {
  readonly person: string;
  readonly password: string;
  /** Only for the slow-down, never stored. */
  readonly address: string;
}

interface OwnPasswordChange extends Omit<SignIn, 'person'> {
  readonly session: Session;
  readonly next: string;
}

interface AccountsOptions {
  readonly engine: Engine;
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
  readonly #clock: () => number;

  constructor({ engine, clock }: AccountsOptions) {
    this.#database = engine.open('accounts');
    this.#people = new PersonRecords(this.#database);
    this.#audit = new Audit({ engine, clock });
    this.#invitations = new Invitations({ engine, clock });
    this.policies = new Policies({ engine, clock });
    const [database, people, policies] = [this.#database, this.#people, this.policies];
    const devices = new DeviceReports({ engine, clock });
    this.sessions = new Sessions({
      database,
      people,
      policies,
      devices,
      clock,
      freeBytes: () => engine.freeBytes()
    });
    this.#passwords = new PasswordCheck(people, clock);
    this.#tickets = new Tickets(database, clock);
    this.#clock = clock;
  }

  async createPerson(newPerson: NewPerson): Promise<Result<Person>> {
    const parsed = parseNewPerson(newPerson);
    if (!parsed.ok) return parsed;
    const { id, password, name, role, authority } = parsed.value;
    const hash = await hashPassword(password);
    const office = { name, function: parsed.value.function, role, authority };
    const named = { ...office, ...forOfficeOf(parsed.value) };
    const written = await this.#people.insert(id, { ...named, hash, password: 1, suspended: false });
    return written
      ? accept(documentToPerson(written))
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

  async changeOwnPassword({ session, password, next, address }: OwnPasswordChange): Promise<Result<Opened>> {
    const { id, name, authority } = session.person;
    const problems = judgePassword(next, [id, name], 'next');
    if (problems.length > 0) return refuse(...problems);
    const checked = await this.checkPassword({ person: id, password, address });
    if (!checked.ok) return isSlowedDown(checked.problems) ? checked : refuse(WRONG_PASSWORD);
    const hash = await hashPassword(next);
    await this.#audit.note({ authority, by: id, what: 'person.password', about: id });
    // A change that an administrator made after the password check stays in force.
    const changed = await this.#people.change(id, (held) =>
      held.password === checked.value.password ? { ...held, hash, password: held.password + 1 } : null
    );
    if (!changed) return refuse({ code: 'session.ended' });
    const beginning = await this.sessions.beginningOf(session);
    await this.sessions.closeAllOf(id);
    return accept(await this.sessions.open(changed, beginning));
  }

  suspendPerson(person: string, suspended = true): Promise<Result<null>> {
    const end = (): Promise<void> => this.sessions.endAllOf(person);
    return this.#change(person, (held) => ({ ...held, suspended, password: held.password + 1 }), end);
  }

  async openSession(signIn: SignIn): Promise<Result<Opened>> {
    const checked = await this.checkPassword(signIn);
    return checked.ok ? accept(await this.sessions.open(checked.value)) : checked;
  }

  /**
   * Refusals never reveal which of person, password and account is wrong. Only the right password reveals a suspension.
   */
  checkPassword(signIn: SignIn): Promise<Result<PersonDocument>> {
    return this.#passwords.check(signIn);
  }

  async tidy(): Promise<void> {
    await this.sessions.purge();
    await this.#invitations.purge();
    await this.#tickets.purge();
    await purgeTraces(this.#database, this.#clock());
  }

  /** Passes the person concerned; null if unknown, or if an authority requires more than before. */
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

  async #change(
    person: string,
    change: (held: PersonDocument) => PersonDocument,
    endSessions = (): Promise<void> => this.sessions.closeAllOf(person)
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

/** The same work and answer for an unknown person. */
class PasswordCheck {
  readonly #people: PersonRecords;
  readonly #clock: () => number;
  readonly #slowDown = new SlowDown();

  constructor(people: PersonRecords, clock: () => number) {
    this.#people = people;
    this.#clock = clock;
  }

  async check({ person, password, address }: SignIn): Promise<Result<PersonDocument>> {
    const now = this.#clock();
    // Impossible names count under one key, so that the tally stays small.
    const counted = isPersonId(person) ? person : '';
    const wait = this.#slowDown.waitOf(counted, address, now);
    if (wait > 0) return tooManyAttempts(wait);
    const document = await this.#people.read(person);
    const matches = await isPassword(document?.hash ?? null, password);
    if (!document || !matches) {
      this.#slowDown.noteFailure(counted, address, now);
      return refuse({ code: 'session.refused' });
    }
    if (document.suspended) return refuse({ code: 'person.suspended', values: { person } });
    this.#slowDown.noteSuccess(counted, address);
    return accept(document);
  }
}

const HOUR_MS = 3_600_000;

export function startTidying(
  accounts: Pick<Accounts, 'tidy'>,
  warn: (reason: string) => void,
  every = HOUR_MS
): { stop(): Promise<void> } {
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();
  let stopped = false;
  const tidy = async (): Promise<void> => {
    try {
      await accounts.tidy();
    } catch (error) {
      warn(errorToText(error));
    }
    if (stopped) return;
    timer = setTimeout(() => (running = tidy()), every);
    timer.unref();
  };
  running = tidy();
  return {
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await running;
    }
  };
}
