/** An unsent account request, stored in this browser. Afterwards only the date and country of the sent request stay. */
import { isPlainObject } from '#lib/domain/shape/shape.ts';
import { isInstant } from '#lib/domain/calendar-date.ts';
import { isCountry } from '#lib/domain/country.ts';
import type { CountryCode, Instant } from '#lib/domain/ids.ts';

export const REQUEST_FIELDS = [
  'country',
  'authority',
  'name',
  'function',
  'email',
  'address',
  'language'
] as const;
export type RequestField = (typeof REQUEST_FIELDS)[number];
export type RequestValues = Record<RequestField, string>;

interface KeptRequest {
  readonly values: RequestValues;
  readonly isReady: boolean;
}

export interface SentRequest {
  readonly country: CountryCode;
  readonly at: Instant;
  /** The number its sender cites (`domain/registration/confirmation-code.ts`); null if a former version sent it. */
  readonly number: string | null;
}

const KEPT_AS = 'I2ES_ACCOUNT_REQUEST';
const SENT_AS = 'I2ES_ACCOUNT_REQUEST_SENT';
const MAX_CHARACTERS = 4000;

/** False if this browser stores nothing (private windows, a full disk): the page shows it. */
export function keepRequest(kept: KeptRequest): boolean {
  return write(KEPT_AS, kept);
}

export function readKeptRequest(): KeptRequest | null {
  const kept = read(KEPT_AS);
  if (!isPlainObject(kept) || !isPlainObject(kept['values'])) return null;
  const { values } = kept;
  const texts = REQUEST_FIELDS.map((field) => values[field]);
  if (!texts.every((text) => typeof text === 'string' && text.length <= MAX_CHARACTERS)) return null;
  return { values: values as RequestValues, isReady: kept['isReady'] === true };
}

export function removeKeptRequest(): void {
  remove(KEPT_AS);
}

export function noteSentRequest(sent: SentRequest): void {
  write(SENT_AS, sent);
}

export function readSentRequest(): SentRequest | null {
  const sent = read(SENT_AS);
  if (!isPlainObject(sent)) return null;
  const { country, at, number } = sent;
  if (!isCountry(country) || !isInstant(at)) return null;
  return { country, at, number: typeof number === 'string' ? number : null };
}

export function forgetSentRequest(): void {
  remove(SENT_AS);
}

function write(key: string, value: object): boolean {
  try {
    localStorage.setItem(key, JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
}

function read(key: string): unknown {
  try {
    return JSON.parse(localStorage.getItem(key) ?? 'null');
  } catch {
    return null;
  }
}

function remove(key: string): void {
  try {
    localStorage.removeItem(key);
  } catch {
    // A browser without storage has kept nothing.
  }
}
