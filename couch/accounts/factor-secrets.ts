import { createHmac, randomInt } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';
import { deriveKey, Seal } from '#couch/base/seal.ts';

/** A copy of the database cannot open them or try recovery codes. Each is bound to its person. */
export class FactorSeal extends Seal {
  readonly #hashing: Uint8Array;

  constructor(secret: string) {
    super(secret, 'i2es second factors: sealing');
    this.#hashing = deriveKey(secret, 'i2es second factors: recovery codes');
  }

  digest(person: string, code: string): string {
    return createHmac('sha256', this.#hashing).update(`${person}\n${code}`).digest('base64url');
  }
}

/** Codes of an authenticator app: RFC 6238, SHA-1, six digits, 30 seconds, one step of tolerance either way. */
const PERIOD_SECONDS = 30;

/** Shown once at enrolment. */
export interface OneTimeSecret {
  readonly secret: string;
  readonly uri: string;
}

export function newOneTimeSecret(person: string): OneTimeSecret {
  const secret = new Secret({ size: 20 });
  return { secret: secret.base32, uri: codesOf(secret, person).toString() };
}

/** Null outside the tolerance. Each time step's code works once. */
export function stepOfCode(secret: string, code: string, now: number): number | null {
  const token = code.replace(/\s/g, '');
  if (!/^\d{6}$/.test(token)) return null;
  const delta = codesOf(Secret.fromBase32(secret)).validate({ token, timestamp: now, window: 1 });
  return delta === null ? null : Math.floor(now / 1000 / PERIOD_SECONDS) + delta;
}

function codesOf(secret: Secret, label = ''): TOTP {
  return new TOTP({ issuer: 'I2ES', label, algorithm: 'SHA1', digits: 6, period: PERIOD_SECONDS, secret });
}

const RECOVERY_CODES = 10;
/** Crockford's base32 has no letters that can be misread. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const GROUPS = 4;
const LETTERS_IN_GROUP = 4;

/** Recovery codes: ten, each good once, 80 random bits, shown once and kept as a keyed hash. */
export function newRecoveryCodes(): readonly string[] {
  return Array.from({ length: RECOVERY_CODES }, () =>
    Array.from({ length: GROUPS }, () =>
      Array.from({ length: LETTERS_IN_GROUP }, () => ALPHABET[randomInt(32)]).join('')
    ).join('-')
  );
}

/** For any way of typing. Null if it cannot be a code. */
export function readRecoveryCode(typed: string): string | null {
  const letters = typed.toUpperCase().replace(/[\s-]/g, '').replace(/O/g, '0').replace(/[IL]/g, '1');
  return /^[0-9A-HJKMNP-TV-Z]{16}$/.test(letters) ? letters : null;
}
