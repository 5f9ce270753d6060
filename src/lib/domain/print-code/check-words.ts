/** Twelve digits to read out on the telephone after a form's number; the first 40 bits of the hash in the act's id. */
import type { Act } from '../act/body.ts';
import { base64urlToBytes } from '../bytes.ts';

export function checkWords({ _id }: Pick<Act, '_id'>): string {
  const bytes = Array.from(base64urlToBytes(_id.slice(-43)) ?? []);
  const value = bytes.slice(0, 5).reduce((sum, byte) => sum * 256 + byte, 0) % 1e12;
  const digits = ('000000000000' + value).slice(-12);
  return [digits.slice(0, 4), digits.slice(4, 8), digits.slice(8)].join(' ');
}
