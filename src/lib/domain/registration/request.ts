/**
 * domain.md §1.3. INCB verifies it through official channels, so every word is kept as written and none is believed.
 */
import { accept, refuse, type Result } from '../result.ts';
import { country } from '../shape/references.ts';
import { coded, isPlainObject, oneOf, readFields, text, type Check, type Checked } from '../shape/shape.ts';

export const LETTER_LANGUAGES = ['en', 'fr', 'es', 'ru', 'zh', 'ar'] as const;
export type LetterLanguage = (typeof LETTER_LANGUAGES)[number];

/** UTF-16 units. */
export const MAX_REQUEST_LENGTHS = {
  authority: 200,
  name: 120,
  function: 120,
  address: 500,
  reason: 1000
} as const;

export const emailAddress: Check<string> = (value, out) => {
  const read = parseEmail(value);
  if (!read.ok) out.push(...read.problems.map(({ code }) => ({ code })));
};

const words = {
  name: text(1, MAX_REQUEST_LENGTHS.name),
  function: text(1, MAX_REQUEST_LENGTHS.function)
};
const reason = text(1, MAX_REQUEST_LENGTHS.reason, true);

export const REQUEST_FIELDS = {
  country,
  authority: text(1, MAX_REQUEST_LENGTHS.authority),
  ...words,
  address: text(1, MAX_REQUEST_LENGTHS.address, true),
  email: emailAddress,
  language: coded(oneOf(LETTER_LANGUAGES), 'registration.language.unknown')
};
export type RegistrationRequest = {
  readonly [F in keyof typeof REQUEST_FIELDS]: Checked<(typeof REQUEST_FIELDS)[F]>;
};

export function parseRegistrationRequest(value: unknown): Result<RegistrationRequest> {
  const read = readFields(REQUEST_FIELDS, value);
  const unknown = isPlainObject(value) ? Object.keys(value).filter((key) => !(key in REQUEST_FIELDS)) : [];
  if (unknown.length === 0) return read;
  const problems = unknown.map((key) => ({ code: 'act.key.unknown', path: key.slice(0, 60) }));
  return refuse(...problems, ...(read.ok ? [] : read.problems));
}

/** Compares every word: on a bad connection one request can arrive twice. */
export function isSameRequest(one: RegistrationRequest, other: RegistrationRequest): boolean {
  return (Object.keys(REQUEST_FIELDS) as (keyof typeof REQUEST_FIELDS)[]).every(
    (field) => one[field] === other[field]
  );
}

export function parseReason(value: unknown, path = 'reason'): Result<string> {
  const read = readFields({ reason }, { reason: value });
  return read.ok ? accept(read.value.reason) : refuse(...read.problems.map((one) => ({ ...one, path })));
}

const SUCCESSOR = { ...words, email: emailAddress, reason };
export type SuccessorRequest = { readonly [F in keyof typeof SUCCESSOR]: Checked<(typeof SUCCESSOR)[F]> };

export function parseSuccessor(value: unknown): Result<SuccessorRequest> {
  return readFields(SUCCESSOR, value);
}

/**
 * RFC 5321 dot-string at a domain name, in ASCII. Quoting, comments and bracketed addresses are refused: ministries do
 * not use them and mailers read them differently.
 */
const MAX_LENGTH = 254;
const ATOM = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+";
const LABEL = '[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?';
const EMAIL = new RegExp(`^(?=.{1,64}@)${ATOM}(?:\\.${ATOM})*@(?:${LABEL}\\.)+[A-Za-z]{2,63}$`);

export function parseEmail(value: unknown, path = 'email'): Result<string> {
  if (typeof value !== 'string' || value === '') return refuse({ code: 'registration.email.missing', path });
  if (value.length > MAX_LENGTH || !EMAIL.test(value))
    return refuse({ code: 'registration.email.malformed', path });
  return accept(value);
}
