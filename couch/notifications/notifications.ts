/**
 * What leaves the app of a person's own wish: a calendar of deadlines at a secret address, and a daily e-mail. Both are
 * counts (`domain/notifications`), both end with the person's access, and neither is on until the person asks for it.
 */
import { randomBytes } from 'node:crypto';
import { documentToPerson, PersonRecords, type Person } from '#couch/accounts/person.ts';
import { Records, type AccountDocument, type PersonDocument } from '#couch/accounts/stored-document.ts';
import { nativeSha256 } from '#couch/base/native-crypto.ts';
import type { Engine } from '#couch/engine/engine.ts';
import type { SendMail } from '#couch/outreach/mailer.ts';
import type { Standings } from '#couch/registration/standings.ts';
import { instantToDate } from '#lib/domain/calendar-date.ts';
import { isCountry } from '#lib/domain/country.ts';
import type { CountryCode, Instant } from '#lib/domain/ids.ts';
import { countByDay, countForDigest } from '#lib/domain/notifications/waiting.ts';
import { parseEmail } from '#lib/domain/registration/request.ts';
import { may } from '#lib/domain/registration/rights.ts';
import { accept, refuse, type Result } from '#lib/domain/result.ts';
import { CountryWaiting } from './country-waiting.ts';
import {
  NOTIFICATION_LANGUAGES,
  writeDeadlines,
  writeDigest,
  type NotificationLanguage
} from './notification-text.ts';

interface NotificationsOptions {
  readonly engine: Engine;
  readonly clock: () => number;
  readonly standings: Standings;
  /** Of which country this is the own server, or null. */
  readonly national: CountryCode | null;
  readonly send: SendMail | null;
  /** Origin of the app, or null if the operator has not set it. */
  readonly address: string | null;
  readonly warn: (about: string, error: unknown) => void;
}

interface NotificationsState {
  readonly calendar: { readonly madeAt: Instant } | null;
  readonly digest: { readonly hour: number; readonly zone: string } | null;
  /** Where the e-mail is sent; null if the server knows no address of this person. */
  readonly email: string | null;
  readonly isMailSet: boolean;
}

const SECRET = /^[A-Za-z0-9_-]{43}$/;
const LOOK_EVERY_MS = 5 * 60_000;

export class Notifications {
  readonly #options: NotificationsOptions;
  readonly #people: PersonRecords;
  readonly #wishes: Records<'notifications'>;
  readonly #addresses: Records<'calendar'>;
  readonly #waiting: CountryWaiting;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> = Promise.resolve();
  #isClosed = false;

  constructor(options: NotificationsOptions) {
    const accounts = options.engine.open('accounts');
    this.#options = options;
    this.#people = new PersonRecords(accounts);
    this.#wishes = new Records(accounts, 'notifications');
    this.#addresses = new Records(accounts, 'calendar');
    this.#waiting = new CountryWaiting(options);
  }

  async tell({ id }: Person): Promise<NotificationsState> {
    const [held, person] = [await this.#wishes.read(id), await this.#people.read(id)];
    const { calendar, digest } = held ?? {};
    return {
      calendar: calendar ? { madeAt: toInstant(calendar.madeAt) } : null,
      digest: digest ? { hour: digest.hour, zone: digest.zone } : null,
      email: person && emailOf(person),
      isMailSet: this.#options.send !== null
    };
  }

  /** Returns the secret address; the server keeps only its hash. The person's earlier address ends. */
  async makeCalendar(
    { id }: Person,
    given: unknown,
    note: () => Promise<void>
  ): Promise<Result<{ readonly secret: string }>> {
    const language = NOTIFICATION_LANGUAGES.find((one) => one === given);
    if (!language) return refuse({ code: 'request.body.malformed', path: 'language' });
    await note();
    const secret = randomBytes(32).toString('base64url');
    const hash = nativeSha256(secret);
    await this.#addresses.insert(hash, { person: id });
    const before = await this.#setCalendar(id, { hash, language, madeAt: this.#options.clock() });
    if (before) await this.#addresses.remove(before);
    return accept({ secret });
  }

  async revokeCalendar({ id }: Person): Promise<void> {
    const before = await this.#setCalendar(id, null);
    if (before) await this.#addresses.remove(before);
  }

  /** The same answer for an address that never was, one that ended, and a person who may not read any more. */
  async readCalendar(secret: string): Promise<string | null> {
    const hash = SECRET.test(secret) ? nativeSha256(secret) : null;
    const found = hash && (await this.#addresses.read(hash));
    if (!found) return null;
    const calendar = (await this.#wishes.read(found.person))?.calendar;
    const reader = calendar?.hash === hash ? await this.#readerNamed(found.person) : null;
    if (!calendar || !reader) return null;
    const now = toInstant(this.#options.clock());
    const today = instantToDate(now);
    const days = countByDay(await this.#waiting.of(reader.country), today);
    const { address } = this.#options;
    return writeDeadlines(days, { language: calendar.language as NotificationLanguage, address, now });
  }

  async setDigest(
    { id }: Person,
    asked: Readonly<Record<'hour' | 'zone' | 'language', unknown>>
  ): Promise<Result<true>> {
    const { hour, zone } = asked;
    const language = NOTIFICATION_LANGUAGES.find((one) => one === asked.language);
    if (!language) return refuse({ code: 'request.body.malformed', path: 'language' });
    if (!Number.isInteger(hour) || Number(hour) < 0 || Number(hour) > 23)
      return refuse({ code: 'request.body.malformed', path: 'hour' });
    if (typeof zone !== 'string' || !isZone(zone))
      return refuse({ code: 'request.body.malformed', path: 'zone' });
    if (this.#options.send === null) return refuse({ code: 'notifications.mail.notSet' });
    const person = await this.#people.read(id);
    if (!person || emailOf(person) === null) return refuse({ code: 'notifications.email.none' });
    const now = this.#options.clock();
    await this.#wishes.change(id, (held) => {
      // A new hour sends no second e-mail on the same day.
      const sent = held?.digest ?? { since: now, sentOn: '' };
      const digest = { since: sent.since, sentOn: sent.sentOn, hour: Number(hour), zone, language };
      return { ...held, digest };
    });
    return accept(true);
  }

  async stopDigest({ id }: Person): Promise<void> {
    await this.#wishes.change(id, (held) => {
      if (!held?.digest) return null;
      const { digest: _digest, ...rest } = held;
      return rest;
    });
  }

  begin(): void {
    const look = (): void => {
      this.#running = this.sendDue().catch((error: unknown) => this.#options.warn('daily e-mails', error));
      void this.#running.then(() => {
        if (!this.#isClosed) this.#timer = setTimeout(look, LOOK_EVERY_MS).unref();
      });
    };
    if (this.#options.send !== null) this.#timer = setTimeout(look, LOOK_EVERY_MS).unref();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    await this.#running;
  }

  /** Claimed before it is sent: another gateway, or a restart, sends no second one on that day. */
  async sendDue(): Promise<void> {
    for (const { _id, digest } of await this.#wishes.list()) {
      if (this.#isClosed) return;
      const person = _id.slice('notifications:'.length);
      if (digest && this.#isDue(digest))
        await this.#sendTo(person).catch((error: unknown) => this.#options.warn('a daily e-mail', error));
    }
  }

  #isDue({ hour, zone, sentOn }: Digest): boolean {
    const now = isZone(zone) ? dayIn(zone, this.#options.clock()) : null;
    return now !== null && now.hour >= hour && now.day > sentOn;
  }

  async #sendTo(person: string): Promise<void> {
    const { send, clock, address } = this.#options;
    const reader = await this.#readerNamed(person);
    if (!reader || reader.email === null || send === null) return;
    let since = clock();
    const claimed = await this.#wishes.change(person, (held) => {
      if (!held?.digest || !this.#isDue(held.digest)) return null;
      since = held.digest.since;
      const { day } = dayIn(held.digest.zone, clock());
      return { ...held, digest: { ...held.digest, sentOn: day, since: clock() } };
    });
    if (!claimed?.digest) return;
    const waiting = await this.#waiting.of(reader.country);
    const counts = countForDigest(waiting, instantToDate(toInstant(clock())), toInstant(since));
    const language = claimed.digest.language as NotificationLanguage;
    const letter = writeDigest(counts, { language, address });
    const outcome = letter && (await send({ to: reader.email, ...letter }));
    // The mail server's own words name the person.
    if (outcome && outcome.state !== 'sent') throw new Error(`The mail server: ${outcome.state}.`);
  }

  async #setCalendar(id: string, calendar: Calendar | null): Promise<string | null> {
    let before: string | null = null;
    await this.#wishes.change(id, (held) => {
      const { calendar: earlier, ...rest } = held ?? {};
      before = earlier?.hash ?? null;
      return { ...rest, ...(calendar ? { calendar } : {}) };
    });
    return before;
  }

  /** As at sign-in, at every reading: suspended, removed, without the right, or at a server that is not theirs. */
  async #readerNamed(
    id: string
  ): Promise<{ readonly country: CountryCode; readonly email: string | null } | null> {
    const held = await this.#people.read(id);
    if (!held || held.suspended || held.hash === null) return null;
    const { role, authority } = documentToPerson(held);
    if (!may({ role }, 'trade') || !isCountry(authority)) return null;
    const { national, standings } = this.#options;
    if (national === null ? (await standings.read(authority))?.ownServer : national !== authority)
      return null;
    if (await standings.problemOf(authority)) return null;
    return { country: authority, email: emailOf(held) };
  }
}

type Calendar = NonNullable<AccountDocument<'notifications'>['calendar']>;
type Digest = NonNullable<AccountDocument<'notifications'>['digest']>;

function emailOf({ email }: PersonDocument): string | null {
  const parsed = parseEmail(email);
  return parsed.ok ? parsed.value : null;
}

function toInstant(at: number): Instant {
  return new Date(at).toISOString() as Instant;
}

function isZone(zone: string): boolean {
  try {
    Intl.DateTimeFormat('en', { timeZone: zone });
    return zone.length <= 60;
  } catch {
    return false;
  }
}

function dayIn(zone: string, at: number): { readonly day: string; readonly hour: number } {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    hourCycle: 'h23'
  }).formatToParts(at);
  const of = (type: string): string => parts.find((part) => part.type === type)?.value ?? '';
  return { day: `${of('year')}-${of('month')}-${of('day')}`, hour: Number(of('hour')) };
}
