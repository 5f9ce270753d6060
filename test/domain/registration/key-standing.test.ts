import { describe, expect, it } from 'vitest';
import type { AuthorityCode, Instant, KeyId } from '#lib/domain/ids.ts';
import type { Standing } from '#lib/domain/registration/judge-signer.ts';
import { keyStandingOf } from '#lib/domain/registration/key-standing.ts';

const KEY = 'k'.repeat(43) as KeyId;
const HOLDER = { authority: 'AU' as AuthorityCode, person: 'au.officer' };
const NOW = '2026-06-15T00:00:00.000Z' as Instant;
const day = (text: string): Instant => `2026-${text}T00:00:00.000Z` as Instant;

function trustOf(ends: readonly Instant[], withdrawn: Instant | null, holder = HOLDER) {
  const standings = ends.map(
    (validUntil) => ({ certificate: { body: { holder, validUntil } } }) as unknown as Standing
  );
  return { standingsOf: () => standings, withdrawnFrom: () => withdrawn };
}

/** The table of `keyStandingOf`: ends of the key's certificates, its withdrawal, what it is now, until when. */
const TABLE: readonly (readonly [readonly Instant[], Instant | null, string, Instant | null])[] = [
  [[], null, 'none', null],
  [[day('12-31')], null, 'certified', day('12-31')],
  [[day('06-15')], null, 'expired', day('06-15')],
  [[day('12-31')], day('06-01'), 'withdrawn', day('06-01')],
  [[day('05-01')], day('06-01'), 'withdrawn', day('06-01')],
  [[day('12-31')], day('07-01'), 'certified', day('12-31')],
  [[day('05-01'), day('12-31'), day('07-01')], null, 'certified', day('12-31')]
];

describe('how a key stands', () => {
  it.each(TABLE)('certificates until %s, withdrawn %s: %s until %s', (ends, withdrawn, state, until) => {
    const standing = keyStandingOf(trustOf(ends, withdrawn), KEY, HOLDER, NOW);
    expect([standing.state, standing.state === 'none' ? null : standing.until]).toEqual([state, until]);
  });

  it('by what another authority or another person certified it as, it does not stand at all', () => {
    const others = [
      { ...HOLDER, authority: 'CH' as AuthorityCode },
      { ...HOLDER, person: 'au.other' }
    ];
    for (const holder of others) {
      const trust = trustOf([day('12-31')], null, holder);
      expect(keyStandingOf(trust, KEY, HOLDER, NOW).state).toBe('none');
    }
  });
});
