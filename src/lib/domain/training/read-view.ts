import { anyText, fits, isPlainObject, stored } from '../shape/shape.ts';
import { isInstant } from '../calendar-date.ts';
import { parseMark } from './attendance.ts';
import { count } from './evaluation.ts';
import type { SeenSeat, SessionView, TrainingView } from './desk-view.ts';
import { parseSeenLink } from './guests.ts';
import { storedSeat } from './seats.ts';
import { parseAnnouncementAsked, parseSession, type Session } from './session.ts';
import { parseTally } from './tally.ts';

const trainerName = stored({ required: { id: anyText, name: anyText } });

export function parseView(value: unknown): TrainingView | null {
  if (!isPlainObject(value) || !isInstant(value['readAt'])) return null;
  return {
    sessions: listOf(value['sessions'], toSessionView),
    tallies: listOf(value['tallies'], parseTally),
    trainers: listOf(value['trainers'], (one) => (fits(trainerName, one) ? one : null)),
    readAt: value['readAt']
  };
}

export function parseCalendar(value: unknown): readonly Session[] | null {
  return isPlainObject(value) && Array.isArray(value['sessions'])
    ? listOf(value['sessions'], toSession)
    : null;
}

function toSession(value: unknown): Session | null {
  const session = parseSession(value);
  return session.ok ? session.value : null;
}

function toSessionView(value: unknown): SessionView | null {
  if (!isPlainObject(value)) return null;
  const session = toSession(value['session']);
  if (session === null) return null;
  return {
    session,
    announcement: parseAnnouncementAsked(value['announcement']),
    confirmed: countOf(value['confirmed']),
    waiting: countOf(value['waiting']),
    seats: listOf(value['seats'], toSeat),
    own: toSeat(value['own']),
    hasEvaluated: value['hasEvaluated'] === true,
    marks: listOf(value['marks'], (mark) => {
      const parsed = parseMark(mark);
      return parsed.ok ? parsed.value : null;
    }),
    remarks: listOf(value['remarks'], (remark) => (typeof remark === 'string' ? remark : null)),
    links: listOf(value['links'], parseSeenLink)
  };
}

function toSeat(value: unknown): SeenSeat | null {
  if (!fits(storedSeat, value)) return null;
  const more = value as Partial<SeenSeat>;
  return {
    ...value,
    place: countOf(more.place),
    wasPresent: more.wasPresent === true,
    days: countOf(more.days)
  };
}

function countOf(value: unknown): number {
  return fits(count, value) ? value : 0;
}

function listOf<T>(value: unknown, read: (one: unknown) => T | null): readonly T[] {
  if (!Array.isArray(value)) return [];
  return value.map(read).filter((one): one is T => one !== null);
}
