/**
 * Sixteen characters that two people compare by voice: the first 80 bits of the key id. Crockford's base32 has no
 * look-alikes.
 */
import { base64urlToBytes } from '#lib/domain/bytes.ts';
import type { KeyId } from '#lib/domain/ids.ts';

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Four groups of four, e.g. `7ZK2-0MQF-W8D1-3TRB`. */
export function fingerprintOf(key: KeyId): string {
  const bytes = base64urlToBytes(key);
  if (bytes?.length !== 32) throw new Error('not a key id');
  let text = '';
  for (let bit = 0; bit < 80; bit += 5) {
    const [high, low] = [bytes[bit >> 3] ?? 0, bytes[(bit >> 3) + 1] ?? 0];
    text += ALPHABET.charAt((((high << 8) | low) >> (11 - (bit & 7))) & 31);
  }
  return (text.match(/.{4}/g) ?? []).join('-');
}

/** Ignores case, separators and the look-alikes O, I and L. */
export function isSameFingerprint(typed: string, key: KeyId): boolean {
  const bare = typed.toUpperCase().replace(/[^0-9A-Z]/g, '');
  return bare.replace(/O/g, '0').replace(/[IL]/g, '1') === fingerprintOf(key).replace(/-/g, '');
}
