/**
 * One request for a country's first account and what became of it. Several may be open for one country:
 * none pushes another aside, and INCB decides which one the Government stands by.
 */
import { isPlainObject } from '../shape/shape.ts';
import { isInstant } from '../calendar-date.ts';
import type { CountryCode, Instant } from '../ids.ts';
import { accept, refuse, type Problem, type Result } from '../result.ts';
import { isLetterEvents, type LetterEvent } from './letter-event.ts';
import { parseRegistrationRequest, type RegistrationRequest } from './request.ts';
import type { Sender } from './sender.ts';
import type { Standing } from './standing.ts';

const REGISTRATION_STATUSES = ['asked', 'letter', 'confirmed', 'refused'] as const;
type RegistrationStatus = (typeof REGISTRATION_STATUSES)[number];

/** What a confirmation makes, in this order; each may be repeated. */
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
 * `second`: the country had asked or was registered before · `active`: it issues already · `crowded`: so many waited
 * for the country when it came that it was folded (`crowd.ts`).
 */
export type RegistrationMark = 'second' | 'active' | 'crowded';

/** When a letter was written and by whom; of its code nothing is kept here. */
interface EarlierLetter {
  readonly at: Instant;
  readonly by: string;
}

/** The last ones: a record has a bound. */
export const MAX_EARLIER_LETTERS = 50;

/** `registration:<CC>:<n>` in the Board's database; written by the gateway alone. */
export interface Registration extends RegistrationRequest {
  readonly _id: string;
  readonly schema: 1;
  readonly status: RegistrationStatus;
  readonly askedAt: Instant;
  readonly marks: readonly RegistrationMark[];
  /** While it is open. */
  readonly sender?: Sender;
  readonly letterAt?: Instant;
  readonly letterBy?: string;
  readonly letterUntil?: Instant;
  /** The earlier letters of this request; each was made void by the one after it. */
  readonly earlierLetters?: readonly EarlierLetter[];
  /** What became of the letters since they were made, in the order in which it was recorded. */
  readonly letterEvents?: readonly LetterEvent[];
  /** When the letter's code was worn out by wrong tries, or the letter withdrawn: the authority needs a new letter. */
  readonly codeVoidAt?: Instant;
  readonly decidedAt?: Instant;
  /** A person of the Board, or `letter` where the authority itself typed the code. */
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

/** The `n` of `registration:<CC>:<n>`. */
export function registrationNumber(id: string): number {
  return Number(ID.exec(id)?.[2] ?? 0);
}

export function isOpen({ status }: Pick<Registration, 'status'>): boolean {
  return status === 'asked' || status === 'letter';
}

/** Confirmed, and something of what that makes is not there yet. */
export function isUnfinished({ status, steps }: Pick<Registration, 'status' | 'steps'>): boolean {
  return status === 'confirmed' && PROVISION_STEPS.some((step) => !hasStep({ steps }, step));
}

export function hasStep({ steps }: Pick<Registration, 'steps'>, step: ProvisionStep): boolean {
  return steps.some((one) => one.step === step);
}

/** What INCB has to know of a request before it believes it. */
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

/** As it stands with a new letter: the one before it is told of, and opens nothing any more. */
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

/** What is stored, as it is read again; unknown further keys are of a later version and stay. */
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
