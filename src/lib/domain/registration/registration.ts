/** Origin of an account request. */
import { isInstant, isCalendarDate } from '../calendar-date.ts';
import type { CountryCode, Instant, CalendarDate } from '../ids.ts';
import { accept, refuse, type Problem, type Result } from '../result.ts';
import { isPlainObject } from '../shape/shape.ts';
import { parseRegistrationRequest, type RegistrationRequest } from './request.ts';
import type { Standing } from './standing.ts';

/** Keyed hashes, different for each country: of the address, and of the network around it. */
export interface Sender {
  readonly address: string;
  readonly network: string;
}

/**
 * One request for a country's first account, with its history. Several can be open for one country; INCB decides which
 * one the Government confirms.
 */

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
 * `second`: the country has an earlier request or account · `active`: it already issues · `crowded`: it arrived when
 * too many waited and was folded (`crowd.ts`).
 */
export type RegistrationMark = 'second' | 'active' | 'crowded';

/** The letter's code is not stored here. */
interface EarlierLetter {
  readonly at: Instant;
  readonly by: string;
}

/** Only the last letters stay: the record is bounded. */
export const MAX_EARLIER_LETTERS = 50;

/** `registration:<CC>:<n>` in INCB's database; only the gateway writes it. */
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
  /** Set when wrong tries used up the code or the letter was withdrawn; the authority needs a new letter. */
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
 * Whether INCB may send a letter for it, or confirm it.
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
 * Whether the country's place is this request's, or free for it.
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

/** Parses a stored registration; unknown keys belong to a later version and stay. */
export function parseRegistration(value: unknown): Result<Registration> {
  if (!isPlainObject(value) || !isRegistrationId(value['_id'])) return refuse({ code: 'document.malformed' });
  const { country, authority, name, function: office, email, address, language } = value;
  const asked = parseRegistrationRequest({
    country,
    authority,
    name,
    function: office,
    email,
    address,
    language
  });
  if (!asked.ok) return asked;
  const { status, askedAt, marks, steps } = value;
  const wellFormed =
    value['schema'] === 1 &&
    (REGISTRATION_STATUSES as readonly unknown[]).indexOf(status) >= 0 &&
    isInstant(askedAt) &&
    Array.isArray(marks) &&
    Array.isArray(steps) &&
    steps.every((one) => isPlainObject(one) && isInstant(one['at'])) &&
    isLetterList(value['earlierLetters']) &&
    isLetterEvents(value['letterEvents']);
  return wellFormed ? accept(value as unknown as Registration) : refuse({ code: 'document.malformed' });
}

function isLetterList(value: unknown): boolean {
  if (value === undefined) return true;
  const isLetter = (one: unknown): boolean =>
    isPlainObject(one) && isInstant(one['at']) && typeof one['by'] === 'string';
  return Array.isArray(value) && value.every(isLetter);
}

/**
 * History of INCB's letters to a country: sent, sent again, withdrawn. Only a person can record the sending; a
 * generated file does not prove it.
 */

export const SENDING_WAYS = ['diplomatic', 'post', 'courier', 'email', 'hand'] as const;
export type SendingWay = (typeof SENDING_WAYS)[number];

export interface LetterSending {
  readonly on: CalendarDate;
  readonly how: SendingWay;
}

interface OfLetter {
  readonly letter: Instant;
  readonly at: Instant;
  readonly by: string;
}

export type LetterEvent =
  | (OfLetter & LetterSending & { readonly what: 'sent' })
  | (OfLetter & { readonly what: 'withdrawn'; readonly reason: string });

/** Only the last events stay: the record is bounded. */
export const MAX_LETTER_EVENTS = 100;

export function parseSending(value: unknown): Result<LetterSending> {
  if (!isPlainObject(value)) return refuse({ code: 'request.body.malformed' });
  const { on, how } = value;
  const problems: Problem[] = [];
  if (!isCalendarDate(on)) problems.push({ code: 'letter.sent.on.malformed', path: 'on' });
  if ((SENDING_WAYS as readonly unknown[]).indexOf(how) < 0)
    problems.push({ code: 'letter.sent.how.unknown', path: 'how' });
  return problems.length > 0
    ? refuse(...problems)
    : accept({ on: on as CalendarDate, how: how as SendingWay });
}

/** Latest sending of the letter with the valid code; null if none was recorded. */
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

function isLetterEvents(value: unknown): boolean {
  if (value === undefined) return true;
  const isEvent = (one: unknown): boolean => {
    if (!isPlainObject(one) || typeof one['by'] !== 'string') return false;
    if (!isInstant(one['letter']) || !isInstant(one['at'])) return false;
    if (one['what'] === 'withdrawn') return typeof one['reason'] === 'string';
    const isWay = (SENDING_WAYS as readonly unknown[]).indexOf(one['how']) >= 0;
    return one['what'] === 'sent' && isCalendarDate(one['on']) && isWay;
  };
  return Array.isArray(value) && value.every(isEvent);
}

/** Reference of a request on paper and in addresses: `BD-1` for `registration:BD:1`. */

export function registrationReference(id: string): string {
  return id.slice('registration:'.length).replace(':', '-');
}

export function referenceToRegistrationId(reference: string): string | null {
  const id = `registration:${reference.replace('-', ':')}`;
  return isRegistrationId(id) ? id : null;
}
