/** E-mails about the training sessions in which a person has a place, with the entry for their calendar. */
import type { AccountDocument, Records } from '#couch/accounts/stored-document.ts';
import type { MailMessage, MailOutcome } from '#couch/outreach/mailer.ts';
import type { AuthorityCode, Instant } from '#lib/domain/ids.ts';
import { guestViews, viewFor, type SessionView, type TrainingBooks } from '#lib/domain/training/desk-view.ts';
import { guestId, type Guest, type SeenByGuest } from '#lib/domain/training/guests.ts';
import {
  newsFor,
  parseTold,
  type SessionNews,
  type ToldToPerson
} from '#lib/domain/training/session-news.ts';
import { isOver } from '#lib/domain/training/session.ts';
import type { NotificationLanguage } from './daily-hour.ts';
import { writeSessionMail } from './session-mail-text.ts';

export interface SessionReader {
  readonly role: string;
  readonly authority: AuthorityCode;
  readonly email: string;
}

/** Of e-mails that end with one click (RFC 8058); null if the server does not know its address. */
export interface StopLinks {
  readonly stop: string | null;
  readonly headers: Readonly<Record<string, string>> | null;
}

interface SessionMailOptions {
  readonly wishes: Records<'notifications'>;
  readonly books: () => Promise<TrainingBooks>;
  readonly guests: GuestMailBook;
  /** By the id of the guest's document. */
  readonly stopOfGuest: (id: string) => StopLinks;
  readonly clock: () => number;
  /** Origin of the app, or null. */
  readonly address: string | null;
  readonly from: string;
  readonly send: (message: MailMessage) => Promise<MailOutcome>;
  readonly stopOf: (person: string) => StopLinks;
  /** Null for a person who gets no e-mails now. */
  readonly readerNamed: (person: string) => Promise<SessionReader | null>;
}

/** Of guests without an account, whose place has a page of its own. */
export interface GuestMailBook {
  secretOf(guest: Guest): string;
  tell(guest: Guest, told: ToldToPerson | null): Promise<boolean>;
  stopMail(id: string): Promise<void>;
}

type Told = Readonly<Record<string, ToldToPerson>>;

export class SessionMail {
  readonly #options: SessionMailOptions;

  constructor(options: SessionMailOptions) {
    this.#options = options;
  }

  async sendDue(warn: (error: unknown) => void, ends: AbortSignal): Promise<void> {
    const wishing = (await this.#options.wishes.list()).filter(({ sessions }) => sessions);
    const books = await this.#options.books();
    const now = new Date(this.#options.clock()).toISOString() as Instant;
    const mailed = books.guests.filter(({ email }) => email !== undefined);
    for (const session of books.sessions.filter((one) => !isOver(one, now))) {
      const own = mailed.filter((guest) => guest.session === session._id);
      if (own.length === 0) continue;
      const views = guestViews(session, books, now);
      for (const guest of own) {
        if (ends.aborted) return;
        await this.#sendToGuest(guest, views(guest), now).catch(warn);
      }
    }
    for (const { _id } of wishing) {
      if (ends.aborted) return;
      await this.#sendTo(_id.slice('notifications:'.length), books).catch(warn);
    }
  }

  async #sendTo(person: string, books: TrainingBooks): Promise<void> {
    const { wishes, readerNamed } = this.#options;
    const reader = await readerNamed(person);
    if (!reader) return;
    const now = new Date(this.#options.clock()).toISOString() as Instant;
    const own = new Set(books.heard.filter((one) => one.person === person).map(({ session }) => session));
    const sessions = books.sessions.filter((session) => own.has(session._id) && !isOver(session, now));
    const views = viewFor({ ...reader, id: person }, { ...books, sessions }, now).sessions;
    let due: readonly Due[] = [];
    // Claimed before anything is sent: another gateway, or a restart, sends none of it again.
    const claimed = await wishes.change(person, (held) => {
      if (!held?.sessions) return null;
      const next = judge(views, toldIn(held.sessions.told), now);
      due = next.due;
      return next.isSame ? null : { ...held, sessions: { ...held.sessions, told: next.told } };
    });
    if (claimed?.sessions) await this.#sendAll(person, reader, claimed.sessions, due);
  }

  async #sendToGuest(guest: Guest, { own, session }: SeenByGuest, now: Instant): Promise<void> {
    const { address, from, guests, stopOfGuest } = this.#options;
    const { email: to, language, session: id } = guest;
    if (to === undefined) return;
    const { news, told } = newsFor(session, own, parseTold(guest.told), now);
    if (JSON.stringify(told) === JSON.stringify(guest.told)) return;
    // Claimed before it is sent, as for everyone.
    if (!(await guests.tell(guest, told)) || news === null) return;
    const { stop, headers } = stopOfGuest(guestId(id, guest.id));
    const page = address && `${address}/guest#place=${guests.secretOf(guest)}`;
    const known = { language, page, pages: null, from, to, stop, isGuest: true };
    const letter = writeSessionMail(news, session, known, own?.state === 'confirmed');
    const { state } = await this.#options.send({ to, ...letter, ...(headers ? { headers } : {}) });
    if (state !== 'sent') throw new Error(`The mail server: ${state}.`);
  }

  async #sendAll(
    person: string,
    { email }: SessionReader,
    { language }: NonNullable<AccountDocument<'notifications'>['sessions']>,
    due: readonly Due[]
  ): Promise<void> {
    const { address, from, send, stopOf } = this.#options;
    const { stop, headers } = stopOf(person);
    const failed: string[] = [];
    for (const { news, view } of due) {
      const pages = address && `${address}/sessions/`;
      const page = pages && pages + view.session._id;
      const known = { language: language as NotificationLanguage, page, pages, from, to: email, stop };
      const letter = writeSessionMail(news, view.session, known, view.own?.state === 'confirmed');
      const outcome = await send({ to: email, ...letter, ...(headers ? { headers } : {}) });
      if (outcome.state !== 'sent') failed.push(outcome.state);
    }
    // The mail server's own words name the person.
    if (failed.length > 0) throw new Error(`The mail server: ${failed.join(', ')}.`);
  }
}

interface Due {
  readonly news: SessionNews;
  readonly view: SessionView;
}

function toldIn(held: object): Told {
  const entries = Object.entries(held).flatMap(([session, value]) => {
    const told = parseTold(value);
    return told ? [[session, told] as const] : [];
  });
  return Object.fromEntries(entries);
}

function judge(
  views: readonly SessionView[],
  before: Told,
  now: Instant
): { readonly due: readonly Due[]; readonly told: Told; readonly isSame: boolean } {
  const due: Due[] = [];
  const told: Record<string, ToldToPerson> = {};
  for (const view of views) {
    const { _id } = view.session;
    const next = newsFor(view.session, view.own, before[_id] ?? null, now);
    if (next.told) told[_id] = next.told;
    if (next.news) due.push({ news: next.news, view });
  }
  return { due, told, isSame: JSON.stringify(told) === JSON.stringify(before) };
}
