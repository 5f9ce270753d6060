/**
 * Attendance certificates that a person can get: trainers for everyone in their session, others for themselves, only
 * after the session.
 */
import { may } from '../registration/rights.ts';
import { accept, refuse, type Result } from '../result.ts';
import type { Instant } from '../ids.ts';
import type { AttendanceFacts } from './attendance-badge.ts';
import { seatsOf, type SeenSeat, type TrainingBooks, type TrainingReader } from './desk-view.ts';
import { hasTakenPlace, teachesIn, type Session } from './session.ts';

interface CertifiedAttendance {
  /** Account id, or a guest id from a trainer's device. */
  readonly person: string;
  readonly facts: AttendanceFacts;
}

export function certifyAttendance(
  session: Session,
  reader: TrainingReader,
  books: TrainingBooks,
  now: Instant
): Result<readonly CertifiedAttendance[]> {
  if (session.cancelled) return refuse({ code: 'training.session.cancelled' });
  if (!hasTakenPlace(session, now)) return refuse({ code: 'training.certificate.early' });
  const teaches = may(reader, 'teach') && teachesIn(session, reader);
  const present = seatsOf(session, books).filter(
    ({ person, wasPresent }) => wasPresent && (teaches || person === reader.id)
  );
  return present.length === 0
    ? refuse({ code: 'training.certificate.notPresent' })
    : accept(present.map((seat) => ({ person: seat.person, facts: factsOf(session, seat) })));
}

function factsOf(
  { _id: session, title, trainer, startsAt, endsAt }: Session,
  { name, authority }: SeenSeat
): AttendanceFacts {
  return { word: 'attendance', session, title, trainer: trainer.name, startsAt, endsAt, name, authority };
}
