import { REGIONS } from '#lib/domain/region-codes.ts';
import { countriesOfRegion } from '#lib/domain/region.ts';
import type { CountryCode } from '#lib/domain/ids.ts';
import { type Overview } from '#lib/domain/usage/overview.ts';
import { sumFigures, type UseFigures } from '#lib/domain/usage/figures.ts';
import { countStates, type StateCounts } from '#lib/domain/usage/use-state.ts';
import type { CountryGroup } from '#lib/domain/usage/overview-settings.ts';
import type { UsageRecord } from '#lib/domain/usage/usage-record.ts';
import { regionName } from '#lib/i18n/region-words.ts';

interface GroupFigures {
  readonly name: string;
  readonly size: number;
  readonly counts: StateCounts;
  /** Null if nothing was counted for any of its countries. */
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
