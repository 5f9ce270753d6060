import {
  GUEST,
  parseParticipantCode,
  participantToCode,
  type Participant,
  type Attendance,
  type DayAttendance
} from '#lib/domain/training/attendance.ts';
import { isCountry } from '#lib/domain/country.ts';
import type { CalendarDate, Instant } from '#lib/domain/ids.ts';
import { sameName } from '#lib/domain/act/typed-text.ts';
import { sha256Base64url } from '#lib/domain/sha256.ts';
import type { SessionView } from '#lib/domain/training/desk-view.ts';
import type { Session } from '#lib/domain/training/session.ts';
import { wallIn } from '#lib/i18n/zone.ts';
import type { SeatState } from '#lib/domain/training/seats.ts';
import { DrawnOrder } from '#lib/ui/table/drawn-order.ts';

/** The same name and country is one person, on any device. Null if one is missing or invalid. */
export function guestOf(typed: string, country: string): Participant | null {
  const name = typed.trim().replace(/\s+/g, ' ').normalize('NFC');
  if (name === '' || !isCountry(country)) return null;
  const mark = sha256Base64url(`${country} ${name.toLowerCase()}`)
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '');
  const guest = { person: GUEST + mark.slice(0, 24), name, authority: country };
  return parseParticipantCode(participantToCode(guest)) ? guest : null;
}

/** An enrolled person who comes as a guest would count twice, with two certificates. Null if there is none or more than one. */
export function enrolledAs<P extends Participant>(guest: Participant, enrolled: readonly P[]): P | null {
  const alike = enrolled.filter(
    ({ name, authority }) => authority === guest.authority && sameName(name, guest.name)
  );
  return alike.length === 1 ? (alike[0] ?? null) : null;
}

/** Never before the mark it corrects: the later mark counts, and a slow clock would reverse a correction. */
export function markedAt(before: Instant | undefined, now: number): Instant {
  const least = before === undefined ? now : Date.parse(before) + 1;
  return new Date(Math.max(now, least)).toISOString() as Instant;
}

/** Days of a session of several days, in its own zone; empty for one day. */
export function sessionDates({ days = [], zone }: Pick<Session, 'days' | 'zone'>): readonly CalendarDate[] {
  return days.map(({ startsAt }) => wallIn(startsAt, zone).date);
}

/** Today, or the last day before it, or the first one; null for a session of one day. */
export function dayNow(session: Session, now: Instant): CalendarDate | null {
  const today = wallIn(now, session.zone).date;
  const dates = sessionDates(session);
  return dates.filter((date) => date <= today).at(-1) ?? dates[0] ?? null;
}

/** Null for a person without a mark of that day. */
export function ofDay({ days }: Attendance, day: string | null): DayAttendance | null {
  return days.find((one) => one.day === day) ?? null;
}

export interface AttendanceRow extends Participant {
  readonly function: string;
  readonly place: number;
  readonly state: SeatState;
}

const UNENROLLED = { function: '', place: 0, state: 'unenrolled' } as const;

/** The order stays while the trainer marks. */
export class AttendanceRows {
  readonly #order = new DrawnOrder<AttendanceRow>(({ person }) => person);

  /** A person who gives up the place stays listed: otherwise the rows below would move under the pointer. */
  of(seats: SessionView['seats'], noted: readonly Attendance[]): readonly AttendanceRow[] {
    const known = new Set(noted.map(({ person }) => person));
    const enrolled = new Set(seats.map(({ person }) => person));
    const isExpected = ({ person, state }: SessionView['seats'][number]): boolean =>
      state === 'confirmed' || state === 'waiting' || known.has(person) || this.#order.has(person);
    return this.#order.keep([
      ...seats.filter(isExpected),
      ...noted.filter(({ person }) => !enrolled.has(person)).map((one) => ({ ...one, ...UNENROLLED }))
    ]);
  }
}
