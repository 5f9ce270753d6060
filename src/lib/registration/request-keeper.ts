/** Afterwards only the date and country of the sent request stay. */
import { isPlainObject } from '#lib/domain/shape/shape.ts';
import { isInstant } from '#lib/domain/calendar-date.ts';
import { isCountry } from '#lib/domain/country.ts';
import type { CountryCode, Instant } from '#lib/domain/ids.ts';
import { forget, remember, remembered } from '#lib/pwa/remember.ts';

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
  /** With it the server says how far the request is; null if an older server took it. */
  readonly secret: string | null;
}

const KEPT_AS = 'I2ES_ACCOUNT_REQUEST';
const SENT_AS = 'I2ES_ACCOUNT_REQUEST_SENT';
const MAX_CHARACTERS = 4000;

/** Private windows, a full disk: the page shows it. */
export function keepRequest(kept: KeptRequest): boolean {
  return remember(KEPT_AS, kept);
}

export function readKeptRequest(): KeptRequest | null {
  const kept = remembered(KEPT_AS);
  if (!isPlainObject(kept) || !isPlainObject(kept['values'])) return null;
  const { values } = kept;
  const texts = REQUEST_FIELDS.map((field) => values[field]);
  if (!texts.every((text) => typeof text === 'string' && text.length <= MAX_CHARACTERS)) return null;
  return { values: values as RequestValues, isReady: kept['isReady'] === true };
}

export function removeKeptRequest(): void {
  forget(KEPT_AS);
}

export function noteSentRequest(sent: SentRequest): void {
  remember(SENT_AS, sent);
}

export function readSentRequest(): SentRequest | null {
  const sent = remembered(SENT_AS);
  if (!isPlainObject(sent)) return null;
  const { country, at, number, secret } = sent;
  if (!isCountry(country) || !isInstant(at)) return null;
  const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);
  return { country, at, number: textOf(number), secret: textOf(secret) };
}

export function forgetSentRequest(): void {
  forget(SENT_AS);
}
