/** The public calendar: requested online, and read from this browser's copy offline. Nothing in it is secret. */
import { parseCalendar } from '#lib/domain/training/read-view.ts';
import type { Session } from '#lib/domain/training/session.ts';
import { trainings } from '#lib/store/server/training-api.ts';

const PLACE = 'i2es-calendar';

export function keptCalendar(): readonly Session[] | null {
  try {
    return parseCalendar(JSON.parse(localStorage.getItem(PLACE) ?? 'null'));
  } catch {
    return null;
  }
}

export async function readCalendar(): Promise<readonly Session[] | null> {
  const answer = await trainings.calendar();
  const sessions = answer.ok ? parseCalendar(answer.value) : null;
  if (sessions === null) return null;
  try {
    localStorage.setItem(PLACE, JSON.stringify({ sessions }));
  } catch {
    // A browser without storage still shows it.
  }
  return sessions;
}
