import type { CountryCode, Instant, CalendarDate } from '../ids.ts';
import { accept, type Problem, type Result } from '../result.ts';
import {
  anyText,
  calendarDate,
  coded,
  instant,
  isPlainObject,
  listOf,
  oneOf,
  pattern,
  readFields,
  readStored,
  stored,
  type Check,
  type Checked
} from '../shape/shape.ts';
import { emailAddress, REQUEST_FIELDS, type RegistrationRequest } from './request.ts';
import type { Standing } from './standing.ts';

/** Different for each country: of the address, and of the network around it. */
export interface Sender {
  readonly address: string;
  readonly network: string;
}

/** Only a person can record the sending; a generated file does not prove it. */
export const SENDING_WAYS = ['diplomatic', 'post', 'courier', 'email', 'hand'] as const;
export type SendingWay = (typeof SENDING_WAYS)[number];

const ofLetter = { letter: instant, at: instant, by: anyText };
const SENDING = {
  on: coded(calendarDate, 'letter.sent.on.malformed'),
  how: coded(oneOf(SENDING_WAYS), 'letter.sent.how.unknown')
};
export type LetterSending = { readonly [F in keyof typeof SENDING]: Checked<(typeof SENDING)[F]> };

const sent = stored({ required: { ...ofLetter, ...SENDING, what: oneOf(['sent']) } });
const withdrawn = stored({ required: { ...ofLetter, what: oneOf(['withdrawn']), reason: anyText } });
export type LetterEvent = Checked<typeof sent> | Checked<typeof withdrawn>;

const letterEvent: Check<LetterEvent> = (value, out) =>
  (isPlainObject(value) && value['what'] === 'withdrawn' ? withdrawn : sent)(value, out);

/** The authority says it, for example on the telephone; an INCB user records it. */
export const RECEPTIONS = ['received', 'opened'] as const;
export type Reception = (typeof RECEPTIONS)[number];

const RECEIVING = {
  what: coded(oneOf(RECEPTIONS), 'letter.received.what.unknown'),
  on: coded(calendarDate, 'letter.sent.on.malformed')
};
export type LetterReceiving = { readonly [F in keyof typeof RECEIVING]: Checked<(typeof RECEIVING)[F]> };
const reception = stored({ required: { ...ofLetter, ...RECEIVING } });
export type LetterReception = Checked<typeof reception>;

/** Several requests can be open for one country; INCB decides which one the Government confirms. */
const REGISTRATION_STATUSES = ['asked', 'letter', 'confirmed', 'refused'] as const;
type RegistrationStatus = (typeof REGISTRATION_STATUSES)[number];

/** Steps of a confirmation, in this order; each can be repeated safely. */
export const PROVISION_STEPS = [
  'database',
  'service-user',
  'security',
  'designs',
  'exchange',
  'directory',
  'invitation'
] as const;
export type ProvisionStep = (typeof PROVISION_STEPS)[number];

/**
 * `second`: the country has an earlier request or account · `active`: it already issues · `crowded`: too many waited
 * (`crowd.ts`).
 */
export type RegistrationMark = 'second' | 'active' | 'crowded';

/** The letter's code is not stored here. */
interface EarlierLetter {
  readonly at: Instant;
  readonly by: string;
}

/** Only the last letters stay: the record is bounded. */
export const MAX_EARLIER_LETTERS = 50;

/** `registration:<CC>:<n>` in INCB's database; only the gateway writes it. Observers get empty `name` and `email`. */
export interface Registration extends RegistrationRequest {
  readonly _id: string;
  readonly schema: 1;
  readonly status: RegistrationStatus;
  readonly askedAt: Instant;
  readonly marks: readonly RegistrationMark[];
  readonly sender?: Sender;
  readonly letterAt?: Instant;
  readonly letterBy?: string;
  readonly letterUntil?: Instant;
  /** Each new letter invalidates the one before. */
  readonly earlierLetters?: readonly EarlierLetter[];
  readonly letterEvents?: readonly LetterEvent[];
  readonly receptions?: readonly LetterReception[];
  /** Wrong tries used up the code, or the letter was withdrawn. */
  readonly codeVoidAt?: Instant;
  readonly decidedAt?: Instant;
  /** An INCB user, or `letter` if the authority entered the code. */
  readonly decidedBy?: string;
  readonly how?: 'code' | 'word';
  readonly reason?: string;
  readonly steps: readonly { readonly step: ProvisionStep; readonly at: Instant }[];
}

const ID = /^registration:([A-Z]{2}):([1-9]\d{0,8})$/;

export function registrationId(country: CountryCode, n: number): string {
  return `registration:${country}:${n}`;
}

export function isRegistrationId(value: unknown): value is string {
  return typeof value === 'string' && ID.test(value);
}

export function registrationNumber(id: string): number {
  return Number(ID.exec(id)?.[2] ?? 0);
}

export function isOpen({ status }: Pick<Registration, 'status'>): boolean {
  return status === 'asked' || status === 'letter';
}

export function isUnfinished({ status, steps }: Pick<Registration, 'status' | 'steps'>): boolean {
  return status === 'confirmed' && PROVISION_STEPS.some((step) => !hasStep({ steps }, step));
}

export function hasStep({ steps }: Pick<Registration, 'steps'>, step: ProvisionStep): boolean {
  return steps.some((one) => one.step === step);
}

export function marksOf(
  earlier: readonly Pick<Registration, 'status'>[],
  standing: Pick<Standing, 'activeSince'> | null
): RegistrationMark[] {
  const isSecond = standing !== null || earlier.some((one) => one.status !== 'refused');
  const isActive = standing !== null && standing.activeSince !== undefined;
  return [...(isSecond ? (['second'] as const) : []), ...(isActive ? (['active'] as const) : [])];
}

/**
 * INCB can send a letter for the request, or confirm it:
 *
 * | request           | country not registered, or closed | registered or suspended |
 * |-------------------|-----------------------------------|-------------------------|
 * | asked, letter     | yes                               | no: it has its people   |
 * | confirmed, refused| no: decided                       | no: decided             |
 *
 * A country that has locked itself out is given a successor; nobody is replaced by asking.
 */
export function judgeDecision(
  registration: Pick<Registration, '_id' | 'status'>,
  standing: Pick<Standing, 'state' | 'registration'> | null
): Problem[] {
  if (!isOpen(registration))
    return [{ code: 'registration.decided', values: { status: registration.status } }];
  return isClaimable(registration, standing) ? [] : [{ code: 'registration.country.registered' }];
}

/**
 * The country's place belongs to this request, or is free for it:
 *
 * | standing              | of this request | of another, or of none |
 * |-----------------------|-----------------|------------------------|
 * | none                  | yes             | yes                    |
 * | registered, suspended | yes             | no                     |
 * | closed                | no              | yes                    |
 */
export function isClaimable(
  { _id }: Pick<Registration, '_id'>,
  standing: Pick<Standing, 'state' | 'registration'> | null
): boolean {
  return standing === null || (standing.state === 'closed') !== (standing.registration === _id);
}

/** The earlier letter moves to `earlierLetters` and its code stops working. */
export function withLetter(
  { codeVoidAt: _void, ...held }: Registration,
  letter: { readonly at: Instant; readonly by: string; readonly until: Instant }
): Registration {
  const { letterAt: at, letterBy: by, earlierLetters = [] } = held;
  const earlier = at === undefined || by === undefined ? earlierLetters : [...earlierLetters, { at, by }];
  return {
    ...held,
    status: 'letter',
    letterAt: letter.at,
    letterBy: letter.by,
    letterUntil: letter.until,
    ...(earlier.length > 0 ? { earlierLetters: earlier.slice(-MAX_EARLIER_LETTERS) } : {})
  };
}

const record = stored({
  required: {
    _id: pattern(ID, 'document.malformed'),
    schema: oneOf([1]),
    status: oneOf(REGISTRATION_STATUSES),
    askedAt: instant,
    marks: listOf(anyText, 0, Infinity),
    steps: listOf(stored({ required: { at: instant } }), 0, Infinity)
  },
  optional: {
    earlierLetters: listOf(stored({ required: { at: instant, by: anyText } }), 0, Infinity),
    letterEvents: listOf(letterEvent, 0, Infinity),
    receptions: listOf(reception, 0, Infinity)
  }
});

const emailOrNone: Check<string> = (value, out) => void (value === '' || emailAddress(value, out));
const HELD_FIELDS = { ...REQUEST_FIELDS, name: anyText, email: emailOrNone };

/** Unknown keys belong to a later version and stay. */
export function parseRegistration(value: unknown): Result<Registration> {
  const read = readStored(record, value);
  if (!read.ok) return read;
  const asked = readFields(HELD_FIELDS, value);
  return asked.ok ? accept(value as Registration) : asked;
}

/** Only the last events stay: the record is bounded. */
export const MAX_LETTER_EVENTS = 100;

export function parseSending(value: unknown): Result<LetterSending> {
  return readFields(SENDING, value);
}

export function parseReceiving(value: unknown): Result<LetterReceiving> {
  return readFields(RECEIVING, value);
}

export function lastReception(
  { receptions = [], letterAt }: Pick<Registration, 'receptions' | 'letterAt'>,
  what: Reception
): LetterReception | null {
  const own = receptions.filter((one) => one.letter === letterAt && one.what === what);
  return own[own.length - 1] ?? null;
}

export function lastSending({ letterEvents = [], letterAt }: LetterState): LetterSending | null {
  const own = sendingsOf(letterEvents).filter(({ letter }) => letter === letterAt);
  return own[own.length - 1] ?? null;
}

export function firstSentOn({ letterEvents = [] }: Pick<LetterState, 'letterEvents'>): CalendarDate | null {
  return (
    sendingsOf(letterEvents)
      .map(({ on }) => on)
      .sort()[0] ?? null
  );
}

interface LetterState {
  readonly letterAt?: Instant;
  readonly letterEvents?: readonly LetterEvent[];
}

function sendingsOf(events: readonly LetterEvent[]) {
  return events.flatMap((event) => (event.what === 'sent' ? [event] : []));
}

/** `BD-1` for `registration:BD:1`. */
export function registrationReference(id: string): string {
  return id.slice('registration:'.length).replace(':', '-');
}

export function referenceToRegistrationId(reference: string): string | null {
  const id = `registration:${reference.replace('-', ':')}`;
  return isRegistrationId(id) ? id : null;
}
