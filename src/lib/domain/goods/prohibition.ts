/** A Party's notification that it prohibits the import of a substance (1971 art. 13(1)). */
import type { AuthorityCode, CalendarDate, CountryCode } from '../ids.ts';

export interface Prohibition {
  readonly country: CountryCode;
  readonly substance: string;
  readonly since: CalendarDate;
}

export function findProhibition(
  prohibitions: readonly Prohibition[],
  country: AuthorityCode | null,
  substance: string | undefined
): Prohibition | null {
  return prohibitions.find((one) => one.country === country && one.substance === substance) ?? null;
}
