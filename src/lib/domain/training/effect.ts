/**
 * Authorizations that a country issued in the months before its first training session and in those after it. Other
 * things change in a year too, so the figures prove no cause: each screen and file says so.
 */
import { addMonths } from '../calendar-date.ts';
import type { CalendarDate, CountryCode } from '../ids.ts';
import { regionOf } from '../region.ts';
import type { UsageRecord } from '../usage/usage-record.ts';
import type { Tally } from './tally.ts';

export const EFFECT_MONTHS = 6;

export const EFFECT_BY = ['region', 'country'] as const;
export type EffectBy = (typeof EFFECT_BY)[number];

export interface TrainingEffect {
  readonly key: string;
  readonly sessions: number;
  readonly people: number;
  readonly certificates: number;
  /** Countries with both figures. */
  readonly compared: number;
  /** Authorizations issued. Null if no country has both figures. */
  readonly before: number | null;
  readonly after: number | null;
}

export interface CountedMonths {
  /** First and last month (`YYYY-MM`) of which all usage was counted. */
  readonly first: string;
  readonly last: string;
}

export function trainingEffects(
  tallies: readonly Tally[],
  usage: readonly UsageRecord[],
  counted: CountedMonths,
  by: EffectBy
): readonly TrainingEffect[] {
  const issued = new Map(
    usage.map(({ country, month, imports, exports }) => [`${country} ${month}`, imports + exports])
  );
  const groups = new Map<string, CountryEffect[]>();
  for (const one of effectsByCountry(tallies, issued, counted)) {
    const key = by === 'country' ? one.country : regionOf(one.country as CountryCode);
    if (key !== null) groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups]
    .map(([key, countries]) => sumEffects(key, countries, tallies))
    .sort((one, other) => (one.key < other.key ? -1 : 1));
}

interface CountryEffect {
  readonly country: string;
  readonly figures: { readonly before: number; readonly after: number } | null;
}

function effectsByCountry(
  tallies: readonly Tally[],
  issued: ReadonlyMap<string, number>,
  counted: CountedMonths
): readonly CountryEffect[] {
  const first = new Map<string, string>();
  for (const { month, present } of tallies)
    for (const country of Object.keys(present))
      if (month < (first.get(country) ?? '9999-12')) first.set(country, month);
  return [...first].map(([country, month]) => {
    const [from, until] = [monthsFrom(month, -EFFECT_MONTHS), monthsFrom(month, EFFECT_MONTHS)];
    const isCounted = from >= counted.first && until <= counted.last;
    const sum = (begin: number): number =>
      Array.from({ length: EFFECT_MONTHS }, (_, index) => {
        return issued.get(`${country} ${monthsFrom(month, begin + index)}`) ?? 0;
      }).reduce((total, count) => total + count, 0);
    // The month of the session itself is in neither.
    return { country, figures: isCounted ? { before: sum(-EFFECT_MONTHS), after: sum(1) } : null };
  });
}

function monthsFrom(month: string, count: number): string {
  return addMonths(`${month}-01` as CalendarDate, count).slice(0, 7);
}

function sumEffects(
  key: string,
  countries: readonly CountryEffect[],
  tallies: readonly Tally[]
): TrainingEffect {
  const inside = new Set(countries.map(({ country }) => country));
  const held = tallies.filter(({ present }) => Object.keys(present).some((country) => inside.has(country)));
  const sum = (counts: Readonly<Record<string, number>> = {}): number =>
    Object.keys(counts).reduce(
      (total, country) => total + (inside.has(country) ? (counts[country] ?? 0) : 0),
      0
    );
  const figures = countries.flatMap((one) => one.figures ?? []);
  const total = (of: 'before' | 'after'): number | null =>
    figures.length === 0 ? null : figures.reduce((all, one) => all + one[of], 0);
  return {
    key,
    sessions: held.length,
    people: held.reduce((all, { present }) => all + sum(present), 0),
    certificates: held.reduce((all, { certificates }) => all + sum(certificates), 0),
    compared: figures.length,
    before: total('before'),
    after: total('after')
  };
}
