/** Training data from the server or the device's copy; unreadable parts are left out. */
import { isPlainObject } from '../shape/shape.ts';
import { isInstant } from '../calendar-date.ts';
import { parseMark } from './attendance.ts';
import type { SessionView, TrainingView } from './desk-view.ts';
import type { Seat, SeatState } from './seats.ts';
import { parseAnnouncementAsked, parseSession, type Session } from './session.ts';
import { parseTally } from './tally.ts';

type SeenSeat = SessionView['seats'][number];

const STATES: readonly SeatState[] = [
  'confirmed',
  'waiting',
  'withdrawn',
  'notInvited',
  'late',
  'unenrolled'
];

export function parseView(value: unknown): TrainingView | null {
  if (!isPlainObject(value) || !isInstant(value['readAt'])) return null;
  return {
    sessions: listOf(value['sessions'], toSessionView),
    tallies: listOf(value['tallies'], parseTally),
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
    remarks: listOf(value['remarks'], (remark) => (typeof remark === 'string' ? remark : null))
  };
}

function toSeat(value: unknown): SeenSeat | null {
  if (!isPlainObject(value) || STATES.indexOf(value['state'] as SeatState) < 0) return null;
  const seat = value as unknown as Seat;
  const texts = [seat.person, seat.name, seat.function, seat.authority];
  if (!texts.every((text) => typeof text === 'string') || !isInstant(seat.heardAt)) return null;
  return { ...seat, place: countOf(seat.place), wasPresent: value['wasPresent'] === true };
}

function countOf(value: unknown): number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 ? value : 0;
}

function listOf<T>(value: unknown, read: (one: unknown) => T | null): readonly T[] {
  if (!Array.isArray(value)) return [];
  return value.map(read).filter((one): one is T => one !== null);
}
