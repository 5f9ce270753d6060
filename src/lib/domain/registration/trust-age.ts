/**
 * Age of a device's certificates and withdrawals. Offline, a withdrawn key still looks good, so the screen shows the
 * date of the lists used.
 */
import type { Instant } from '../ids.ts';

type TrustAgeState = 'unknown' | 'fresh' | 'old' | 'stale';

export interface TrustAge {
  /** Server time of the last check that found nothing newer; null if there was none. */
  readonly knownAt: Instant | null;
  readonly state: TrustAgeState;
}

/** Days until a warning, and a strong warning; I2ES's own choice. */
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
