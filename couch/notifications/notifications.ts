/**
 * What leaves the app of a person's own wish: a calendar of deadlines at a secret address, a daily e-mail, and
 * notifications of browsers. All are counts (`domain/notifications`), all end with the person's access, and none is on
 * until the person asks for it.
 */
import { randomBytes } from 'node:crypto';
import type { Agent } from 'node:https';
import { documentToPerson, PersonRecords, type Person } from '#couch/accounts/person.ts';
import { Records, type AccountDocument, type PersonDocument } from '#couch/accounts/stored-document.ts';
import { nativeSha256 } from '#couch/base/native-crypto.ts';
import { Seal } from '#couch/base/seal.ts';
import type { Engine } from '#couch/engine/engine.ts';
import type { SendMail } from '#couch/outreach/mailer.ts';
import type { Standings } from '#couch/registration/standings.ts';
import { instantToDate } from '#lib/domain/calendar-date.ts';
import { isCountry } from '#lib/domain/country.ts';
import type { CountryCode, Instant } from '#lib/domain/ids.ts';
import { countByDay, countForDigest, type Waiting } from '#lib/domain/notifications/waiting.ts';
import { parseEmail } from '#lib/domain/registration/request.ts';
import { may } from '#lib/domain/registration/rights.ts';
import type { TrainingBooks } from '#lib/domain/training/desk-view.ts';
import type { Session } from '#lib/domain/training/session.ts';
import { accept, refuse, type Result } from '#lib/domain/result.ts';
import { CountryWaiting } from './country-waiting.ts';
import {
  dayDue,
  NOTIFICATION_LANGUAGES,
  parseDailyHour,
  type AskedHour,
  type NotificationLanguage
} from './daily-hour.ts';
import { writeDeadlines, writeDigest } from './notification-text.ts';
import { ReportMail } from './report-mail.ts';
import { SessionMail, type GuestMailBook, type StopLinks } from './session-mail.ts';
import { writeGuestInvitation } from './session-mail-text.ts';
import { PushBrowsers } from './push-browsers.ts';
import { openWebPush } from './web-push.ts';

interface NotificationsOptions {
  readonly engine: Engine;
  /** The installation's. */
  readonly secret: string;
  readonly clock: () => number;
  readonly standings: Standings;
  /** Of which country this is the own server, or null. */
  readonly national: CountryCode | null;
  readonly send: SendMail | null;
  /** The address that e-mails come from; null without e-mails. */
  readonly from: string | null;
  /** Null on a country's own server, which does not know who has a place. */
  readonly trainings: { readonly books: () => Promise<TrainingBooks>; readonly guests: GuestMailBook } | null;
  /** Origin of the app, or null if the operator has not set it. */
  readonly address: string | null;
  readonly warn: (about: string, error: unknown) => void;
  readonly pushAgent?: Agent;
}

interface NotificationsState {
  readonly calendar: { readonly madeAt: Instant } | null;
  readonly digest: { readonly hour: number; readonly zone: string } | null;
  /** Whether e-mails about training sessions are sent. */
  readonly sessions: boolean;
  /** Where the e-mail is sent; null if the server knows no address of this person. */
  readonly email: string | null;
  readonly isMailSet: boolean;
  /** A browser accepts messages of the server with this key only. */
  readonly pushKey: string;
  readonly browsers: Awaited<ReturnType<PushBrowsers['list']>>;
}

export interface ReportState {
  readonly isOn: boolean;
  /** Null if the server knows no address of this person. */
  readonly email: string | null;
  readonly isMailSet: boolean;
}

const SECRET = /^[A-Za-z0-9_-]{43}$/;
const LOOK_EVERY_MS = 5 * 60_000;
const MAILS_AT_ONCE = 10;
/** Of the addresses that stop e-mails of a person. */
const STOPS = 'daily e-mail';
const STOPS_SESSIONS = 'training sessions';
const STOPS_GUEST = 'training sessions of a guest';
const STOPS_REPORT = 'monthly report';

export class Notifications {
  readonly #options: NotificationsOptions;
  readonly #people: PersonRecords;
  readonly #wishes: Records<'notifications'>;
  readonly #addresses: Records<'calendar'>;
  readonly #waiting: CountryWaiting;
  readonly #seal: Seal;
  readonly #pushKey: string;
  readonly browsers: PushBrowsers;
  readonly #sessionMail: SessionMail | null;
  readonly #reportMail: ReportMail | null;
  readonly #closing = new AbortController();
  readonly #timers = new Map<string, NodeJS.Timeout>();
  readonly #running = new Map<string, Promise<void>>();

  constructor(options: NotificationsOptions) {
    const accounts = options.engine.open('accounts');
    this.#options = options;
    this.#people = new PersonRecords(accounts);
    this.#wishes = new Records(accounts, 'notifications');
    this.#addresses = new Records(accounts, 'calendar');
    this.#waiting = new CountryWaiting(options);
    this.#seal = new Seal(options.secret, 'i2es e-mails: stop');
    const agent = options.pushAgent;
    const webPush = openWebPush({ ...options, ...(agent ? { agent } : {}) });
    this.#pushKey = webPush.key;
    this.browsers = new PushBrowsers({ ...options, webPush });
    this.#sessionMail = this.#openSessionMail();
    this.#reportMail = this.#openReportMail();
  }

  async tell({ id }: Person): Promise<NotificationsState> {
    const [held, person] = [await this.#wishes.read(id), await this.#people.read(id)];
    const { calendar, digest, sessions } = held ?? {};
    return {
      calendar: calendar ? { madeAt: toInstant(calendar.madeAt) } : null,
      digest: digest ? { hour: digest.hour, zone: digest.zone } : null,
      sessions: sessions !== undefined,
      email: person && emailOf(person),
      isMailSet: this.#options.send !== null,
      pushKey: this.#pushKey,
      browsers: await this.browsers.list(id)
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

  async setDigest({ id }: Person, asked: AskedHour): Promise<Result<true>> {
    const daily = parseDailyHour(asked);
    if (!daily.ok) return daily;
    if (this.#options.send === null) return refuse({ code: 'notifications.mail.notSet' });
    const person = await this.#people.read(id);
    if (!person || emailOf(person) === null) return refuse({ code: 'notifications.email.none' });
    const now = this.#options.clock();
    await this.#wishes.change(id, (held) => {
      // A new hour sends no second e-mail on the same day.
      const { since, sentOn } = held?.digest ?? { since: now, sentOn: '' };
      return { ...held, digest: { since, sentOn, ...daily.value } };
    });
    return accept(true);
  }

  /** Of the training sessions in which the person has a place. The first e-mail of each says that they have one. */
  async startSessionMail({ id }: Person, given: unknown): Promise<Result<true>> {
    const language = NOTIFICATION_LANGUAGES.find((one) => one === given);
    if (!language) return refuse({ code: 'request.body.malformed', path: 'language' });
    if (this.#sessionMail === null) return refuse({ code: 'notifications.mail.notSet' });
    const person = await this.#people.read(id);
    if (!person || emailOf(person) === null) return refuse({ code: 'notifications.email.none' });
    await this.#wishes.change(id, (held) => {
      return { ...held, sessions: { language, told: held?.sessions?.told ?? {} } };
    });
    return accept(true);
  }

  async stopSessionMail({ id }: Pick<Person, 'id'>): Promise<void> {
    await this.#wishes.change(id, (held) => {
      if (!held?.sessions) return null;
      const { sessions: _sessions, ...rest } = held;
      return rest;
    });
  }

  async sendSessionMail(): Promise<void> {
    const failed = (error: unknown): void => this.#options.warn('an e-mail about training', error);
    await this.#sessionMail?.sendDue(failed, this.#closing.signal);
  }

  get sendsMail(): boolean {
    return this.#options.send !== null && this.#options.address !== null;
  }

  /** Returns the addresses that the mail server refused. The server keeps none of them. */
  async inviteGuests(
    session: Session,
    secret: string,
    emails: readonly string[]
  ): Promise<readonly string[]> {
    const { send, address } = this.#options;
    if (send === null || address === null) return emails;
    const letter = writeGuestInvitation(session, `${address}/guest#${secret}`);
    const [waiting, unsent]: [string[], string[]] = [[...new Set(emails)], []];
    while (waiting.length > 0) {
      const group = waiting.splice(0, MAILS_AT_ONCE);
      const sent = await Promise.all(group.map((to) => send({ to, ...letter })));
      const refused = group.filter((_to, index) => sent[index]?.state !== 'sent');
      // The trainer waits for the answer: a mail server that takes none of a group is not asked for the others.
      unsent.push(...refused, ...(refused.length === group.length ? waiting.splice(0) : []));
    }
    return unsent;
  }

  #openSessionMail(): SessionMail | null {
    const { send, from, trainings, clock, address } = this.#options;
    if (send === null || from === null || trainings === null) return null;
    return new SessionMail({
      wishes: this.#wishes,
      books: () => trainings.books(),
      guests: trainings.guests,
      stopOfGuest: (id) => this.#stopOf(STOPS_GUEST, id),
      clock,
      address,
      from,
      send,
      stopOf: (person) => this.#stopOf(STOPS_SESSIONS, person),
      readerNamed: async (id) => {
        const reader = await this.#readerNamed(id);
        return reader && reader.email !== null
          ? { role: reader.role, authority: reader.country, email: reader.email }
          : null;
      }
    });
  }

  /** A country's own server has no registry. */
  #openReportMail(): ReportMail | null {
    const { engine, send, national, clock, address } = this.#options;
    if (send === null || national !== null) return null;
    const stopOf = (person: string): StopLinks => this.#stopOf(STOPS_REPORT, person);
    return new ReportMail({
      engine,
      wishes: this.#wishes,
      people: this.#people,
      clock,
      address,
      send,
      stopOf
    });
  }

  async tellReport({ id }: Person): Promise<ReportState> {
    const [held, person] = [await this.#wishes.read(id), await this.#people.read(id)];
    const isOn = held?.report !== undefined;
    return { isOn, email: person && emailOf(person), isMailSet: this.#reportMail !== null };
  }

  /** The first report follows within minutes. */
  async startReport({ id }: Person, given: unknown): Promise<Result<true>> {
    const language = NOTIFICATION_LANGUAGES.find((one) => one === given);
    if (!language) return refuse({ code: 'request.body.malformed', path: 'language' });
    if (this.#reportMail === null) return refuse({ code: 'notifications.mail.notSet' });
    const person = await this.#people.read(id);
    if (!person || emailOf(person) === null) return refuse({ code: 'notifications.email.none' });
    await this.#wishes.change(id, (held) => {
      return { ...held, report: { language, sentFor: held?.report?.sentFor ?? '' } };
    });
    return accept(true);
  }

  async stopReport({ id }: Pick<Person, 'id'>): Promise<void> {
    await this.#wishes.change(id, (held) => {
      if (!held?.report) return null;
      const { report: _report, ...rest } = held;
      return rest;
    });
  }

  async sendReports(): Promise<void> {
    const failed = (error: unknown): void => this.#options.warn('a monthly report', error);
    await this.#reportMail?.sendDue(failed, this.#closing.signal);
  }

  /** Mail programs stop the e-mails with one click (RFC 8058). */
  #stopOf(what: string, person: string): StopLinks {
    const { address } = this.#options;
    const token = address && this.#seal.seal(what, person);
    const headers = token && {
      'List-Unsubscribe': `<${address}/api/unsubscribe/${token}>`,
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click'
    };
    return { stop: token && `${address}/unsubscribe#${token}`, headers: headers || null };
  }

  /** By the address in an e-mail, without a session. Any other address changes nothing, and is answered alike. */
  async stopDigestBy(token: string): Promise<void> {
    const opened = (what: string): string | null => {
      try {
        return this.#seal.open(what, token);
      } catch {
        return null;
      }
    };
    const all = [STOPS, STOPS_SESSIONS, STOPS_REPORT, STOPS_GUEST];
    const [daily, sessions, report, guest] = all.map(opened);
    if (daily) await this.stopDigest({ id: daily });
    if (sessions) await this.stopSessionMail({ id: sessions });
    if (report) await this.stopReport({ id: report });
    if (guest) await this.#options.trainings?.guests.stopMail(guest);
  }

  async stopDigest({ id }: Pick<Person, 'id'>): Promise<void> {
    await this.#wishes.change(id, (held) => {
      if (!held?.digest) return null;
      const { digest: _digest, ...rest } = held;
      return rest;
    });
  }

  begin(): void {
    if (this.#options.send !== null) this.#repeat('daily e-mails', () => this.sendDue());
    if (this.#sessionMail !== null) this.#repeat('e-mails about training', () => this.sendSessionMail());
    if (this.#reportMail !== null) this.#repeat('monthly reports', () => this.sendReports());
    this.#repeat('notifications', () => this.pushDue());
  }

  async close(): Promise<void> {
    this.#closing.abort();
    for (const timer of this.#timers.values()) clearTimeout(timer);
    await Promise.all(this.#running.values());
  }

  #repeat(about: string, work: () => Promise<void>): void {
    const look = (): void => {
      const running = work().catch((error: unknown) => this.#options.warn(about, error));
      this.#running.set(about, running);
      void running.then(() => {
        if (!this.#closing.signal.aborted) this.#repeat(about, work);
      });
    };
    this.#timers.set(about, setTimeout(look, LOOK_EVERY_MS).unref());
  }

  pushDue(): Promise<void> {
    const waitingOf = async (person: string): Promise<readonly Waiting[] | null> => {
      const reader = await this.#readerNamed(person);
      return reader && this.#waiting.of(reader.country);
    };
    return this.browsers.sendDue(waitingOf, this.#closing.signal);
  }

  /** Claimed before it is sent: another gateway, or a restart, sends no second one on that day. */
  async sendDue(): Promise<void> {
    for (const { _id, digest } of await this.#wishes.list()) {
      if (this.#closing.signal.aborted) return;
      const person = _id.slice('notifications:'.length);
      if (digest && dayDue(digest, this.#options.clock()) !== null)
        await this.#sendTo(person).catch((error: unknown) => this.#options.warn('a daily e-mail', error));
    }
  }

  async #sendTo(person: string): Promise<void> {
    const { send, clock, address } = this.#options;
    const reader = await this.#readerNamed(person);
    if (!reader || reader.email === null || send === null) return;
    let since = clock();
    const claimed = await this.#wishes.change(person, (held) => {
      const day = held?.digest ? dayDue(held.digest, clock()) : null;
      if (!held?.digest || day === null) return null;
      since = held.digest.since;
      return { ...held, digest: { ...held.digest, sentOn: day, since: clock() } };
    });
    if (!claimed?.digest) return;
    const waiting = await this.#waiting.of(reader.country);
    const counts = countForDigest(waiting, instantToDate(toInstant(clock())), toInstant(since));
    const language = claimed.digest.language as NotificationLanguage;
    const { stop, headers } = this.#stopOf(STOPS, person);
    const letter = writeDigest(counts, { language, address, stop });
    const outcome = letter && (await send({ to: reader.email, ...letter, ...(headers ? { headers } : {}) }));
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
  ): Promise<{ readonly country: CountryCode; readonly role: string; readonly email: string | null } | null> {
    const held = await this.#people.read(id);
    if (!held || held.suspended || held.hash === null) return null;
    const { role, authority } = documentToPerson(held);
    if (!may({ role }, 'trade') || !isCountry(authority)) return null;
    const { national, standings } = this.#options;
    if (national === null ? (await standings.read(authority))?.ownServer : national !== authority)
      return null;
    if (await standings.problemOf(authority)) return null;
    return { country: authority, role, email: emailOf(held) };
  }
}

type Calendar = NonNullable<AccountDocument<'notifications'>['calendar']>;

function emailOf({ email }: PersonDocument): string | null {
  const parsed = parseEmail(email);
  return parsed.ok ? parsed.value : null;
}

function toInstant(at: number): Instant {
  return new Date(at).toISOString() as Instant;
}
