/** What this device lacks of its partners' acts, so that nobody takes its lists for the whole. */
import type { Gap } from '#lib/store/api.ts';
import { isCountry } from '#lib/domain/country.ts';
import type { CountryCode } from '#lib/domain/ids.ts';

export interface Lacking {
  readonly country: CountryCode;
  readonly count: number;
}

export function lackingActs(gaps: readonly Gap[], partner: CountryCode | null): readonly Lacking[] {
  const counts = new Map<CountryCode, number>();
  for (const { issuer, missing } of gaps)
    if (isCountry(issuer) && (partner === null || issuer === partner))
      counts.set(issuer, (counts.get(issuer) ?? 0) + missing);
  return [...counts].map(([country, count]) => ({ country, count }));
}
