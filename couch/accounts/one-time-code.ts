/** Codes of an authenticator app: RFC 6238, SHA-1, six digits, 30 seconds, one step of tolerance either way. */
import { Secret, TOTP } from 'otpauth';

const PERIOD_SECONDS = 30;
const ISSUER = 'I2ES';

/** Shown once at enrolment: base32 to type, and the address in the QR code. */
export interface OneTimeSecret {
  readonly secret: string;
  readonly uri: string;
}

export function newOneTimeSecret(person: string): OneTimeSecret {
  const secret = new Secret({ size: 20 });
  return { secret: secret.base32, uri: codesOf(secret, person).toString() };
}

/** The code's time step, so that each code works once. Null outside the tolerance. */
export function stepOfCode(secret: string, code: string, now: number): number | null {
  const token = code.replace(/\s/g, '');
  if (!/^\d{6}$/.test(token)) return null;
  const delta = codesOf(Secret.fromBase32(secret)).validate({ token, timestamp: now, window: 1 });
  return delta === null ? null : Math.floor(now / 1000 / PERIOD_SECONDS) + delta;
}

function codesOf(secret: Secret, label = ''): TOTP {
  return new TOTP({ issuer: ISSUER, label, algorithm: 'SHA1', digits: 6, period: PERIOD_SECONDS, secret });
}
