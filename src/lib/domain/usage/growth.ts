/** Countries per state at the end of each month, with issued and exchanged numbers. */
import { addDays, addMonths } from '../calendar-date.ts';
import type { CalendarDate } from '../ids.ts';
import { FIGURES, figureOf } from './figures.ts';
import type { UsageRecord } from './usage-record.ts';
import { monthOf, type Month } from './usage-rows.ts';
import { lastMonthOf } from './overview.ts';
import {
  countedSince,
  countStates,
  groupBy,
  groupUsage,
  type OverviewInput,
  type StateCounts,
  stateOn,
  timelinesOf,
  type UseState
} from './use-state.ts';

export interface MonthGrowth extends StateCounts {
  readonly month: Month;
  /** Null before the first counted month, and if the month ends after the day. */
  readonly issued: number | null;
  readonly exchanged: number | null;
}

/** First request, registration or act up to the day's month; the last month ends on that day. */
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
      ...{ month, ...countStates(states, day, since) },
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
