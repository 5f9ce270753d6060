/** A regional seminar and who enrols in it, as a trainer of the Board and officers of countries would state them. */
import type { ActId, AuthorityCode, Instant, SessionId } from '#lib/domain/ids.ts';
import type { AttendanceMark } from '#lib/domain/training/attendance.ts';
import type { EnrolmentHeard } from '#lib/domain/training/seats.ts';
import type { Session, SessionPlan } from '#lib/domain/training/session.ts';

export const SESSION_ID = 'session:5a0b5e3e-0c0d-4f0e-8a86-1f2d3c4b5a69' as SessionId;

export function aPlan(more: Partial<SessionPlan> = {}): SessionPlan {
  return {
    title: 'Endorsing what has arrived',
    aims: 'Participants endorse a partial shipment and explain the difference.',
    language: 'en',
    level: 'practice',
    startsAt: '2026-12-10T07:30:00.000Z' as Instant,
    endsAt: '2026-12-10T14:00:00.000Z' as Instant,
    zone: 'Africa/Nairobi',
    capacity: 10,
    audience: {},
    isPublic: true,
    isLinkPublic: false,
    place: 'Nairobi, conference room 4',
    ...more
  };
}

export function aSession(more: Partial<Session> = {}): Session {
  return {
    ...aPlan(),
    _id: SESSION_ID,
    schema: 1,
    revision: 1,
    trainer: { person: 'trainer.demo', name: 'Demonstration trainer' },
    changedAt: '2026-11-24T10:00:00.000Z' as Instant,
    ...more
  };
}

/** `at`: minutes after ten when the server heard of it; the person stated it just before. */
export function anEnrolment(person: string, at: number, more: Partial<EnrolmentHeard> = {}): EnrolmentHeard {
  const heardAt = new Date(Date.UTC(2026, 10, 25, 10, at)).toISOString() as Instant;
  const authority = person.slice(0, 2).toUpperCase() as AuthorityCode;
  return {
    act: `act:20261125:${authority}:enrolment:${person}${at}` as ActId,
    session: SESSION_ID,
    intent: 'enrol',
    person,
    name: `Officer ${person}`,
    function: 'Delegate',
    authority,
    role: 'officer',
    at: heardAt,
    heardAt,
    ...more
  };
}

export function aMark(person: string, more: Partial<AttendanceMark> = {}): AttendanceMark {
  return {
    session: SESSION_ID,
    person,
    name: `Officer ${person}`,
    authority: person.slice(0, 2).toUpperCase() as AuthorityCode,
    mark: 'present',
    at: '2026-12-10T07:40:00.000Z' as Instant,
    how: 'name',
    device: 'deviceone1',
    ...more
  };
}
