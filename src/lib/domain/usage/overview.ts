/** Totals are of the twelve months before the day. */
import { figureOf, FIGURES, sumFigures, type UseFigures } from './figures.ts';
import { type Month, monthOf } from './usage-rows.ts';
import {
  countedSince,
  type CountedSince,
  countStates,
  groupBy,
  groupUsage,
  lastActiveBy,
  openRequestOn,
  type OverviewInput,
  spellOn,
  type StateCounts,
  stateOn,
  type Timeline,
  timelinesOf,
  type UseState
} from './use-state.ts';
import { addDays, addMonths, instantToDate } from '../calendar-date.ts';
import { COUNTRY_CODES } from '../country.ts';
import type { CalendarDate, CountryCode } from '../ids.ts';
import type { UsageRecord } from './usage-record.ts';

export interface CountryUse {
  readonly country: CountryCode;
  readonly state: UseState;
  /** Suspended by INCB: its users cannot work; its state still follows its acts. */
  readonly suspended: boolean;
  readonly ownServer: boolean;
  readonly registeredOn: CalendarDate | null;
  readonly requestedOn: CalendarDate | null;
  readonly lastActive: CalendarDate | null;
  /** Null if not counted: no counted month, or not registered in any. */
  readonly figures: UseFigures | null;
}

/** `use` is null without a registration or open request that day. */
export interface CountryRow {
  readonly country: CountryCode;
  readonly use: CountryUse | null;
}

export interface Overview {
  readonly asOf: CalendarDate;
  readonly countries: readonly CountryUse[];
  readonly counts: StateCounts;
  readonly figures: UseFigures | null;
  /** Counted months: at most twelve, none after the day. */
  readonly months: readonly Month[];
  readonly since: CountedSince;
}

export const FIGURE_MONTHS = 12;

export function overviewOn(input: OverviewInput): Overview {
  return overviewOver(input, lastMonthOf(input.asOf, input.today));
}

export function overviewMonthBefore(input: OverviewInput): Overview {
  const last = `${lastMonthOf(input.asOf, input.today)}-01` as CalendarDate;
  const asOf = addMonths(input.asOf, -1);
  return overviewOver({ ...input, asOf }, monthOf(addMonths(last, -1)));
}

function overviewOver(input: OverviewInput, last: Month): Overview {
  const { asOf, activeMonths } = input;
  const since = countedSince(input);
  const months = monthsUntil(last, FIGURE_MONTHS).filter((month) => month >= since.figures);
  const byCountry = groupUsage(input.usage.filter(({ month }) => month <= monthOf(asOf)));
  const rule = { activeMonths, isActivityCounted: asOf >= since.activity };
  const countries = [...timelinesOf(input)].flatMap(([country, timeline]): CountryUse[] => {
    const own = byCountry.get(country) ?? [];
    const state = stateOn(timeline, own, asOf, rule);
    return state === null ? [] : [useOf(country, state, timeline, own, asOf, months)];
  });
  countries.sort((a, b) => (a.country < b.country ? -1 : 1));
  const states = countries.map(({ state }) => state);
  const period = input.usage.filter(({ month }) => months.includes(month));
  const figures = months.length === 0 ? null : sumFigures(period);
  return { asOf, countries, counts: countStates(states, asOf, since), figures, months, since };
}

/** A month that ends after the day is left out, or later days would count. */
export function lastMonthOf(day: CalendarDate, today: CalendarDate): Month {
  const wentOn = day < today && monthOf(addDays(day, 1)) === monthOf(day);
  return monthOf(wentOn ? addMonths(`${monthOf(day)}-01` as CalendarDate, -1) : day);
}

/** False before the first record: no count exists, not even zero. */
export function isDayKnown({ asOf, since }: Overview): boolean {
  return asOf >= since.records;
}

export function rowsOfAll({ countries }: Overview): readonly CountryRow[] {
  const uses = new Map(countries.map((use) => [use.country, use]));
  return COUNTRY_CODES.map((country) => ({ country, use: uses.get(country) ?? null }));
}

function useOf(
  country: CountryCode,
  state: UseState,
  { standing, registrations }: Timeline,
  usage: readonly UsageRecord[],
  asOf: CalendarDate,
  months: readonly Month[]
): CountryUse {
  const active = usage.flatMap((record) => lastActiveBy(record, asOf) ?? []).sort();
  const spell = spellOn(standing, asOf);
  const year = usage.filter(({ month }) => months.includes(month));
  const last = months[months.length - 1];
  const wasRegistered = spell !== null && last !== undefined && monthOf(spell.from) <= last;
  const isCounted = year.length > 0 || wasRegistered;
  return {
    country,
    state,
    suspended: standing?.state === 'suspended' && instantToDate(standing.since) <= asOf,
    ownServer: standing?.ownServer === true,
    registeredOn: spell?.from ?? null,
    requestedOn: openRequestOn(registrations, asOf),
    lastActive: active[active.length - 1] ?? null,
    figures: isCounted ? sumFigures(year) : null
  };
}

function monthsUntil(last: Month, count: number): readonly Month[] {
  const first = `${last}-01` as CalendarDate;
  return Array.from({ length: count }, (_, back) => monthOf(addMonths(first, back + 1 - count)));
}

export interface MonthGrowth extends StateCounts {
  readonly month: Month;
  /** Null before the first counted month, and if the month ends after the day. */
  readonly issued: number | null;
  readonly exchanged: number | null;
}

export function growthUntil(input: OverviewInput): readonly MonthGrowth[] {
  const { asOf, activeMonths } = input;
  const since = countedSince(input);
  if (since.records > asOf) return [];
  const last = lastMonthOf(asOf, input.today);
  const timelines = [...timelinesOf(input)];
  const byCountry = groupUsage(input.usage);
  const byMonth = groupBy(input.usage, ({ month }) => month);
  return monthsBetween(monthOf(since.records), monthOf(asOf)).map((month) => {
    const day = lastDayUntil(month, asOf);
    const rule = { activeMonths, isActivityCounted: day >= since.activity };
    const states = timelines.flatMap(([country, timeline]): UseState[] => {
      const recent = recentOf(byCountry.get(country) ?? [], day, activeMonths);
      const state = stateOn(timeline, recent, day, rule);
      return state === null ? [] : [state];
    });
    const isCounted = month >= since.figures && month <= last;
    const records = isCounted ? (byMonth.get(month) ?? []) : null;
    return {
      month,
      ...countStates(states, day, since),
      issued: records && figureOf(FIGURES.issued, records),
      exchanged: records && figureOf(FIGURES.exchanged, records)
    };
  });
}

/** Records, by month, that can make the country active that day: at most `months` plus one. */
function recentOf(usage: readonly UsageRecord[], day: CalendarDate, months: number): readonly UsageRecord[] {
  const [from, until] = [monthOf(addMonths(day, -months)), monthOf(day)];
  let low = 0;
  for (let high = usage.length; low < high;) {
    const middle = (low + high) >> 1;
    if ((usage[middle]?.month ?? '') < from) low = middle + 1;
    else high = middle;
  }
  let end = low;
  while (end < usage.length && (usage[end]?.month ?? '') <= until) end++;
  return usage.slice(low, end);
}

function monthsBetween(first: Month, last: Month): readonly Month[] {
  const months: Month[] = [];
  for (let day = `${first}-01` as CalendarDate; monthOf(day) <= last; day = addMonths(day, 1))
    months.push(monthOf(day));
  return months;
}

function lastDayUntil(month: Month, asOf: CalendarDate): CalendarDate {
  const last = addDays(addMonths(`${month}-01` as CalendarDate, 1), -1);
  return last < asOf ? last : asOf;
}
