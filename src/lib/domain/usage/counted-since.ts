/** First days of records and of counting. Before them counts are missing; a zero would mean that someone counted. */
import { instantToDate } from '../calendar-date.ts';
import type { CalendarDate } from '../ids.ts';
import { monthOf, type Month } from './usage-rows.ts';
import { USE_STATES, type OverviewInput, type StateCounts, type UseState } from './use-state.ts';

export interface CountedSince {
  readonly records: CalendarDate;
  readonly activity: CalendarDate;
  readonly figures: Month;
}

/** A later record, from a wrong clock, does not hide today's count. */
export function countedSince({ standings, registrations, usage, today }: OverviewInput): CountedSince {
  const activity = firstOf([today, ...usage.flatMap(({ firstActive }) => firstActive ?? [])]);
  const figures = firstOf([monthOf(today), ...usage.map(({ month }) => month)]);
  const records = firstOf([
    today,
    ...standings.map(({ earlier, registeredAt }) => instantToDate(earlier?.[0]?.from ?? registeredAt)),
    ...registrations.map(({ askedAt }) => instantToDate(askedAt)),
    ...usage.map(({ month, firstActive }) => firstActive ?? (`${month}-01` as CalendarDate))
  ]);
  return { records, activity, figures };
}

function firstOf<Of extends string>(values: readonly [Of, ...Of[]]): Of {
  return values.reduce((first, one) => (one < first ? one : first));
}

export function countStates(
  states: readonly UseState[],
  day: CalendarDate,
  since: Pick<CountedSince, 'records' | 'activity'>
): StateCounts {
  const count = (state: UseState): number => states.filter((one) => one === state).length;
  if (day < since.records) return { active: null, 'not-active': null, registered: null, requested: null };
  const requested = count('requested');
  return day < since.activity
    ? { active: null, 'not-active': null, registered: count('registered'), requested }
    : { active: count('active'), 'not-active': count('not-active'), registered: null, requested };
}

export function countedStates(...days: readonly StateCounts[]): readonly UseState[] {
  return USE_STATES.filter((state) => days.some((counts) => counts[state] !== null));
}

export function registeredIn(counts: StateCounts): number | null {
  const { active, 'not-active': idle, registered } = counts;
  return active === null || idle === null ? registered : active + idle;
}
