import { isCountry } from '#lib/domain/country.ts';
import { countriesOfRegion, regionOf } from '#lib/domain/region.ts';
import { type CountryRow, type Overview } from '#lib/domain/usage/overview.ts';
import { compareNames, countryName } from '#lib/i18n/format.ts';
import { REGIONS } from '#lib/domain/region-codes.ts';
import type { CountryCode } from '#lib/domain/ids.ts';
import { sumFigures, type UseFigures } from '#lib/domain/usage/figures.ts';
import { countStates, type StateCounts } from '#lib/domain/usage/use-state.ts';
import type { CountryGroup } from '#lib/domain/usage/overview-settings.ts';
import type { UsageRecord } from '#lib/domain/usage/usage-record.ts';
import { regionName } from '#lib/i18n/region-words.ts';

interface GroupFigures {
  readonly name: string;
  readonly size: number;
  readonly counts: StateCounts;
  readonly figures: UseFigures | null;
}

export function groupFigures(
  { countries, months, asOf, since }: Overview,
  usage: readonly UsageRecord[],
  groups: readonly CountryGroup[]
): readonly GroupFigures[] {
  const all = [
    ...REGIONS.map((region) => ({ name: regionName(region), countries: countriesOfRegion(region) })),
    ...groups
  ];
  const recent = usage.filter(({ month }) => months.includes(month));
  return all.map(({ name, countries: members }) => {
    const inside = new Set<CountryCode>(members);
    const uses = countries.filter(({ country }) => inside.has(country));
    const states = uses.map(({ state }) => state);
    const own = recent.filter(({ country }) => inside.has(country));
    const isCounted = own.length > 0 || uses.some(({ figures }) => figures !== null);
    const figures = isCounted ? sumFigures(own) : null;
    return { name, size: inside.size, counts: countStates(states, asOf, since), figures };
  });
}

interface AbsentRegion {
  /** Null: Antarctica, which comes last. */
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

export interface TypedGroup {
  name: string;
  countries: readonly string[];
}

interface ReadGroup {
  readonly name: string;
  readonly countries: readonly CountryCode[];
  readonly lacks: readonly ('name' | 'countries')[];
}

const MAX_NAME_LENGTH = 120;

export function readGroup({ name, countries }: TypedGroup): ReadGroup {
  const trimmed = name.normalize('NFC').trim().replace(/\s+/g, ' ');
  const hasName = trimmed !== '' && trimmed.length <= MAX_NAME_LENGTH;
  const chosen = countries.filter(isCountry);
  return {
    name: trimmed,
    countries: chosen,
    lacks: [...(hasName ? [] : (['name'] as const)), ...(chosen.length > 0 ? [] : (['countries'] as const))]
  };
}
