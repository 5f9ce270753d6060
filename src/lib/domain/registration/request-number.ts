/**
 * Number of an account request before INCB answers: `BD-7K2M-9QXT`. Sender and INCB both compute it from the request's
 * text, so the server's answer does not disclose if a country is registered.
 */
import { canonicalJson } from '../canonical.ts';
import { sha256 } from '../sha256.ts';
import { textToUtf8 } from '../bytes.ts';
import type { RegistrationRequest } from './request.ts';

/** Crockford's alphabet omits I, L, O and U, which are misread. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const SIGNS = 8;

export function requestNumber(request: RegistrationRequest): string {
  const { country, authority, name, function: office, email, address, language } = request;
  const words = { country, authority, name, function: office, email, address, language };
  const signs = Array.from(sha256(textToUtf8(canonicalJson(words))).subarray(0, SIGNS), (byte) =>
    ALPHABET.charAt(byte & 31)
  ).join('');
  return [country, signs.slice(0, 4), signs.slice(4)].join('-');
}

/** Matches a part of the number, in any case, with or without hyphens. */
export function isNumberLike(number: string, typed: string): boolean {
  const plain = (text: string): string =>
    text
      .toUpperCase()
      .replace(/[\s\u2010-\u2015-]/g, '')
      .replace(/O/g, '0')
      .replace(/[IL]/g, '1');
  return plain(number).indexOf(plain(typed)) >= 0;
}
