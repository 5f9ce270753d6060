import { REGIONS } from '#lib/domain/region-codes.ts';
import { countriesOfRegion } from '#lib/domain/region.ts';
import type { CountryCode } from '#lib/domain/ids.ts';
import { sumFigures, type Overview, type UseFigures } from '#lib/domain/usage/overview.ts';
import { countStates } from '#lib/domain/usage/counted-since.ts';
import type { StateCounts } from '#lib/domain/usage/use-state.ts';
import type { CountryGroup } from '#lib/domain/usage/overview-settings.ts';
import type { DayCounts, UsageRecord } from '#lib/domain/usage/usage-record.ts';
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

/** Devices by language or version in the latest reported month; most first. */
export function latestNames(
  usage: readonly UsageRecord[],
  of: (record: UsageRecord) => DayCounts
): readonly { readonly name: string; readonly devices: number }[] {
  const latest = usage
    .filter((record) => Object.keys(of(record)).length > 0)
    .reduce((last, { month }) => (month > last ? month : last), '');
  const sums = new Map<string, number>();
  for (const record of usage)
    if (record.month === latest)
      for (const [name, devices] of Object.entries(of(record)))
        sums.set(name, (sums.get(name) ?? 0) + devices);
  return [...sums].map(([name, devices]) => ({ name, devices })).sort((a, b) => b.devices - a.devices);
}
