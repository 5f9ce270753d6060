import { describe, expect, it } from 'vitest';
import type { Instant } from '#lib/domain/ids.ts';
import { ageOfTrust } from '#lib/domain/registration/key-standing.ts';

const NOW = '2026-11-24T09:00:00.000Z' as Instant;
const daysAgo = (days: number): Instant =>
  new Date(Date.parse(NOW) - days * 86_400_000).toISOString() as Instant;

/** The table of `ageOfTrust`. */
const TABLE: readonly (readonly [number | null, string])[] = [
  [null, 'unknown'],
  [0, 'fresh'],
  [7, 'fresh'],
  [7.01, 'old'],
  [30, 'old'],
  [30.01, 'stale'],
  [400, 'stale'],
  // A clock that was moved back: the server's word is from its future.
  [-365, 'fresh']
];

describe('the age of what is known of keys', () => {
  it.each(TABLE)('compared %s days ago: %s', (days, state) => {
    const knownAt = days === null ? null : daysAgo(days);
    expect(ageOfTrust(knownAt, NOW)).toEqual({ knownAt, state });
  });
});
