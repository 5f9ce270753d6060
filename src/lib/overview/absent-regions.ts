/** Countries outside I2ES by region, sorted by the reader's dictionary. */
import { regionOf } from '#lib/domain/region.ts';
import type { CountryRow } from '#lib/domain/usage/overview.ts';
import { compareNames, countryName } from '#lib/i18n/format.ts';
import { regionName } from '#lib/i18n/region-words.ts';

interface AbsentRegion {
  /** Null: Antarctica, which is in no region and comes last. */
  readonly name: string | null;
  readonly rows: readonly CountryRow[];
}

export function absentByRegion(rows: readonly CountryRow[]): readonly AbsentRegion[] {
  const regions = new Map<string | null, CountryRow[]>();
  for (const row of rows.filter(({ use }) => use === null)) {
    const name = regionWord(row);
    regions.set(name, [...(regions.get(name) ?? []), row]);
  }
  return [...regions]
    .sort(([a], [b]) => (a === null ? 1 : b === null ? -1 : compareNames(a, b)))
    .map(([name, members]) => ({
      name,
      rows: members.sort((a, b) => compareNames(countryName(a.country), countryName(b.country)))
    }));
}

export function regionWord({ country }: CountryRow): string | null {
  const region = regionOf(country);
  return region === null ? null : regionName(region);
}
