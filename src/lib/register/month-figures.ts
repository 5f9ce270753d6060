import { addDays, addMonths } from '#lib/domain/calendar-date.ts';
import type { CalendarDate } from '#lib/domain/ids.ts';
import type { Desk, DeskItem, RegisterRow } from '#lib/store/api.ts';
import { isInFigures } from '#lib/store/index/query-register.ts';
import { countWaiting } from './desk-groups.ts';

interface DayOfMonth {
  readonly day: CalendarDate;
  readonly issued: number;
  readonly received: number;
}

interface MonthFigures {
  readonly days: readonly DayOfMonth[];
  readonly issued: number;
  readonly received: number;
  readonly waiting: number;
  readonly overdue: number;
}

export function monthFigures(rows: readonly RegisterRow[], desk: Desk, today: CalendarDate): MonthFigures {
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
    waiting: countWaiting(desk),
    overdue: new Set(itemsOf(desk).flatMap(({ overdue, row }) => (overdue ? [row.id] : []))).size
  };
}

function itemsOf(desk: Desk): readonly DeskItem[] {
  return [desk.toDecide, desk.toAnswer, desk.toEndorse, desk.toMatch, desk.toCompare, desk.toShip].flat();
}
