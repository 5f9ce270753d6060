/** Marks never change: a new one is added, and the result does not depend on their order. */
import { authorityCode, personReference, sessionReference } from '../shape/references.ts';
import {
  calendarDate,
  fits,
  instant,
  oneOf,
  parseShape,
  pattern,
  shaped,
  text,
  type Checked
} from '../shape/shape.ts';
import { canonicalJson } from '../canonical.ts';
import type { CalendarDate, Instant } from '../ids.ts';
import { refuse, type Result } from '../result.ts';
import { sha256Base64url } from '../sha256.ts';

/** Prefix of the id of a guest without account, whom a trainer's device added or who came by a link. */
export const GUEST = 'guest.';

export function isGuest(person: string): boolean {
  return person.slice(0, GUEST.length) === GUEST;
}

const markShape = shaped({
  required: {
    session: sessionReference,
    /** Account id; for a guest, `GUEST` and an id from the trainer's device. */
    person: personReference,
    name: text(1, 120),
    authority: authorityCode,
    mark: oneOf(['present', 'absent']),
    at: instant,
    how: oneOf(['code', 'name']),
    /** The device's own id, to tell several apart. */
    device: pattern(/^[a-z0-9]{8,32}$/, 'training.device.malformed')
  },
  optional: {
    reason: text(1, 200),
    /** In a session of several days, in its own zone. */
    day: calendarDate
  }
});
export type AttendanceMark = Checked<typeof markShape>;

export function parseMark(value: unknown): Result<AttendanceMark> {
  const parsed = parseShape(markShape, value);
  return parsed.ok && parsed.value.mark === 'absent' && parsed.value.reason === undefined
    ? refuse({ code: 'training.mark.reason', path: 'reason' })
    : parsed;
}

export function markId(mark: AttendanceMark): string {
  return `attendance:${mark.session.slice('session:'.length)}:${sha256Base64url(canonicalJson(mark))}`;
}

export interface DayAttendance {
  /** Null in a session of one day. */
  readonly day: CalendarDate | null;
  readonly isPresent: boolean;
  readonly at: Instant;
  readonly reason: string | null;
}

/** `isPresent`: on one day or more. `at` and `reason` are of the latest mark. */
export interface Attendance extends Participant, Omit<DayAttendance, 'day'> {
  readonly devices: number;
  readonly days: readonly DayAttendance[];
}

/**
 * The latest mark of a day counts. A correction needs a reason, so no device silently undoes another's mark.
 */
export function foldAttendance(marks: readonly AttendanceMark[]): readonly Attendance[] {
  const all = new Map(marks.map((mark) => [markId(mark), mark]));
  const byTime = [...all].sort(
    ([oneId, one], [otherId, other]) => compare(one.at, other.at) || compare(oneId, otherId)
  );
  const people = new Map<string, AttendanceMark[]>();
  for (const [, mark] of byTime) people.set(mark.person, [...(people.get(mark.person) ?? []), mark]);
  return [...people.values()].map(toAttendance).sort(byName);
}

function toAttendance(marks: readonly AttendanceMark[]): Attendance {
  const last = marks[marks.length - 1] as AttendanceMark;
  const { person, name, authority, at } = last;
  const days = toDays(marks);
  return {
    person,
    name,
    authority,
    isPresent: days.some(({ isPresent }) => isPresent),
    at,
    reason: last.reason ?? null,
    devices: new Set(marks.map(({ device }) => device)).size,
    days
  };
}

function toDays(marks: readonly AttendanceMark[]): readonly DayAttendance[] {
  const last = new Map(marks.map((mark) => [mark.day ?? null, mark]));
  return [...last]
    .map(([day, { mark, at, reason = null }]) => ({ day, isPresent: mark === 'present', at, reason }))
    .sort((one, other) => compare(one.day ?? '', other.day ?? ''));
}

function byName(one: Attendance, other: Attendance): number {
  return compare(one.name, other.name) || compare(one.person, other.person);
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

const CODE = /^I2ES1:([A-Z]{2}|INCB):([a-z0-9][a-z0-9._-]{1,63}):(.{1,120})$/;

const participant = shaped({
  required: { authority: authorityCode, person: personReference, name: text(1, 120) }
});
export type Participant = Checked<typeof participant>;

/** A participant's square code has only their identity. It proves nothing: the trainer looks at the person. */
export function participantToCode({ authority, person, name }: Participant): string {
  return `I2ES1:${authority}:${person}:${name}`;
}

export function parseParticipantCode(code: string): Participant | null {
  const [, authority, person, name] = CODE.exec(code) ?? [];
  const found = { authority, person, name };
  return fits(participant, found) ? found : null;
}
