/**
 * The one rule for names: trainers see participants of their sessions, a regional body’s people those of its sessions,
 * administrators those of their authority, everyone their own place, INCB only figures.
 */
import type { AuthorityCode, Instant } from '../ids.ts';
import { isAddressed } from '../outreach/audience.ts';
import { may } from '../registration/rights.ts';
import { foldAttendance, isGuest, type Attendance, type AttendanceMark } from './attendance.ts';
import {
  NO_EVALUATIONS,
  type EvaluationOf,
  evaluationsOf,
  toldOf,
  type ToldOfSession
} from './evaluation.ts';
import {
  guestPerson,
  seeLink,
  viewPlace,
  type Guest,
  type GuestLink,
  type SeenByGuest,
  type SeenLink
} from './guests.ts';
import type { OwnLesson } from './own-lesson.ts';
import { countSeats, foldSeats, type EnrolmentHeard, type Seat } from './seats.ts';
import {
  hasTakenPlace,
  isOver,
  isTrainerOf,
  publicPart,
  teachesIn,
  withoutAccounts,
  withoutAnnouncement,
  type AnnouncementAsked,
  type Session,
  type SessionPerson
} from './session.ts';
import { ownPart, tallySession, type Tally } from './tally.ts';
import { accept, refuse, type Result } from '../result.ts';
import type { AttendanceFacts } from './attendance-badge.ts';

/** Days after a session until names are deleted, on the server and on trainers' devices. */
export const KEPT_DAYS = 180;

export function namesEndAt({ endsAt }: Pick<Session, 'endsAt'>): Instant {
  return new Date(Date.parse(endsAt) + KEPT_DAYS * 86_400_000).toISOString() as Instant;
}

export interface TrainingBooks {
  readonly sessions: readonly Session[];
  readonly lessons: readonly OwnLesson[];
  readonly heard: readonly EnrolmentHeard[];
  readonly marks: readonly AttendanceMark[];
  readonly evaluations: readonly EvaluationOf[];
  readonly told: readonly ToldOfSession[];
  readonly tallies: readonly Tally[];
  readonly certified: readonly Certified[];
  readonly links: readonly GuestLink[];
  readonly guests: readonly Guest[];
}

/** A person who has a certificate of attendance. */
export interface Certified {
  readonly session: Session['_id'];
  readonly authority: string;
}

export interface TrainingReader extends SessionPerson {
  readonly role: string;
  readonly authority: AuthorityCode;
}

/** `days`: on how many of several days. */
export type SeenSeat = Seat & { readonly wasPresent: boolean; readonly days: number };

export interface SessionView {
  readonly session: Session;
  /** Only trainer and secretariat see it. */
  readonly announcement: AnnouncementAsked | null;
  readonly confirmed: number;
  readonly waiting: number;
  readonly seats: readonly SeenSeat[];
  readonly own: SeenSeat | null;
  readonly hasEvaluated: boolean;
  readonly marks: readonly AttendanceMark[];
  readonly remarks: readonly string[];
  /** The links by which the trainers invite guests; only they see them. */
  readonly links: readonly SeenLink[];
}

export interface TrainerName {
  readonly id: string;
  readonly name: string;
}

export interface TrainingView {
  readonly sessions: readonly SessionView[];
  readonly tallies: readonly Tally[];
  /** Whom a trainer can choose to teach with them; empty for others. */
  readonly trainers: readonly TrainerName[];
  readonly readAt: Instant;
}

export function viewFor(
  reader: TrainingReader,
  books: TrainingBooks,
  readAt: Instant,
  trainers: readonly TrainerName[] = []
): TrainingView {
  const sessions = books.sessions.flatMap((session) => viewSession(session, reader, books, readAt) ?? []);
  const others = may(reader, 'teach') ? trainers.filter(({ id }) => id !== reader.id) : [];
  return { sessions, tallies: talliesFor(reader, books, readAt), trainers: others, readAt };
}

export function withoutOldNames(view: TrainingView, now: Instant): TrainingView {
  const isDue = ({ session, seats, own, marks, remarks }: SessionView): boolean =>
    namesEndAt(session) <= now && (own !== null || seats.length + marks.length + remarks.length > 0);
  if (!view.sessions.some(isDue)) return view;
  const nobody = { seats: [], own: null, marks: [], remarks: [] };
  return { ...view, sessions: view.sessions.map((one) => (isDue(one) ? { ...one, ...nobody } : one)) };
}

function viewSession(
  session: Session,
  reader: TrainingReader,
  books: TrainingBooks,
  now: Instant
): SessionView | null {
  const teaches = may(reader, 'sessions') && teachesIn(session, reader);
  const marks = books.marks.filter((mark) => mark.session === session._id);
  const all = seatsOf(session, books);
  // Until a session is over, only its trainers see attendance.
  const seats = teaches || isOver(session, now) ? all : withoutPresent(all);
  const own = seats.filter(({ person }) => person === reader.id)[0] ?? null;
  if (!teaches && !maySee(session, reader, own)) return null;
  return {
    session: {
      ...(maySeeLink(session, reader, own)
        ? withoutAccounts(withoutAnnouncement(session))
        : { ...publicPart(session), ...changesOf(session), ...lessonsOf(session, all, reader) }),
      ...trainersOf(session, reader)
    },
    announcement: askOf(session, reader),
    ...countSeats(all),
    seats: seats.filter((seat) => teaches || (may(reader, 'manage') && isOfAuthority(seat, reader))),
    own,
    hasEvaluated: evaluationsOf(session._id, books.evaluations).some(({ person }) => person === reader.id),
    marks: teaches ? marks : [],
    remarks: (teaches && toldOf(session._id, books.told).remarks) || [],
    links: teaches ? linksOf(session, books) : []
  };
}

function linksOf({ _id }: Session, { links, guests }: TrainingBooks): readonly SeenLink[] {
  const own = links.filter(({ session }) => session === _id).map((link) => seeLink(link, guests));
  return own.sort((one, other) => (one.madeAt < other.madeAt ? -1 : 1));
}

function seatsOf(session: Session, { heard, marks }: TrainingBooks): readonly SeenSeat[] {
  const own = marks.filter((mark) => mark.session === session._id);
  return joinPresent(foldSeats(session, heard), foldAttendance(own));
}

function withoutPresent(seats: readonly SeenSeat[]): readonly SeenSeat[] {
  return seats
    .filter(({ state }) => state !== 'unenrolled')
    .map((seat) => ({ ...seat, wasPresent: false, days: 0 }));
}

/** Adds people who attended without enrolling: they get a certificate and the evaluation too. */
function joinPresent(seats: readonly Seat[], attendance: readonly Attendance[]): readonly SeenSeat[] {
  const present = attendance.filter(({ isPresent }) => isPresent);
  const there = new Map(present.map(({ person, days }) => [person, countDays(days)]));
  const enrolled = new Set(seats.map(({ person }) => person));
  const unenrolled = present
    .filter(({ person }) => !enrolled.has(person))
    .map(({ person, name, authority, at, days }): SeenSeat => {
      const seat = { person, name, function: '', authority, state: 'unenrolled', place: 0 } as const;
      return { ...seat, heardAt: at, wasPresent: true, days: countDays(days) };
    });
  const enrolledSeats = seats.map((seat) => {
    const days = there.get(seat.person);
    return { ...seat, wasPresent: days !== undefined, days: days ?? 0 };
  });
  return [...enrolledSeats, ...unenrolled];
}

function countDays(days: Attendance['days']): number {
  return days.filter(({ isPresent }) => isPresent).length;
}

/** A guest has a country but no authority. */
function isOfAuthority({ person, authority }: Seat, reader: TrainingReader): boolean {
  return authority === reader.authority && !isGuest(person);
}

function maySee(session: Session, reader: TrainingReader, own: Seat | null): boolean {
  if (session.isPublic || own !== null || may(reader, 'teach') || may(reader, 'registry')) return true;
  return isAddressed(session.audience, { ...reader, language: null });
}

function maySeeLink(session: Session, reader: TrainingReader, own: Seat | null): boolean {
  return own?.state === 'confirmed' || (may(reader, 'sessions') && teachesIn(session, reader));
}

function lessonsOf(
  { lessons }: Session,
  seats: SessionView['seats'],
  { id }: TrainingReader
): Pick<Session, 'lessons'> {
  const wasPresent = seats.some(({ person, wasPresent: was }) => person === id && was);
  return lessons === undefined || !wasPresent ? {} : { lessons };
}

function trainersOf(session: Session, reader: TrainingReader): Partial<Pick<Session, 'trainer' | 'helpers'>> {
  const { trainer, helpers } = session;
  if (!may(reader, 'teach') && !teachesIn(session, reader)) return {};
  return helpers === undefined ? { trainer } : { trainer, helpers };
}

function askOf(session: Session, reader: TrainingReader): AnnouncementAsked | null {
  const isTheirs = (may(reader, 'sessions') && isTrainerOf(session, reader)) || may(reader, 'announce');
  return (isTheirs && session.announcement) || null;
}

function changesOf({ changes }: Session): Pick<Session, 'changes'> {
  return changes === undefined ? {} : { changes };
}

function talliesFor(reader: TrainingReader, books: TrainingBooks, now: Instant): readonly Tally[] {
  const sessions = books.sessions.filter((session) => hasTakenPlace(session, now));
  const all = tallyBooks({ ...books, sessions });
  if (may(reader, 'teach') || may(reader, 'registry')) return all;
  if (may(reader, 'sessions')) {
    const own = books.sessions.filter((session) => teachesIn(session, reader)).map(({ _id }) => _id);
    return all.filter(({ session }) => own.indexOf(session) >= 0);
  }
  return all
    .map((tally) => ownPart(tally, reader.authority))
    .filter(({ present }) => Object.keys(present).length > 0);
}

function tallyBooks({
  sessions,
  marks,
  evaluations,
  told,
  tallies,
  certified
}: TrainingBooks): readonly Tally[] {
  const kept = new Set<string>(tallies.map(({ session }) => session));
  const live = sessions
    .filter(({ _id }) => !kept.has(_id))
    .map((session) => {
      const { _id } = session;
      const own = foldAttendance(marks.filter((mark) => mark.session === _id));
      const { length } = evaluationsOf(_id, evaluations);
      const given = certified.filter((one) => one.session === _id);
      return tallySession(session, own, toldOf(_id, told).evaluation, length, given);
    });
  return [...tallies, ...live.filter(({ present }) => Object.keys(present).length > 0)];
}

/** On the deletion of names; pending notifications are dropped. */
export function tallyOf(session: Session, books: TrainingBooks): Tally {
  const [tally] = tallyBooks({ ...books, sessions: [session], tallies: [] });
  return { ...(tally ?? tallySession(session, [], NO_EVALUATIONS, 0)), waiting: 0 };
}

interface CertifiedAttendance {
  /** Account id, or a guest id from a trainer's device. */
  readonly person: string;
  readonly facts: AttendanceFacts;
}

/** Only after the session. Trainers get everyone's, others their own. */
export function certifyAttendance(
  session: Session,
  reader: TrainingReader,
  books: TrainingBooks,
  now: Instant
): Result<readonly CertifiedAttendance[]> {
  if (session.cancelled) return refuse({ code: 'training.session.cancelled' });
  if (!hasTakenPlace(session, now)) return refuse({ code: 'training.certificate.early' });
  const teaches = may(reader, 'sessions') && teachesIn(session, reader);
  const present = seatsOf(session, books).filter(
    ({ person, wasPresent }) => wasPresent && (teaches || person === reader.id)
  );
  return present.length === 0
    ? refuse({ code: 'training.certificate.notPresent' })
    : accept(present.map((seat) => ({ person: seat.person, facts: factsOf(session, seat) })));
}

function factsOf(
  { _id: session, title, trainer, body, startsAt, endsAt, days: all }: Session,
  { person, name, authority, days: attended }: SeenSeat
): AttendanceFacts {
  const days = all ? { days: { attended: Math.min(attended, all.length), of: all.length } } : {};
  const facts = { session, title, trainer: trainer.name, startsAt, endsAt, name, authority };
  const guest = isGuest(person) ? ({ isGuest: true } as const) : {};
  return { word: 'attendance', ...facts, ...days, ...(body ? { organizer: body.name } : {}), ...guest };
}

/** A guest's own page; for all guests of a session, its list is made once. */
export function guestViews(
  session: Session,
  books: TrainingBooks,
  now: Instant
): (guest: Guest) => SeenByGuest {
  const seats = seatsOf(session, books);
  const present = new Set(seats.filter(({ wasPresent }) => wasPresent).map(({ person }) => person));
  return (guest) => {
    const attended = hasTakenPlace(session, now) && present.has(guestPerson(guest));
    return viewPlace(guest, session, { seats, attended });
  };
}
