import { addDays, addMonths } from '#lib/domain/calendar-date.ts';
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
  readonly waiting: number;
  readonly overdue: number;
}

export function monthFigures(rows: readonly RegisterRow[], work: Today, today: CalendarDate): MonthFigures {
  const first = `${today.slice(0, 7)}-01` as CalendarDate;
  const next = addMonths(first, 1);
  const days = new Map<CalendarDate, { issued: number; received: number }>();
  for (let day = first; day < next; day = addDays(day, 1)) days.set(day, { issued: 0, received: 0 });
  for (const row of rows.filter(isInFigures)) {
    const day = days.get(row.issuedOn);
    if (day && row.own) day.issued++;
    else if (day) day.received++;
  }
  const counts = [...days.values()];
  return {
    days: [...days].map(([day, one]) => ({ day, ...one })),
    issued: counts.reduce((sum, one) => sum + one.issued, 0),
    received: counts.reduce((sum, one) => sum + one.received, 0),
    waiting: countWaiting(work),
    overdue: new Set(workOf(work.needs).flatMap(({ overdue, row }) => (overdue ? [row.id] : []))).size
  };
}

interface Figures {
  readonly open: number;
  readonly issued: number;
  readonly received: number;
  readonly partners: number;
}

export function figuresOf(rows: readonly RegisterRow[], today: CalendarDate): Figures {
  const counted = rows.filter(isInFigures);
  const ofMonth = counted.filter(({ issuedOn }) => issuedOn.startsWith(today.slice(0, 7)));
  const issued = ofMonth.filter(({ own }) => own).length;
  return {
    open: counted.filter((row) => isInTab(row, 'open')).length,
    issued,
    received: ofMonth.length - issued,
    partners: new Set(counted.map(({ partner }) => partner)).size
  };
}
