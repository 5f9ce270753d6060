/** Days that the page counts; the choice is in the address, so it survives back, reload and shared links. */
import { addDays, addMonths } from '#lib/domain/calendar-date.ts';
import type { CalendarDate } from '#lib/domain/ids.ts';

export const PERIODS = ['twelve', 'three', 'this-year', 'last-year', 'all'] as const;
export type Period = (typeof PERIODS)[number];

export interface Days {
  readonly from: CalendarDate;
  readonly to: CalendarDate;
}

/** Earlier than any act of the system. */
const BEGINNING = '1900-01-01' as CalendarDate;

/** Malformed text gives the last twelve months. */
export function parsePeriod(text: string | null): Period {
  return PERIODS.find((one) => one === text) ?? 'twelve';
}

export function daysOf(period: Period, today: CalendarDate): Days {
  const year = Number(today.slice(0, 4));
  if (period === 'this-year') return { from: `${year}-01-01` as CalendarDate, to: today };
  if (period === 'last-year')
    return { from: `${year - 1}-01-01` as CalendarDate, to: `${year - 1}-12-31` as CalendarDate };
  if (period === 'all') return { from: BEGINNING, to: today };
  return { from: addDays(addMonths(today, period === 'twelve' ? -12 : -3), 1), to: today };
}

export function periodQuery(period: Period): string {
  return period === 'twelve' ? '' : `?period=${period}`;
}
