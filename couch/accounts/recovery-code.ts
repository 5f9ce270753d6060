/** Recovery codes: ten, each good once, 80 random bits, shown once and kept as a keyed hash. */
import { randomInt } from 'node:crypto';

const RECOVERY_CODES = 10;
/** Crockford's base32 has no letters that can be misread. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const GROUPS = 4;
const LETTERS_IN_GROUP = 4;

export function newRecoveryCodes(): readonly string[] {
  return Array.from({ length: RECOVERY_CODES }, () =>
    Array.from({ length: GROUPS }, () =>
      Array.from({ length: LETTERS_IN_GROUP }, () => ALPHABET[randomInt(32)]).join('')
    ).join('-')
  );
}

/** The form that is hashed, for any way of typing. Null if it cannot be a code. */
export function readRecoveryCode(typed: string): string | null {
  const letters = typed.toUpperCase().replace(/[\s-]/g, '').replace(/O/g, '0').replace(/[IL]/g, '1');
  return /^[0-9A-HJKMNP-TV-Z]{16}$/.test(letters) ? letters : null;
}
