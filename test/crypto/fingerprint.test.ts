import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { fingerprintOf, isSameFingerprint } from '#lib/crypto/fingerprint.ts';
import { importPublicKey, keyIdOf } from '#lib/crypto/key.ts';
import type { PublicKey } from '#lib/domain/act/body.ts';
import type { KeyId } from '#lib/domain/ids.ts';
import { isPublicKey } from '#lib/domain/registration/key-id.ts';

/** The key of RFC 7515 appendix A.3. */
const KEY: PublicKey = {
  kty: 'EC',
  crv: 'P-256',
  x: 'f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU',
  y: 'x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0'
};

/** Crockford's base32 of the first ten bytes, computed another way. */
function expected(key: KeyId): string {
  const bits = [...Buffer.from(key, 'base64url').subarray(0, 10)].map((byte) =>
    byte.toString(2).padStart(8, '0')
  );
  const digits = bits.join('').match(/.{5}/g) ?? [];
  const text = digits.map((five) => '0123456789ABCDEFGHJKMNPQRSTVWXYZ'[parseInt(five, 2)]).join('');
  return (text.match(/.{4}/g) ?? []).join('-');
}

describe('a key', () => {
  it('is named by its RFC 7638 thumbprint', () => {
    const members = JSON.stringify({ crv: KEY.crv, kty: KEY.kty, x: KEY.x, y: KEY.y });
    expect(keyIdOf(KEY)).toBe(createHash('sha256').update(members).digest('base64url'));
  });

  it('has no second spelling, no further member, and is a point of the curve', async () => {
    expect(isPublicKey(KEY)).toBe(true);
    // The last character of a coordinate has two stray bits: `V` spells the same bytes as `U`.
    expect(isPublicKey({ ...KEY, x: KEY.x.replace(/U$/, 'V') })).toBe(false);
    expect(isPublicKey({ ...KEY, d: KEY.x })).toBe(false);
    expect(await importPublicKey({ ...KEY, y: KEY.x })).toBeNull();
  });
});

describe('a fingerprint', () => {
  it('is sixteen characters in four groups', () => {
    expect(fingerprintOf(keyIdOf(KEY))).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/);
    for (let n = 0; n < 50; n++) {
      const key = createHash('sha256').update(String(n)).digest('base64url') as KeyId;
      expect(fingerprintOf(key)).toBe(expected(key));
    }
  });

  it('is compared without regard to case, separators and look-alikes, and to nothing else', () => {
    const key = keyIdOf(KEY);
    const shown = fingerprintOf(key);
    expect(
      isSameFingerprint(shown.toLowerCase().replace(/-/g, ' ').replace(/0/g, 'o').replace(/1/g, 'l'), key)
    ).toBe(true);
    expect(isSameFingerprint(shown.slice(0, -1), key)).toBe(false);
    expect(isSameFingerprint(shown.slice(0, -1) + (shown.endsWith('Z') ? 'Y' : 'Z'), key)).toBe(false);
  });
});
