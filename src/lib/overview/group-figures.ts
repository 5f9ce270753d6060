/** Figures of regions and of the groups that the secretariat named: each country's, added up. */
import { REGIONS } from '#lib/domain/region-codes.ts';
import { countriesOfRegion } from '#lib/domain/region.ts';
import type { CountryCode } from '#lib/domain/ids.ts';
import { sumFigures, type CountryUse, type UseFigures } from '#lib/domain/usage/overview.ts';
import { type UseState } from '#lib/domain/usage/use-state.ts';
import type { CountryGroup } from '#lib/domain/usage/overview-settings.ts';
import type { DayCounts, UsageRecord } from '#lib/domain/usage/usage-record.ts';
import type { Month } from '#lib/domain/usage/usage-rows.ts';
import { regionName } from '#lib/i18n/region-words.ts';

export interface GroupFigures {
  readonly name: string;
  /** Countries and territories in it, on the system or not. */
  readonly size: number;
  readonly counts: Readonly<Record<UseState, number>>;
  readonly figures: UseFigures;
}

export function groupFigures(
  countries: readonly CountryUse[],
  usage: readonly UsageRecord[],
  months: readonly Month[],
  groups: readonly CountryGroup[]
): readonly GroupFigures[] {
  const all = [
    ...REGIONS.map((region) => ({ name: regionName(region), countries: countriesOfRegion(region) })),
    ...groups
  ];
  const recent = usage.filter(({ month }) => months.includes(month));
  return all.map(({ name, countries: members }) => {
    const inside = new Set<CountryCode>(members);
    const counts = { active: 0, 'not-active': 0, requested: 0 };
    for (const { country, state } of countries) if (inside.has(country)) counts[state]++;
    const figures = sumFigures(recent.filter(({ country }) => inside.has(country)));
    return { name, size: inside.size, counts, figures };
  });
}

/** Devices by language or version, of the latest month in which any country told of them; the most first. */
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
