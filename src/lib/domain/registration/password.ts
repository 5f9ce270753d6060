/** The form and the server both check it; passwords in use are not checked again. */
import type { Problem } from '../result.ts';

export const SHORTEST_PASSWORD = 10;
export const MAX_PASSWORD_LENGTH = 200;

export function judgePassword(
  password: unknown,
  about: readonly string[] = [],
  path = 'password'
): Problem[] {
  const text = typeof password === 'string' ? password : '';
  if (text.length < SHORTEST_PASSWORD || text.length > MAX_PASSWORD_LENGTH) {
    const values = { least: SHORTEST_PASSWORD, most: MAX_PASSWORD_LENGTH };
    return [{ code: 'account.password.length', path, values }];
  }
  const guess = guessOf(text, about, SHORTEST_PASSWORD / 2);
  if (guess === 'few-characters')
    return [{ code: 'account.password.fewCharacters', path, values: { least: MIN_DIFFERENT_CHARACTERS } }];
  if (guess === 'names-you') return [{ code: 'account.password.namesYou', path }];
  return guess === null ? [] : [{ code: 'account.password.tooCommon', path }];
}

// For passwords and passphrases. After NIST SP 800-63B §5.1.1 there are no composition rules.

/** Fewer different characters are a pattern at any length. */
const MIN_DIFFERENT_CHARACTERS = 5;

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

type Guess = 'few-characters' | 'names-you' | 'common';

/** Null if it is not guessable. `about`: facts an attacker knows; `least` characters must remain without them. */
export function guessOf(secret: string, about: readonly string[], least: number): Guess | null {
  const text = secret.normalize('NFKC');
  if (new Set(text).size < MIN_DIFFERENT_CHARACTERS) return 'few-characters';
  const bare = toBare(text);
  const own = withoutWords(bare, about);
  if (own !== bare && own.length < least) return 'names-you';
  return isCommon(text, bare) ? 'common' : null;
}

function toBare(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}

function withoutWords(bare: string, about: readonly string[]): string {
  const names = about.map((phrase) => phrase.normalize('NFKC').toLowerCase());
  const words = [
    ...names.map(toBare),
    ...names.reduce<string[]>((all, name) => [...all, ...name.split(/[^\p{L}\p{N}]+/u)], [])
  ];
  return words.filter((word) => word.length >= 3).reduce((rest, word) => rest.split(word).join(''), bare);
}

function isCommon(text: string, bare: string): boolean {
  if (/^(.{1,8}?)\1+$/su.test(text)) return true;
  const letters = bare.replace(/^[0-9]+|[0-9]+$/g, '');
  const rest = COMMON.reduce((left, word) => left.split(word).join(''), letters);
  if (rest !== bare && rest.length < 4) return true;
  return RUNS.some((run) => [rest, letters, bare].some((walk) => isRunOf(run, walk)));
}

function isRunOf(run: string, rest: string): boolean {
  const backwards = [...run].reverse().join('');
  return rest.length >= 6 && (run.indexOf(rest) >= 0 || backwards.indexOf(rest) >= 0);
}
