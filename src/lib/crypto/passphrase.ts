/**
 * Passphrase rules after NIST SP 800-63B §5.1.1: long, not guessable, no composition rules, no forced change. Only its
 * length protects a stolen disk.
 */
import { guessOf } from '#lib/domain/registration/password.ts';
import type { Problem } from '#lib/domain/result.ts';

export const MIN_CHARACTERS = 12;
const MAX_CHARACTERS = 200;

/**
 * `about`: words that an attacker knows of the person, such as account id and name. Returns no problem if acceptable.
 */
export function judgePassphrase(passphrase: string, about: readonly string[] = []): Problem[] {
  const { length } = [...passphrase.normalize('NFKC')];
  if (length < MIN_CHARACTERS)
    return [{ code: 'vault.passphrase.tooShort', values: { least: MIN_CHARACTERS } }];
  if (length > MAX_CHARACTERS)
    return [{ code: 'vault.passphrase.tooLong', values: { most: MAX_CHARACTERS } }];
  const guess = guessOf(passphrase, about, MIN_CHARACTERS / 2);
  if (guess === 'names-you') return [{ code: 'vault.passphrase.namesYou' }];
  return guess === null ? [] : [{ code: 'vault.passphrase.tooCommon' }];
}
