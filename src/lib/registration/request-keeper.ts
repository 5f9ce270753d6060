/**
 * A request for an account that cannot go yet, kept in this browser until it is sent; afterwards only when
 * and for which country one was sent. The page says where it is kept and removes it on a word.
 */
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
/** As typed: nothing is judged yet. */
export type RequestValues = Record<RequestField, string>;

export interface KeptRequest {
  readonly values: RequestValues;
  /** Its writer has pressed the button: it goes as soon as there is a connection. */
  readonly isReady: boolean;
}

export interface SentRequest {
  readonly country: CountryCode;
  readonly at: Instant;
  /** By which its sender cites it (`domain/registration/request-number.ts`); null of one that a former version sent. */
  readonly number: string | null;
}

const KEPT_AS = 'I2ES_ACCOUNT_REQUEST';
const SENT_AS = 'I2ES_ACCOUNT_REQUEST_SENT';
/** Longer than any field may be: more was not typed here. */
const MAX_CHARACTERS = 4000;

/** False where this browser keeps nothing (private windows, a full disk): the page says so. */
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
    // What may not be written was not kept.
  }
}
