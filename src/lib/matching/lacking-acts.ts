/** Acts missing on this device, of partners and the own authority, so the lists do not seem complete. */
import type { Gap } from '#lib/store/api.ts';
import { isCountry } from '#lib/domain/country.ts';
import type { AuthorityCode, CountryCode } from '#lib/domain/ids.ts';

interface Lacking {
  readonly country: CountryCode;
  readonly count: number;
}

/** For one partner: the own authority's missing acts can concern this trade too. */
export function lackingActs(
  gaps: readonly Gap[],
  partner: CountryCode | null,
  own: AuthorityCode | undefined
): readonly Lacking[] {
  const counts = new Map<CountryCode, number>();
  for (const { issuer, missing } of gaps)
    if (isCountry(issuer) && (partner === null || issuer === partner || issuer === own))
      counts.set(issuer, (counts.get(issuer) ?? 0) + missing);
  return [...counts].map(([country, count]) => ({ country, count }));
}
