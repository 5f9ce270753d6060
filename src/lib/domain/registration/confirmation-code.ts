/**
 * 95 random bits as 19 characters of Crockford's base32, plus a check character: a typing error does not count as a
 * try. The weighted sum over GF(32) finds every single wrong character and every swap of two.
 */
import { textToUtf8 } from '../bytes.ts';
import { canonicalJson } from '../canonical.ts';
import type { Brand, CountryCode } from '../ids.ts';
import { accept, refuse, type Result } from '../result.ts';
import { sha256 } from '../sha256.ts';
import type { RegistrationRequest } from './request.ts';

/** 20 characters without hyphens. */
export type ConfirmationCode = Brand<string, 'ConfirmationCode'>;

/** Crockford's alphabet omits I, L, O and U, which are misread. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const LENGTH = 20;
/** 12 random bytes, of which 95 bits are used. */
export const CODE_BYTES = 12;
/** `bytes`: at least `CODE_BYTES` from a cryptographic source. */
export function bytesToConfirmationCode(bytes: Uint8Array): ConfirmationCode {
  if (bytes.length < CODE_BYTES) throw new Error('too few random bytes for a confirmation code');
  const values: number[] = [];
  let [held, bits] = [0, 0];
  for (let at = 0; values.length < LENGTH - 1;) {
    if (bits < 5) {
      held = ((held << 8) | (bytes[at++] as number)) & 0xfff;
      bits += 8;
    }
    bits -= 5;
    values.push((held >> bits) & 31);
  }
  values.push(checkOf(values));
  return values.map((value) => ALPHABET.charAt(value)).join('') as ConfirmationCode;
}

/** Accepts any case, spaces and hyphens, O for 0, I and L for 1. */
export function parseConfirmationCode(value: unknown, path = 'code'): Result<ConfirmationCode> {
  const typed = typeof value === 'string' && value.length <= 100 ? value : '';
  const code = typed
    .replace(/[\s\u2010-\u2015-]/g, '')
    .toUpperCase()
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1');
  const values = code.split('').map((character) => ALPHABET.indexOf(character));
  if (values.length !== LENGTH || values.some((one) => one < 0))
    return refuse({ code: 'registration.code.malformed', path, values: { length: LENGTH } });
  if (checkOf(values.slice(0, -1)) !== values[LENGTH - 1])
    return refuse({ code: 'registration.code.mistyped', path });
  return accept(code as ConfirmationCode);
}

/** Format `XXXXX-XXXXX-XXXXX-XXXXX`. */
export function confirmationCodeText(code: ConfirmationCode): string {
  return code.replace(/(.{5})(?=.)/g, '$1-');
}

/** The check character makes the code polynomial zero at the field's generator. */
function checkOf(values: readonly number[]): number {
  return double(values.reduce((sum, value) => double(sum) ^ value, 0));
}

/** Multiplies by the generator, modulo x⁵ + x² + 1. */
function double(value: number): number {
  return value & 16 ? ((value << 1) ^ 0b100101) & 31 : value << 1;
}

// `BD-7K2M-9QXT`. Sender and INCB both compute it from the request's text, so the server's answer does not disclose if
// a country is registered.

/** Crockford's alphabet omits I, L, O and U, which are misread. */
const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const SIGNS = 8;

export function requestNumber(request: RegistrationRequest): string {
  const { country, authority, name, function: office, email, address, language } = request;
  const words = { country, authority, name, function: office, email, address, language };
  return shortNumber(country, sha256(textToUtf8(canonicalJson(words))));
}

/** `bytes`: at least eight of a hash. */
export function shortNumber(country: CountryCode, bytes: Uint8Array): string {
  const signs = Array.from(bytes.subarray(0, SIGNS), (byte) => CROCKFORD.charAt(byte & 31)).join('');
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
