/**
 * How old a device's knowledge of certificates and withdrawals is. Off line a withdrawn key goes on looking
 * good, so whoever relies on a signature is told from when the lists are that it was judged by.
 */
import type { Instant } from '../ids.ts';

type TrustAgeState = 'unknown' | 'fresh' | 'old' | 'stale';

export interface TrustAge {
  /** The server's time at which nothing newer was there; null where that never was. */
  readonly knownAt: Instant | null;
  readonly state: TrustAgeState;
}

/** Days after which it is warned, and warned strongly; this system's own choice. */
export const OLD_DAYS = 7;
const STALE_DAYS = 30;

const DAY_MS = 86_400_000;

/**
 * | last compared with the server | state   |
 * |-------------------------------|---------|
 * | never                         | unknown |
 * | up to 7 days ago              | fresh   |
 * | up to 30 days ago             | old     |
 * | longer ago                    | stale   |
 *
 * `now` is the device's word: a clock that runs ahead makes the lists look older than they are.
 */
export function ageOfTrust(knownAt: Instant | null, now: Instant): TrustAge {
  if (knownAt === null) return { knownAt, state: 'unknown' };
  const days = (Date.parse(now) - Date.parse(knownAt)) / DAY_MS;
  return { knownAt, state: days <= OLD_DAYS ? 'fresh' : days <= STALE_DAYS ? 'old' : 'stale' };
}
