/** How a password must be: long enough to resist guessing, short enough that hashing it is no attack. */
import type { Problem } from '../result.ts';

export const SHORTEST_PASSWORD = 10;
export const LONGEST_PASSWORD = 200;

export function judgePassword(password: unknown, path = 'password'): Problem[] {
  const length = typeof password === 'string' ? password.length : 0;
  if (length >= SHORTEST_PASSWORD && length <= LONGEST_PASSWORD) return [];
  const values = { least: SHORTEST_PASSWORD, most: LONGEST_PASSWORD };
  return [{ code: 'account.password.length', path, values }];
}
