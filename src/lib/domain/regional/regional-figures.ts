/**
 * What a regional body sees of its members: each month of a consenting member, and totals of the others. The set of a
 * month's total is fixed once, after the month. If the total was told, a country of that set never appears on its own in
 * that month, even if it consents later: the total without it would tell of the rest.
 */
import { addDays, addMonths } from '../calendar-date.ts';
import type { CalendarDate, CountryCode } from '../ids.ts';
import type { Standing, StandingState } from '../registration/standing.ts';
import type { Consent, HeldBody, HeldItem } from './regional-body.ts';
import { figureOf, FIGURES, type FigureKey } from '../usage/figures.ts';
import { isNothing, type UsageRecord } from '../usage/usage-record.ts';
import { monthOf, type Month } from '../usage/usage-rows.ts';
import { isRegisteredOn, spellOn } from '../usage/use-state.ts';

/** No total of fewer countries that used I2ES in the month. */
export const MIN_COUNTRIES_OF_TOTAL = 5;
/** Documents that were signed offline arrive late, and a fixed total is never computed again. */
export const DAYS_UNTIL_FIXED = 5;
export const MONTHS_SHOWN = 12;

/** No figure that is the largest of one country. */
export const REGIONAL_FIGURES = [
  'issued',
  'exchanged',
  'received',
  'answeredShare',
  'receivedAnsweredShare',
  'medianToAnswer'
] as const satisfies readonly FigureKey[];

/** In the order of `REGIONAL_FIGURES`; a share of nothing is null. */
export type RegionalFigures = readonly (number | null)[];

export function regionalFigures(records: readonly UsageRecord[]): RegionalFigures {
  return REGIONAL_FIGURES.map((key) => figureOf(FIGURES[key], records));
}

export interface MonthTotal {
  readonly month: Month;
  /** Members without consent when the month was fixed. */
  readonly countries: readonly CountryCode[];
  /** Null if too few countries used I2ES. */
  readonly told: {
    readonly registered: number;
    readonly used: number;
    readonly figures: RegionalFigures;
  } | null;
}

export interface Member {
  readonly country: CountryCode;
  readonly consents: boolean;
  readonly standing: Standing | null;
  readonly usage: readonly UsageRecord[];
}

/** Months that are fixed by that day, the latest first. */
export function fixedMonths(today: CalendarDate): readonly Month[] {
  const last = addDays(today, -DAYS_UNTIL_FIXED);
  return Array.from({ length: MONTHS_SHOWN }, (_one, index) => monthOf(addMonths(last, -1 - index)));
}

export function fixMonth(month: Month, members: readonly Member[]): MonthTotal {
  const others = members.filter(({ consents }) => !consents);
  const countries = others.map(({ country }) => country);
  const records = others.flatMap(({ usage }) =>
    usage.filter((one) => one.month === month && !isNothing(one))
  );
  if (records.length < MIN_COUNTRIES_OF_TOTAL) return { month, countries, told: null };
  const day = addDays(addMonths(`${month}-01` as CalendarDate, 1), -1);
  const registered = others.filter(({ standing }) => isRegisteredOn(standing, day)).length;
  return { month, countries, told: { registered, used: records.length, figures: regionalFigures(records) } };
}

export interface MemberView {
  readonly country: CountryCode;
  readonly consents: boolean;
  /** Of a consenting member only. */
  readonly state?: StandingState | 'none';
  readonly since?: CalendarDate;
  readonly months?: readonly { readonly month: Month; readonly figures: RegionalFigures }[];
}

export function viewMember(
  { country, consents, standing, usage }: Member,
  fixed: readonly MonthTotal[],
  today: CalendarDate
): MemberView {
  if (!consents) return { country, consents };
  const from = spellOn(standing, today)?.from;
  const months = fixed
    .filter(({ countries, told }) => told === null || !countries.includes(country))
    .flatMap(({ month }) => {
      const records = usage.filter((one) => one.month === month);
      // A count that was not made is no zero.
      return records.length === 0 ? [] : [{ month, figures: regionalFigures(records) }];
    });
  return { country, consents, state: standing?.state ?? 'none', ...(from ? { since: from } : {}), months };
}

/** Without the countries of the set, of which it would say who has not consented when. */
export type TotalView = Omit<MonthTotal, 'countries'> & { readonly countries: number };

export interface MembersView {
  readonly members: readonly (MemberView & { readonly answer: Consent })[];
  readonly totals: readonly TotalView[];
}

/** Members and totals for INCB and the body, the own answer for a member country. */
export type BodyView = HeldBody & { readonly items: readonly HeldItem[] } & (
    | (MembersView & { readonly answer?: never })
    | { readonly answer: Consent; readonly members?: never; readonly totals?: never }
  );

export function viewTotal({ countries, ...total }: MonthTotal): TotalView {
  return { ...total, countries: countries.length };
}
