/**
 * Authorization numbers such as `AU-I-2026-000101-98`: country, letter of the kind, year, serial, two check characters
 * (ISO 7064 MOD 97-10) against misreading. 1961 art. 31(4)(c) puts the number on every export authorization.
 */
import { isCountry } from '../country.ts';
import type { CountryCode } from '../ids.ts';
import { accept, refuse, type Problem, type Result } from '../result.ts';

/** Numbered, cancelled and replaced alike. A declaration authorizes nothing: 1971 art. 12(2). */
export const AUTHORIZATION_KINDS = [
  'import-authorization',
  'export-authorization',
  'export-declaration'
] as const;
export type AuthorizationKind = (typeof AUTHORIZATION_KINDS)[number];

const LETTERS: Readonly<Record<AuthorizationKind, string>> = {
  'import-authorization': 'I',
  'export-authorization': 'E',
  'export-declaration': 'D'
};

export function isAuthorizationKind(kind: unknown): kind is AuthorizationKind {
  return AUTHORIZATION_KINDS.some((one) => one === kind);
}

export interface NumberParts {
  readonly country: CountryCode;
  readonly kind: AuthorizationKind;
  readonly year: number;
  readonly serial: number;
}

export const LAST_SERIAL = 999999;

const NUMBER = /^([A-Z]{2})-([IED])-(\d{4})-(\d{6})-(\d{2})$/;

export function formatNumber({ country, kind, year, serial }: NumberParts): string {
  if (!Number.isInteger(serial) || serial < 1 || serial > LAST_SERIAL)
    throw new Error('no serial: ' + serial);
  const head = numberShape({ country, kind, year }).head + String(serial).padStart(6, '0');
  const check = 98 - remainder97(head + '00');
  return `${head}-${String(check).padStart(2, '0')}`;
}

/** Common prefix of a kind and year, and the place of the serial. */
export function numberShape({ country, kind, year }: Omit<NumberParts, 'serial'>): {
  readonly head: string;
  readonly serialAt: number;
  readonly serialEnd: number;
} {
  const head = `${country}-${LETTERS[kind]}-${year}-`;
  return { head, serialAt: head.length, serialEnd: head.length + 6 };
}

/** Reads I2ES numbers in any case; other systems' numbers are not read. */
export function parseNumber(text: string, path = 'number'): Result<NumberParts> {
  const upper = text.trim().toUpperCase();
  const match = NUMBER.exec(upper);
  if (!match) return refuse({ code: 'authorization.number.malformed', path, values: { number: text } });
  const [, country, letter, year, serial] = match;
  if (remainder97(upper) !== 1) {
    return refuse({ code: 'authorization.number.checkDigits', path, values: { number: upper } });
  }
  if (!isCountry(country) || Number(serial) < 1) {
    return refuse({ code: 'authorization.number.malformed', path, values: { number: text } });
  }
  const kind = AUTHORIZATION_KINDS.find((one) => LETTERS[one] === letter) ?? 'export-authorization';
  return accept({ country, kind, year: Number(year), serial: Number(serial) });
}

/** An I2ES number that was written without its hyphens gets them; any other text stays as it is. */
export function withHyphens(number: string): string {
  return number.replace(new RegExp(NUMBER.source.split(')-(').join(')(')), '$1-$2-$3-$4-$5');
}

const DASHES = /[\u2010-\u2015\u2212]/g;

/** An I2ES number is judged by its check digits, even with other dashes or widths; any other number passes. */
export function judgeCitedNumber(number: string, path: string): readonly Problem[] {
  const parsed = parseNumber(number.normalize('NFKC').replace(DASHES, '-'), path);
  return parsed.ok ? [] : parsed.problems.filter(({ code }) => code === 'authorization.number.checkDigits');
}

/** Letters count as 10 to 35, hyphens are skipped; digit by digit, so that nothing overflows. */
function remainder97(text: string): number {
  let rest = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code >= 48 && code <= 57) rest = (rest * 10 + code - 48) % 97;
    else if (code >= 65 && code <= 90) rest = (rest * 100 + code - 55) % 97;
  }
  return rest;
}
