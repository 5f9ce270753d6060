/**
 * A request for a country's first account (domain.md §1.3). INCB verifies it through official channels, so every word
 * is kept as written and none is believed.
 */
import { isCountry } from '../country.ts';
import type { CountryCode } from '../ids.ts';
import { accept, refuse, type Problem, type Result } from '../result.ts';
import { isPlainObject, textProblem } from '../shape/shape.ts';

export const LETTER_LANGUAGES = ['en', 'fr', 'es', 'ru', 'zh', 'ar'] as const;
export type LetterLanguage = (typeof LETTER_LANGUAGES)[number];

export interface RegistrationRequest {
  readonly country: CountryCode;
  readonly authority: string;
  readonly name: string;
  readonly function: string;
  readonly email: string;
  readonly address: string;
  readonly language: LetterLanguage;
}

/** UTF-16 units. */
export const MAX_REQUEST_LENGTHS = {
  authority: 200,
  name: 120,
  function: 120,
  address: 500,
  reason: 1000
} as const;

const FIELDS = ['country', 'authority', 'name', 'function', 'email', 'address', 'language'];

/** Returns all problems, each with its field; unknown fields are problems too. */
export function parseRegistrationRequest(value: unknown): Result<RegistrationRequest> {
  if (!isPlainObject(value)) return refuse({ code: 'request.body.malformed' });
  const problems: Problem[] = [];
  for (const key of Object.keys(value))
    if (FIELDS.indexOf(key) < 0) problems.push({ code: 'act.key.unknown', path: key.slice(0, 60) });
  const { country, language } = value;
  if (!isCountry(country)) problems.push({ code: 'country.unknown', path: 'country' });
  for (const field of ['authority', 'name', 'function', 'address'] as const)
    problems.push(...judgeText(value[field], field, field === 'address'));
  const email = parseEmail(value['email']);
  if (!email.ok) problems.push(...email.problems);
  if ((LETTER_LANGUAGES as readonly unknown[]).indexOf(language) < 0)
    problems.push({ code: 'registration.language.unknown', path: 'language' });
  return problems.length > 0 ? refuse(...problems) : accept(value as unknown as RegistrationRequest);
}

/** Compares every word: on a bad connection one request can arrive twice. */
export function isSameRequest(one: RegistrationRequest, other: RegistrationRequest): boolean {
  return FIELDS.every(
    (field) => one[field as keyof RegistrationRequest] === other[field as keyof RegistrationRequest]
  );
}

export function parseReason(value: unknown, path = 'reason'): Result<string> {
  const problems = judgeText(value, 'reason', true, path);
  return problems.length > 0 ? refuse(...problems) : accept(value as string);
}

export interface SuccessorRequest {
  readonly name: string;
  readonly function: string;
  readonly email: string;
  readonly reason: string;
}

export function parseSuccessor(value: unknown): Result<SuccessorRequest> {
  if (!isPlainObject(value)) return refuse({ code: 'request.body.malformed' });
  const email = parseEmail(value['email']);
  const problems = [
    ...judgeText(value['name'], 'name', false),
    ...judgeText(value['function'], 'function', false),
    ...(email.ok ? [] : email.problems),
    ...judgeText(value['reason'], 'reason', true)
  ];
  return problems.length > 0 ? refuse(...problems) : accept(value as unknown as SuccessorRequest);
}

function judgeText(
  value: unknown,
  field: keyof typeof MAX_REQUEST_LENGTHS,
  multiline: boolean,
  path: string = field
): Problem[] {
  const most = MAX_REQUEST_LENGTHS[field];
  const found = textProblem(value === undefined ? '' : value, 1, most, multiline);
  return found === null ? [] : [{ ...found, path }];
}

/**
 * Official e-mail address: RFC 5321 dot-string at a domain name, in ASCII. Quoting, comments and bracketed addresses
 * are refused: ministries do not use them and mailers read them differently.
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
