/**
 * Rules for a new password: long enough against guessing, short enough to hash safely, and not guessable. The form and
 * the server both check it; passwords in use are not checked again.
 */
import type { Problem } from '../result.ts';
import { guessOf, MIN_DIFFERENT_CHARACTERS } from './guessable.ts';

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
