import { addDays, addMonths } from '#lib/domain/calendar-date.ts';
import { KeptNames } from '#lib/domain/groups.ts';
import type { CalendarDate } from '#lib/domain/ids.ts';
import type { RegisterRow, Today } from '#lib/store/api.ts';
import { countWaiting, workOf } from '#lib/store/index/build-today.ts';
import { isInFigures, isInTab } from '#lib/store/index/query-register.ts';

interface MonthFigures {
  readonly days: readonly {
    readonly day: CalendarDate;
    readonly issued: number;
    readonly received: number;
  }[];
  readonly issued: number;
  readonly received: number;
  readonly open: number;
  /** Countries with which anything was exchanged. */
  readonly partners: number;
  readonly waiting: number;
  readonly overdue: number;
}

/** By kind of figure, for the totals of Today; kept while the register changes. */
export function monthCounts(): KeptNames<RegisterRow, string> {
  return new KeptNames((row) =>
    isInFigures(row)
      ? [
          `${row.own ? 'issued' : 'received'} ${row.issuedOn}`,
          PARTNER + row.partner,
          ...(isInTab(row, 'open') ? ['open'] : [])
        ]
      : []
  );
}

const PARTNER = 'partner ';

export function monthFigures(
  rows: readonly RegisterRow[],
  work: Today,
  today: CalendarDate,
  kept = monthCounts()
): MonthFigures {
  const counts = kept.countsIn(rows);
  const first = `${today.slice(0, 7)}-01` as CalendarDate;
  const next = addMonths(first, 1);
  const days: MonthFigures['days'][number][] = [];
  for (let day = first; day < next; day = addDays(day, 1))
    days.push({
      day,
      issued: counts.get(`issued ${day}`) ?? 0,
      received: counts.get(`received ${day}`) ?? 0
    });
  return {
    days,
    issued: days.reduce((sum, one) => sum + one.issued, 0),
    received: days.reduce((sum, one) => sum + one.received, 0),
    open: counts.get('open') ?? 0,
    partners: [...counts.keys()].filter((name) => name.startsWith(PARTNER)).length,
    waiting: countWaiting(work),
    overdue: new Set(workOf(work.needs).flatMap(({ overdue, row }) => (overdue ? [row.id] : []))).size
  };
}
