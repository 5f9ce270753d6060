/** Once per recipient over all clicks and gateways: messages are claimed in the database before sending. */
import { PersonRecords, documentToPerson } from '#couch/accounts/person.ts';
import { changeDocument, listDocuments, removeDocument, storedAs } from '#couch/database/documents.ts';
import { readDocument, type Database, type Engine } from '#couch/engine/engine.ts';
import type { AnnouncementLanguage } from '#lib/domain/act/kinds/announcement.ts';
import { isCountry } from '#lib/domain/country.ts';
import type { ActId, CalendarDate, CountryCode, Instant } from '#lib/domain/ids.ts';
import { countriesOf, isAddressed, type Audience } from '#lib/domain/outreach/audience.ts';
import {
  lettersOfBoard,
  isScheduled,
  textFor,
  type AnnouncementAct,
  type Letter
} from '#lib/domain/outreach/letters.ts';
import { parseEmail } from '#lib/domain/registration/request.ts';
import { parseRegistration, type Registration } from '#lib/domain/registration/registration.ts';
import { may } from '#lib/domain/registration/rights.ts';
import { accept, refuse, type Result } from '#lib/domain/result.ts';
import type { SendMail } from './mailer.ts';
import { readAnnouncements } from './read-announcements.ts';

interface LetterMailOptions {
  readonly engine: Engine;
  readonly clock: () => number;
  readonly send: SendMail | null;
  readonly address: string | null;
  readonly warn: (error: unknown) => void;
}

/** Files are not sent by e-mail: mail servers refuse many, and a reader in I2ES can check them. */
const ATTACHED: Readonly<Record<AnnouncementLanguage, (count: number) => string>> = {
  en: (count) => `Attachments, to read in I2ES: ${count}`,
  fr: (count) => `Pièces jointes, à lire dans I2ES\u00a0: ${count}`,
  es: (count) => `Archivos adjuntos, para leer en I2ES: ${count}`,
  ru: (count) => `Приложения, доступны в I2ES: ${count}`,
  zh: (count) => `附件（请在 I2ES 中阅读）：${count}`,
  ar: (count) => `المرفقات، للقراءة في I2ES: ${count}`
};

type MailState = 'waiting' | 'sending' | 'sent' | 'refused' | 'unclear';

interface CountryMail {
  readonly country: CountryCode;
  readonly state: MailState | 'no-address';
  readonly sent: number;
  readonly open: number;
  readonly words: string;
}

interface LetterMailState {
  readonly isSet: boolean;
  readonly isRunning: boolean;
  /** It is sent on the day from which the announcement is shown. */
  readonly isDue: boolean;
  readonly countries: readonly CountryMail[];
}

interface Claim {
  readonly schema: 1;
  readonly state: Exclude<MailState, 'waiting'>;
  readonly at: Instant;
  readonly words: string;
}

/** Letters per hour: more indicate a mistake or misuse of the Board's account. */
const MAX_PER_HOUR = 12;
const AN_HOUR = 3_600_000;
const LOOK_EVERY_MS = 600_000;
const DUE_PREFIX = 'mail-due:';

interface Due {
  readonly schema: 1;
  readonly act: ActId;
  readonly at: Instant;
}
/** Many times a mail server's timeout: by then the sending gateway has ended. */
const MAX_SENDING_MS = 600_000;

export class LetterMail {
  readonly #options: LetterMailOptions;
  readonly #people: PersonRecords;
  readonly #claims: Database;
  readonly #begun: number[] = [];
  readonly #running = new Map<ActId, Promise<void>>();
  #timer: NodeJS.Timeout | undefined;

  constructor(options: LetterMailOptions) {
    this.#options = options;
    this.#claims = options.engine.open('accounts');
    this.#people = new PersonRecords(this.#claims);
  }

  async state(id: string): Promise<Result<LetterMailState>> {
    const letter = await this.#letter(id);
    if (!letter) return refuse({ code: 'announcement.unknown', path: 'id' });
    // A sending that ends in between would otherwise appear both running and over.
    const isRunning = this.#running.has(letter.act._id);
    const found = await this.#recipients(letter.act);
    const countries = await Promise.all(
      [...found].map(([country, own]) => this.#tell(letter.act._id, country, own))
    );
    countries.sort((a, b) => (a.country < b.country ? -1 : 1));
    const isDue = (await readDocument<Due>(this.#claims, dueId(letter.act._id))) !== null;
    return accept({ isSet: this.#options.send !== null, isRunning, isDue, countries });
  }

  /** Does not wait for the mail server. `note` runs before any message. */
  async begin(id: string, note: () => Promise<void>): Promise<Result<true>> {
    const { send, clock } = this.#options;
    if (send === null) return refuse({ code: 'announcement.mail.notSet' });
    const letter = await this.#letter(id);
    if (!letter) return refuse({ code: 'announcement.unknown', path: 'id' });
    if (letter.state !== 'stands') return refuse({ code: 'announcement.mail.standsNoMore' });
    if (isScheduled(letter.act, this.#today)) {
      await note();
      const at = new Date(clock()).toISOString() as Instant;
      await changeDocument<Due>(this.#claims, dueId(letter.act._id), (held) =>
        held ? null : { schema: 1, act: letter.act._id, at }
      );
      return accept(true);
    }
    if (this.#running.has(letter.act._id)) return accept(true);
    const recent = this.#begun.filter((at) => at > clock() - AN_HOUR);
    if (recent.length >= MAX_PER_HOUR) {
      const seconds = Math.ceil(((recent[0] ?? clock()) + AN_HOUR - clock()) / 1000);
      return refuse({ code: 'announcement.mail.tooMany', values: { seconds } });
    }
    this.#begun.splice(0, this.#begun.length, ...recent, clock());
    const work = note()
      .then(() => this.#sendAll(letter.act, send))
      .catch(() => undefined)
      .finally(() => this.#running.delete(letter.act._id));
    this.#running.set(letter.act._id, work);
    return accept(true);
  }

  start(): void {
    this.#timer = setInterval(() => void this.sendDue().catch(this.#options.warn), LOOK_EVERY_MS).unref();
    void this.sendDue().catch(this.#options.warn);
  }

  close(): void {
    clearInterval(this.#timer);
  }

  /** Scheduled letters whose day has begun (UTC). A letter that was replaced or withdrawn meanwhile is not sent. */
  async sendDue(): Promise<void> {
    const { send } = this.#options;
    const due = await listDocuments(this.#claims, DUE_PREFIX, (document) => document as Due | null);
    for (const { act: id } of send === null ? [] : due.flatMap((one) => one ?? [])) {
      const letter = await this.#letter(id);
      if (letter && isScheduled(letter.act, this.#today)) continue;
      // Removed afterwards: if this ends in between, the claims keep a message from being sent again.
      if (letter?.state === 'stands' && send !== null) await this.#sendAll(letter.act, send);
      await removeDocument(this.#claims, dueId(id), () => true);
    }
  }

  get #today(): CalendarDate {
    return new Date(this.#options.clock()).toISOString().slice(0, 10) as CalendarDate;
  }

  async settled(): Promise<void> {
    await Promise.all(this.#running.values());
  }

  async #sendAll(act: AnnouncementAct, send: SendMail): Promise<void> {
    for (const recipient of [...(await this.#recipients(act)).values()].flat())
      await this.#sendOne(act, recipient, send);
  }

  async #sendOne(act: AnnouncementAct, { who, email, language }: Recipient, send: SendMail): Promise<void> {
    const letter = textFor(act.body.texts, language);
    const id = claimId(act._id, who);
    if (!letter || !(await this.#claim(id))) return;
    const { address } = this.#options;
    const count = act.body.files?.length ?? 0;
    const attached = count > 0 ? `\n\n${ATTACHED[letter.language](count)}` : '';
    const foot = address === null ? '' : `\n\n-- \nINCB · I2ES\n${address}/announcements\n`;
    const outcome = await send({ to: email, subject: letter.title, text: letter.text + attached + foot });
    const words = 'words' in outcome ? outcome.words : '';
    await changeDocument<Claim>(this.#claims, id, (held) => held && { ...held, state: outcome.state, words });
  }

  #claim(id: string): Promise<Claim | null> {
    const at = new Date(this.#options.clock()).toISOString() as Instant;
    return changeDocument<Claim>(this.#claims, id, (held) =>
      held && held.state !== 'refused' ? null : { schema: 1, state: 'sending', at, words: '' }
    );
  }

  #recipients(act: AnnouncementAct): Promise<ReadonlyMap<CountryCode, readonly Recipient[]>> {
    return recipientsOf(act.body.audience, { engine: this.#options.engine, people: this.#people });
  }

  async #tell(act: ActId, country: CountryCode, own: readonly Recipient[]): Promise<CountryMail> {
    if (own.length === 0) return { country, state: 'no-address', sent: 0, open: 0, words: '' };
    const claims = await Promise.all(
      own.map(({ who }) => readDocument<Claim>(this.#claims, claimId(act, who)))
    );
    const states = claims.map((claim) => this.#stateOf(claim));
    const order = ['refused', 'unclear', 'sending', 'waiting', 'sent'] as const;
    const state = order.find((one) => states.includes(one)) ?? 'waiting';
    const words = claims[states.indexOf(state)]?.words ?? '';
    const count = (...of: readonly MailState[]): number => states.filter((one) => of.includes(one)).length;
    return { country, state, sent: count('sent'), open: count('waiting', 'refused'), words };
  }

  /** An abandoned message might have been sent, so it is not sent again. */
  #stateOf(claim: Claim | null): MailState {
    if (claim === null) return 'waiting';
    const isLeft = claim.state === 'sending' && Date.parse(claim.at) < this.#options.clock() - MAX_SENDING_MS;
    return isLeft ? 'unclear' : claim.state;
  }

  async #letter(id: string): Promise<Letter | null> {
    const acts = await readAnnouncements(this.#options.engine.open('incb'));
    return lettersOfBoard(acts, this.#today).find(({ act }) => act._id === id) ?? null;
  }
}

function dueId(act: ActId): string {
  return `${DUE_PREFIX}${act.slice(-43)}`;
}

function claimId(act: ActId, who: string): string {
  return `mail:${act.slice(-43)}:${who}`;
}

interface Recipient {
  readonly country: CountryCode;
  readonly who: string;
  readonly email: string;
  readonly language: string | null;
}

async function recipientsOf(
  audience: Audience,
  { engine, people }: { readonly engine: Engine; readonly people: PersonRecords }
): Promise<ReadonlyMap<CountryCode, readonly Recipient[]>> {
  const meant = new Set(countriesOf(audience));
  const registered = await registrationsIn(engine);
  const found = new Map<CountryCode, Recipient[]>();
  for (const document of await people.listAll()) {
    const { id, role, authority } = documentToPerson(document);
    if (document.suspended || !may({ role }, 'manage') || !isCountry(authority) || !meant.has(authority))
      continue;
    const own = found.get(authority) ?? [];
    found.set(authority, own);
    const email = parseEmail(document.email);
    if (!email.ok) continue;
    const registration = registered.get(authority);
    const language = registration?.email === email.value ? registration.language : null;
    if (isAddressed(audience, { authority, role, language }))
      own.push({ country: authority, who: id, email: email.value, language });
  }
  for (const [country, own] of found) {
    // Before addresses were kept per person, the registration had one.
    const registration = registered.get(country);
    if (own.length > 0 || !registration) continue;
    const { email, language } = registration;
    const reader = { authority: country, role: 'administrator', language };
    if (parseEmail(email).ok && isAddressed(audience, reader))
      own.push({ country, who: country, email, language });
  }
  return found;
}

async function registrationsIn(engine: Engine): Promise<ReadonlyMap<CountryCode, Registration>> {
  const all = await listDocuments(engine.open('incb'), 'registration:', storedAs(parseRegistration));
  const confirmed = all.filter(({ status }) => status === 'confirmed');
  confirmed.sort((a, b) => (a.askedAt < b.askedAt ? -1 : 1));
  return new Map(confirmed.map((one) => [one.country, one]));
}
