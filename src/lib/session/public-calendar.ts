/** The public calendar: asked for on line, and read from this browser's copy without. There is nothing secret in it. */
import { parseCalendar } from '#lib/domain/training/read-view.ts';
import type { Session } from '#lib/domain/training/session.ts';
import { trainings } from '#lib/store/server/training-api.ts';

const PLACE = 'i2es-calendar';

/** Null where this browser has never been told. */
export function keptCalendar(): readonly Session[] | null {
  try {
    return parseCalendar(JSON.parse(localStorage.getItem(PLACE) ?? 'null'));
  } catch {
    return null;
  }
}

/** Null where there is no line. */
export async function readCalendar(): Promise<readonly Session[] | null> {
  const answer = await trainings.calendar();
  const sessions = answer.ok ? parseCalendar(answer.value) : null;
  if (sessions === null) return null;
  try {
    localStorage.setItem(PLACE, JSON.stringify({ sessions }));
  } catch {
    // A browser that keeps nothing shows it all the same.
  }
  return sessions;
}
