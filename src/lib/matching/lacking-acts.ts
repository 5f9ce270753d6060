/** What this device lacks of the partners' acts and of its own authority's, so that nobody takes its lists for the whole. */
import type { Gap } from '#lib/store/api.ts';
import { isCountry } from '#lib/domain/country.ts';
import type { AuthorityCode, CountryCode } from '#lib/domain/ids.ts';

export interface Lacking {
  readonly country: CountryCode;
  readonly count: number;
}

/** Of one partner alone: what one's own authority stated elsewhere may be about the trade with it as well. */
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
