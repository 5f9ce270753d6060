/** Periods and due dates of returns: art. 20(2) of 1961 (a month after the quarter), Forms C and P (30 June). */
import { addDays, addMonths } from '../calendar-date.ts';
import type { CalendarDate } from '../ids.ts';
import {
  filedFor,
  isQuarterly,
  RETURN_FORMS,
  type FiledReturn,
  type PeriodKey,
  type ReturnForm
} from './return-document.ts';

export interface ReturnPeriod {
  readonly key: PeriodKey;
  readonly from: CalendarDate;
  readonly to: CalendarDate;
  readonly due: CalendarDate;
}

export function periodOf(key: PeriodKey): ReturnPeriod {
  const year = key.slice(0, 4);
  const quarter = Number(key.slice(6));
  if (quarter === 0) {
    const due = `${Number(year) + 1}-06-30` as CalendarDate;
    return { key, from: `${year}-01-01` as CalendarDate, to: `${year}-12-31` as CalendarDate, due };
  }
  const from = `${year}-${String(quarter * 3 - 2).padStart(2, '0')}-01` as CalendarDate;
  const next = addMonths(from, 3);
  return { key, from, to: addDays(next, -1), due: addDays(addMonths(next, 1), -1) };
}

function keyAt(form: ReturnForm, date: CalendarDate): PeriodKey {
  const year = date.slice(0, 4);
  return isQuarterly(form) ? `${year}-q${Math.ceil(Number(date.slice(5, 7)) / 3)}` : year;
}

/** The running period first, back over five whole years, as historic records reach. */
export function periodsTo(form: ReturnForm, today: CalendarDate): readonly PeriodKey[] {
  const step = isQuarterly(form) ? 3 : 12;
  const count = isQuarterly(form) ? 24 : 6;
  return Array.from({ length: count }, (_, back) => keyAt(form, addMonths(today, -step * back)));
}

interface DueReturn {
  readonly form: ReturnForm;
  readonly period: ReturnPeriod;
  readonly isOverdue: boolean;
}

/** The last complete period of each form that has not been filed. `since`: the first day that I2ES knows of. */
export function dueReturns(
  filed: readonly FiledReturn[],
  today: CalendarDate,
  since: CalendarDate
): readonly DueReturn[] {
  return RETURN_FORMS.flatMap((form) => {
    const period = periodOf(periodsTo(form, today)[1]!);
    if (period.to < since || filedFor(filed, form, period.key).length > 0) return [];
    return [{ form, period, isOverdue: period.due < today }];
  });
}
