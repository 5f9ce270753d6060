/**
 * What a passphrase must be, after NIST SP 800-63B §5.1.1: long, not guessable, no rules of composition
 * and no forced change. It alone guards a stolen disk, so guesses are limited by nothing but its length.
 */
import type { Problem } from '#lib/domain/result.ts';

export const LEAST_CHARACTERS = 12;
export const MOST_CHARACTERS = 200;
/** Fewer different characters are a pattern, whatever the length. */
const LEAST_DIFFERENT = 5;

/** Beginnings and whole words that guessing starts with. */
const COMMON = [
  'password',
  'passphrase',
  'qwerty',
  'azerty',
  'qwertz',
  'letmein',
  'welcome',
  'administrator',
  'motdepasse',
  'contraseña',
  'пароль',
  'iloveyou',
  'changeme',
  'narcotics',
  'i2es',
  'incb'
];
const RUNS = [
  '01234567890123456789',
  'abcdefghijklmnopqrstuvwxyz',
  'qwertyuiopasdfghjklzxcvbnm',
  'azertyuiopqsdfghjklmwxcvbn'
];

/** `about`: words an attacker knows of the person, such as account id and name. Empty: it will do. */
export function judgePassphrase(passphrase: string, about: readonly string[] = []): Problem[] {
  const text = passphrase.normalize('NFKC');
  const length = [...text].length;
  if (length < LEAST_CHARACTERS)
    return [{ code: 'vault.passphrase.tooShort', values: { least: LEAST_CHARACTERS } }];
  if (length > MOST_CHARACTERS)
    return [{ code: 'vault.passphrase.tooLong', values: { most: MOST_CHARACTERS } }];
  const bare = text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
  const own = withoutWords(bare, about);
  if (own !== bare && own.length < LEAST_CHARACTERS / 2) return [{ code: 'vault.passphrase.namesYou' }];
  return isGuessable(text, bare) ? [{ code: 'vault.passphrase.tooCommon' }] : [];
}

/** What is left when the person's own words are taken out. */
function withoutWords(bare: string, about: readonly string[]): string {
  const words = about.flatMap((phrase) =>
    phrase
      .toLowerCase()
      .normalize('NFKC')
      .split(/[^\p{L}\p{N}]+/u)
  );
  return words.filter((word) => word.length >= 3).reduce((rest, word) => rest.split(word).join(''), bare);
}

function isGuessable(text: string, bare: string): boolean {
  if (new Set(text).size < LEAST_DIFFERENT) return true;
  if (/^(.{1,8}?)\1+$/su.test(text)) return true;
  const rest = COMMON.reduce((left, word) => left.split(word).join(''), bare).replace(/[0-9]+$/, '');
  return (rest !== bare && rest.length < 4) || RUNS.some((run) => isRunOf(run, rest));
}

/** Mostly a walk along the keyboard or the alphabet, forwards or backwards. */
function isRunOf(run: string, rest: string): boolean {
  const backwards = [...run].reverse().join('');
  return rest.length >= 6 && (run.includes(rest) || backwards.includes(rest));
}
