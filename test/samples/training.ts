/** A regional seminar and who enrols in it, as a trainer of the Board and officers of countries would state them. */
import { bytesToBase64url } from '#lib/domain/bytes.ts';
import type { ActId, AuthorityCode, Instant, OwnLessonId, SessionId } from '#lib/domain/ids.ts';
import type { AttendanceMark } from '#lib/domain/training/attendance.ts';
import { countPieces, PIECE_BYTES, type Piece } from '#lib/domain/file/pieces.ts';
import type { LessonFile } from '#lib/domain/training/material.ts';
import type { OwnLesson, WrittenLesson } from '#lib/domain/training/own-lesson.ts';
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

export const LESSON_ID = 'lesson:7c1d5e3e-0c0d-4f0e-8a86-1f2d3c4b5a69' as OwnLessonId;

export function aWrittenLesson(more: Partial<WrittenLesson> = {}): WrittenLesson {
  return {
    minutes: 6,
    audience: 'everybody',
    texts: [
      {
        language: 'en',
        title: 'Reading a partial shipment',
        lead: 'What to look at when less arrived than was authorized.',
        text: '## What came\n\nCompare the **endorsement** with the [authorization](/authorizations).'
      }
    ],
    ...more
  };
}

export function anOwnLesson(more: Partial<OwnLesson> = {}): OwnLesson {
  return {
    ...aWrittenLesson(),
    _id: LESSON_ID,
    schema: 1,
    revision: 1,
    trainer: { person: 'trainer.demo', name: 'Demonstration trainer' },
    changedAt: '2026-11-24T10:00:00.000Z' as Instant,
    state: 'published',
    approval: { name: 'Second reader', at: '2026-11-24T11:00:00.000Z' as Instant },
    ...more
  };
}

const RUNS_ON_OPENING = '%PDF-1.7\n1 0 obj << /OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >> >>\n';

/** The smallest PDF that a reader opens has more in it; its beginning is what is asked. With a script, as it may come. */
export function aPdf(length = 400_000): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length).map((_, index) => (index * 7 + (index >> 8)) & 255);
  bytes.set(new TextEncoder().encode(RUNS_ON_OPENING).subarray(0, length));
  return bytes;
}

/** As a trainer’s device sends it: what it is, and its pieces. */
export async function aFile(
  bytes: Uint8Array<ArrayBuffer>,
  more: Partial<LessonFile> = {}
): Promise<{ readonly file: LessonFile; readonly pieces: readonly Piece[] }> {
  const hash = bytesToBase64url(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)));
  const size = bytes.length;
  const file: LessonFile = { hash, name: 'slides.pdf', type: 'application/pdf', size, ...more };
  const pieces = Array.from({ length: countPieces(size) }, (_, number) => ({
    type: file.type,
    size,
    data: bytesToBase64url(bytes.subarray(number * PIECE_BYTES, (number + 1) * PIECE_BYTES))
  }));
  return { file, pieces };
}
