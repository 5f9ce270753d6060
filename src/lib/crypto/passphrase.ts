/**
 * What a passphrase must be, after NIST SP 800-63B §5.1.1: long, not guessable, no rules of composition
 * and no forced change. It alone guards a stolen disk, so guesses are limited by nothing but its length.
 */
import { guessOf } from '#lib/domain/registration/guessable.ts';
import type { Problem } from '#lib/domain/result.ts';

export const MIN_CHARACTERS = 12;
const MAX_CHARACTERS = 200;

/** `about`: words an attacker knows of the person, such as account id and name. Empty: it will do. */
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
