/** How many countries stood how at the end of each month, and what they issued and exchanged in it. */
import { addDays, addMonths } from '../calendar-date.ts';
import type { CalendarDate } from '../ids.ts';
import type { UsageRecord } from './usage-record.ts';
import { monthOf, type Month } from './usage-rows.ts';
import { groupUsage, stateOn, timelinesOf, type OverviewInput, type UseState } from './use-state.ts';

export interface MonthGrowth extends Readonly<Record<UseState, number>> {
  readonly month: Month;
  readonly issued: number;
  readonly exchanged: number;
}

/** From the first request, registration or act to the month of the day; the last month ends with that day. */
export function growthUntil(input: OverviewInput): readonly MonthGrowth[] {
  const timelines = timelinesOf(input);
  const byCountry = groupUsage(input.usage);
  const first = firstMonthOf(input);
  if (first === null || first > monthOf(input.asOf)) return [];
  const growth = new Map<Month, { -readonly [K in keyof MonthGrowth]: MonthGrowth[K] }>();
  for (const month of monthsBetween(first, monthOf(input.asOf)))
    growth.set(month, { month, active: 0, 'not-active': 0, requested: 0, issued: 0, exchanged: 0 });
  for (const record of input.usage) {
    const one = growth.get(record.month);
    if (one)
      [one.issued, one.exchanged] = [
        one.issued + record.imports + record.exports,
        one.exchanged + record.exchanged
      ];
  }
  for (const [country, timeline] of timelines) {
    const own = byCountry.get(country) ?? [];
    for (const one of growth.values()) {
      const day = lastDayUntil(one.month, input.asOf);
      const state = stateOn(timeline, recentOf(own, day, input.activeMonths), day, input.activeMonths);
      if (state !== null) one[state]++;
    }
  }
  return [...growth.values()];
}

/** Of records in the order of their months those that can make it active on that day: as many as months, and one. */
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

function firstMonthOf({ standings, registrations, usage }: OverviewInput): Month | null {
  const months = [
    ...standings.map(({ earlier, registeredAt }) => monthOf(earlier?.[0]?.from ?? registeredAt)),
    ...registrations.map(({ askedAt }) => monthOf(askedAt)),
    ...usage.map(({ month }) => month)
  ];
  return months.reduce<Month | null>(
    (first, month) => (first === null || month < first ? month : first),
    null
  );
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
