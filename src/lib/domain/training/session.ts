/**
 * A webinar or regional session as a trainer plans it and as it lies in `training`. What is typed is the plan; who
 * teaches it, how often it was changed and what became of it is stated by the server.
 */
import { ANNOUNCEMENT_LANGUAGES, letterAudience } from '../act/kinds/announcement.ts';
import { personReference, sessionReference } from '../shape/references.ts';
import {
  checkMember,
  instant,
  integer,
  isPlainObject,
  listOf,
  oneOf,
  pattern,
  shaped,
  text,
  type Check,
  type Checked
} from '../shape/shape.ts';
import type { Instant } from '../ids.ts';
import { accept, refuse, type Problem, type Result } from '../result.ts';
import { lessonReference } from './lesson-reference.ts';

export const SESSION_LANGUAGES = ANNOUNCEMENT_LANGUAGES;
export const SESSION_LEVELS = ['introduction', 'practice', 'advanced'] as const;
export type SessionLevel = (typeof SESSION_LEVELS)[number];

/** Milliseconds: a seminar of two weeks is the longest there is. */
const MAX_DURATION_MS = 14 * 86_400_000;
export const MAX_SEATS = 2000;
export const MAX_MATERIALS = 20;
export const MAX_CHANGES = 50;

/**
 * `https` alone, a host of plain letters with a top level, no name or password before it: whoever taps it goes where it
 * says. So neither a script nor a file of the reader's own computer is ever behind a link.
 */
export const webAddress = pattern(
  /^https:\/\/(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}(?::[1-9][0-9]{1,4})?(?:[/?#][\w\-.~:/?#@!$&*+,;=%]{0,400})?$/i,
  'training.link.malformed'
);

/** A name of the IANA time zone database by its form; whether there is one such is asked where it is typed. */
export const zoneName = pattern(
  /^(?:UTC|[A-Z][A-Za-z_]{1,20}(?:\/[A-Z][A-Za-z_+-]{1,24}[0-9]{0,2}){1,2})$/,
  'training.zone.malformed'
);

const plan = {
  title: text(1, 160),
  aims: text(1, 2000, true),
  language: oneOf(SESSION_LANGUAGES),
  level: oneOf(SESSION_LEVELS),
  startsAt: instant,
  endsAt: instant,
  zone: zoneName,
  capacity: integer(1, MAX_SEATS),
  /** Whom it is for; nothing stated is everybody. */
  audience: letterAudience,
  /** Whether whoever has not signed in sees it in the calendar. */
  isPublic: oneOf([true, false]),
  /** Whether the joining link is shown in the calendar, or to whoever has a place alone. */
  isLinkPublic: oneOf([true, false])
} as const;

const planned = {
  place: text(1, 200),
  link: webAddress,
  agenda: text(1, 6000, true),
  materials: listOf(shaped({ required: { title: text(1, 160), link: webAddress } }), 1, MAX_MATERIALS),
  /** Other trainers who take attendance. */
  helpers: listOf(personReference, 1, 10)
} as const;

const planShape = shaped({ required: plan, optional: planned });
export type SessionPlan = Checked<typeof planShape>;

/** Without an account where it is told: by that name a trainer signs in. The server’s own document has both. */
export const trainerShape = shaped({
  required: { name: text(1, 120) },
  optional: { person: personReference }
});

const change = shaped({ required: { at: instant, note: text(1, 300) } });

const head = {
  _id: sessionReference,
  schema: oneOf([1]),
  /** Counted by the server, from 1: whoever changes says what they had before them. */
  revision: integer(1, 100_000),
  trainer: trainerShape,
  changedAt: instant
} as const;

const announcementAsked = shaped({
  required: { askedAt: instant },
  optional: { answer: shaped({ required: { at: instant, as: oneOf(['taken-up', 'declined']) } }) }
});
export type AnnouncementAsked = Checked<typeof announcementAsked>;

const sessionShape = shaped({
  required: { ...head, ...plan },
  optional: {
    ...planned,
    /** What the enrolled are told of changes, oldest first. */
    changes: listOf(change, 1, MAX_CHANGES),
    /** Trainers' lessons with what was shown and recorded: added afterwards too, for whoever has a place or was there. */
    lessons: listOf(lessonReference, 1, MAX_MATERIALS),
    /** That the trainer has asked the secretariat to announce it, and what it said. */
    announcement: announcementAsked,
    cancelled: shaped({ required: { at: instant, reason: text(1, 300) } })
  }
});
export type Session = Checked<typeof sessionShape>;
export type AnnouncementAnswer = 'taken-up' | 'declined';

export function parsePlan(value: unknown): Result<SessionPlan> {
  return parseBy(planShape, value);
}

/** As it was read from a database or an answer: without what the store adds. */
export function parseSession(value: unknown): Result<Session> {
  if (!isPlainObject(value)) return refuse({ code: 'document.malformed' });
  const { _rev, _revisions, ...session } = value;
  return parseBy(sessionShape, session);
}

function parseBy<T extends SessionPlan>(check: Check<T>, value: unknown): Result<T> {
  const problems: Problem[] = [];
  checkMember(value, check, 'session', problems);
  if (problems.length > 0) return refuse(...problems.map(withoutRoot));
  const stated = judgePlan(value as T);
  return stated.length > 0 ? refuse(...stated) : accept(value as T);
}

function withoutRoot(problem: Problem): Problem {
  return { ...problem, path: (problem.path ?? '').replace(/^session\.?/, '') };
}

function judgePlan({ startsAt, endsAt, place, link, audience }: SessionPlan): Problem[] {
  const problems: Problem[] = [];
  const length = Date.parse(endsAt) - Date.parse(startsAt);
  if (!(length > 0)) problems.push({ code: 'training.time.backwards', path: 'endsAt' });
  if (length > MAX_DURATION_MS) problems.push({ code: 'training.time.tooLong', path: 'endsAt' });
  if (place === undefined && link === undefined)
    problems.push({ code: 'training.place.missing', path: 'place' });
  if (audience.region !== undefined && audience.group !== undefined)
    problems.push({ code: 'announcement.audience.twice', path: 'audience' });
  return problems;
}

/** What stands in the calendar for everybody: no name by which anyone signs in, no other trainers, no notes, no recordings, nothing between trainer and secretariat, and the joining link only where it is for all. */
export function publicPart({
  changes: _changes,
  lessons: _lessons,
  announcement: _announcement,
  ...session
}: Session): Session {
  return withoutAccounts(withoutLink(session));
}

/** Trainers as people know them: by the names on their accounts, and not by those with which they sign in. */
export function withoutAccounts({ helpers: _helpers, trainer: { name }, ...session }: Session): Session {
  return { ...session, trainer: { name } };
}

function withoutLink(session: Session): Session {
  const { link, place, ...rest } = session;
  if (session.isLinkPublic || link === undefined) return session;
  // A session is somewhere: where it is on line alone, it says that it has a link and not which.
  return { ...rest, ...(place === undefined ? { place: ON_LINE } : { place }) };
}

/** In the place of a link that is not for everybody; each reader's language says it. */
export const ON_LINE = 'on line';

export function isOver({ endsAt }: Pick<Session, 'endsAt'>, now: Instant): boolean {
  return endsAt <= now;
}

/** What is certified or evaluated must have happened: a session that was cancelled has not, whatever was noted before. */
export function hasTakenPlace(
  { endsAt, cancelled }: Pick<Session, 'endsAt' | 'cancelled'>,
  now: Instant
): boolean {
  return isOver({ endsAt }, now) && !cancelled;
}

/** Whether the secretariat is still to say whether it announces it. */
export function asksAnnouncement(
  { cancelled, endsAt }: Pick<Session, 'cancelled' | 'endsAt'>,
  asked: AnnouncementAsked | null | undefined,
  now: Instant
): boolean {
  return !!asked && !asked.answer && !cancelled && !isOver({ endsAt }, now);
}

/** Null where it is none. */
export function parseAnnouncementAsked(value: unknown): AnnouncementAsked | null {
  const problems: Problem[] = [];
  checkMember(value, announcementAsked, 'announcement', problems);
  return problems.length === 0 ? (value as AnnouncementAsked) : null;
}

/** What passes between trainer and secretariat goes beside a session, to the two alone: others read it without. */
export function withoutAnnouncement({ announcement: _announcement, ...session }: Session): Session {
  return session;
}

/** Whether a person may change it: whoever plans it, and nobody in their place. */
export function isTrainerOf(
  { trainer: of }: Pick<Session, 'trainer'>,
  person: { readonly id: string }
): boolean {
  return of.person === person.id;
}

/** Whether a person takes attendance in it and sees who comes. */
export function teachesIn(
  session: Pick<Session, 'trainer' | 'helpers'>,
  person: { readonly id: string }
): boolean {
  return isTrainerOf(session, person) || (session.helpers ?? []).indexOf(person.id) >= 0;
}
