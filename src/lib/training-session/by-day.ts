/** Training sessions by the day on which they begin in a zone; keeps the given order. */
import type { CalendarDate } from '#lib/domain/ids.ts';
import type { Session } from '#lib/domain/training/session.ts';
import { wallIn } from '#lib/i18n/zone.ts';

export function byDay(
  sessions: readonly Session[],
  zone: string
): ReadonlyMap<CalendarDate, readonly Session[]> {
  const days = new Map<CalendarDate, Session[]>();
  for (const session of sessions) {
    const { date } = wallIn(session.startsAt, zone);
    days.set(date, [...(days.get(date) ?? []), session]);
  }
  return days;
}
