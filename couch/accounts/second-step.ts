/**
 * After the password a person with a second factor holds only a ticket; without a required factor they can only enrol
 * one.
 */
import { createHash, randomBytes } from 'node:crypto';
import type { Database, Engine } from '#couch/engine/engine.ts';
import { accept, refuse, type Result } from '#lib/domain/result.ts';
import { countFactors } from './factors.ts';
import type { PasskeyRequest, Passkeys } from './passkeys.ts';
import { documentToPerson, isPersonId, PersonRecords, type PersonDocument } from './person.ts';
import type { SecondFactors } from './second-factors.ts';
import type { Opened } from './session.ts';
import type { Sessions } from './sessions.ts';
import type { SignInBook } from './sign-in-book.ts';
import { SlowDown, tooManyAttempts } from './slow-down.ts';
import { Records, type AccountDocument, type SessionDevice } from './stored-document.ts';

export type Method = 'totp' | 'passkey' | 'recovery';

type FirstHalf =
  | { readonly kind: 'opened'; readonly opened: Opened }
  | { readonly kind: 'enrol'; readonly opened: Opened }
  | {
      readonly kind: 'ticket';
      readonly ticket: string;
      readonly methods: readonly Method[];
      readonly passkey: PasskeyRequest | null;
    };

export type AtDevice = Opened & { readonly device: SessionDevice | null };

interface SecondHalf {
  readonly ticket: unknown;
  readonly proof: { readonly method: Method; readonly value: unknown };
  readonly address: string;
}

interface SecondStepOptions {
  readonly engine: Engine;
  readonly clock: () => number;
  readonly sessions: Sessions;
  readonly factors: SecondFactors;
  readonly passkeys: Passkeys;
  readonly signIns: SignInBook;
}

export class SecondStep {
  readonly #options: SecondStepOptions;
  readonly #people: PersonRecords;
  readonly #tickets: Tickets;
  readonly #slowDown = new SlowDown();

  constructor(options: SecondStepOptions) {
    const database = options.engine.open('accounts');
    this.#options = options;
    this.#people = new PersonRecords(database);
    this.#tickets = new Tickets(database, options.clock);
  }

  /** Enrolled factors are required whatever the policy. */
  async begin(holder: PersonDocument, device: SessionDevice | null): Promise<FirstHalf> {
    const { sessions, factors, passkeys } = this.#options;
    const person = documentToPerson(holder);
    const held = await factors.read(person.id);
    if (countFactors(held) === 0) {
      const isAsked = await factors.isAsked(person);
      const beginning = { ...(device ? { device } : {}), ...(isAsked ? { enrolling: true as const } : {}) };
      return { kind: isAsked ? 'enrol' : 'opened', opened: await sessions.open(holder, beginning) };
    }
    const passkey = held.passkeys.length > 0 ? await passkeys.ask(held.passkeys) : null;
    const methods: Method[] = [
      ...(held.totp ? (['totp'] as const) : []),
      ...(passkey ? (['passkey'] as const) : []),
      ...(held.recovery.length > 0 ? (['recovery'] as const) : [])
    ];
    const begun = { password: holder.password, challenge: passkey?.challenge ?? null, device };
    const ticket = await this.#tickets.open(person.id, begun);
    return { kind: 'ticket', ticket, methods, passkey };
  }

  async finish({ ticket: token, proof, address }: SecondHalf): Promise<Result<AtDevice>> {
    const now = this.#options.clock();
    const named = typeof token === 'string' ? (token.split('~')[0] ?? '').slice(0, 60) : '';
    const wait = this.#slowDown.waitOf(named, address, now);
    if (wait > 0) return tooManyAttempts(wait);
    const used = await this.#tickets.use(token);
    if (!used) return refuse({ code: 'session.ticket.over' });
    const { person, ticket } = used;
    const holder = await this.#people.read(person);
    if (!holder || holder.suspended || holder.password !== ticket.password)
      return refuse({ code: 'session.ticket.over' });
    const proved = await this.#prove(person, ticket, proof);
    if (!proved.ok && proved.problems[0]?.code === 'session.tooManyAttempts') return proved;
    if (!proved.ok) return this.#refuseTry(holder, ticket, address);
    if (!(await this.#tickets.spend(ticket))) return refuse({ code: 'session.ticket.over' });
    this.#slowDown.noteSuccess(person, address);
    const { device } = ticket;
    const beginning = { second: true as const, ...(device ? { device } : {}) };
    return accept({ ...(await this.#options.sessions.open(holder, beginning)), device: device ?? null });
  }

  async letIn(session: Opened['session']): Promise<Result<AtDevice>> {
    const holder = await this.#people.read(session.person.id);
    if (!holder || holder.suspended) return refuse({ code: 'session.ended' });
    const { sessions } = this.#options;
    const beginning = await sessions.beginningOf(session);
    await sessions.closeById(session.id);
    const opened = await sessions.open(holder, { ...beginning, second: true });
    return accept({ ...opened, device: beginning.device ?? null });
  }

  #prove(person: string, ticket: Ticket, { method, value }: SecondHalf['proof']): Promise<Result<true>> {
    const { factors } = this.#options;
    if (method === 'totp') return factors.useTotp(person, value);
    if (method === 'recovery') return factors.useRecovery(person, value);
    return factors.usePasskey(person, value, ticket.challenge);
  }

  async #refuseTry(holder: PersonDocument, ticket: Ticket, address: string): Promise<Result<never>> {
    const person = documentToPerson(holder);
    this.#slowDown.noteFailure(person.id, address, this.#options.clock());
    await this.#options.signIns.noteSecondRefused(person);
    if (ticket.tries < MAX_TRIES) return refuse({ code: 'secondFactor.wrong' });
    await this.#tickets.spend(ticket);
    return refuse({ code: 'session.ticket.over' });
  }
}

type Ticket = AccountDocument<'ticket'>;

const TICKET_MS = 5 * 60_000;
const MAX_TRIES = 10;
const MAX_TICKETS = 10;

/**
 * A ticket between password and second factor: five minutes, single use, bound to the person and the password shown.
 * Ten tries, counted before each check, end it (threats: guessing).
 */
export class Tickets {
  readonly #records: Records<'ticket'>;
  readonly #clock: () => number;

  constructor(database: Database, clock: () => number) {
    this.#records = new Records(database, 'ticket');
    this.#clock = clock;
  }

  async open(person: string, begun: Pick<Ticket, 'password' | 'challenge' | 'device'>): Promise<string> {
    const secret = randomBytes(32).toString('base64url');
    const until = this.#clock() + TICKET_MS;
    const held = (await this.#records.list(`${person}:`)).sort((a, b) => a.until - b.until);
    const tooMany = held.slice(0, Math.max(0, held.length - MAX_TICKETS + 1));
    await Promise.all(tooMany.map((one) => this.spend(one)));
    await this.#records.insert(ticketName(person, secret), { until, tries: 0, ...begun });
    return `${person}~${secret}`;
  }

  /** Each call uses up one try. */
  async use(token: unknown): Promise<{ readonly person: string; readonly ticket: Ticket } | null> {
    const named = readToken(token);
    if (named === null) return null;
    const { person, secret } = named;
    const ticket = await this.#records.change(ticketName(person, secret), (held) =>
      held && held.until > this.#clock() && held.tries < MAX_TRIES ? { ...held, tries: held.tries + 1 } : null
    );
    return ticket && { person, ticket };
  }

  spend(ticket: Ticket): Promise<boolean> {
    return this.#records.remove(this.#records.nameOf(ticket));
  }

  async purge(): Promise<void> {
    const now = this.#clock();
    const over = (await this.#records.list()).filter(({ until }) => until <= now);
    await Promise.all(over.map((one) => this.spend(one)));
  }
}

function readToken(token: unknown): { readonly person: string; readonly secret: string } | null {
  if (typeof token !== 'string') return null;
  const [person, secret, ...rest] = token.split('~');
  if (!isPersonId(person) || !secret || !/^[A-Za-z0-9_-]{43}$/.test(secret) || rest.length > 0) return null;
  return { person, secret };
}

function ticketName(person: string, secret: string): string {
  return `${person}:${createHash('sha256').update(secret).digest('base64url')}`;
}
