/** The trainer types the plan; the server adds trainer, revision and outcome. */
import { ANNOUNCEMENT_LANGUAGES, letterAudience } from '../act/kinds/announcement.ts';
import { personReference, sessionReference } from '../shape/references.ts';
import {
  fits,
  instant,
  integer,
  isPlainObject,
  listOf,
  oneOf,
  parseShape,
  pattern,
  shaped,
  text,
  type Checked
} from '../shape/shape.ts';
import type { CountryCode, Instant } from '../ids.ts';
import { countriesOf } from '../outreach/audience.ts';
import { MAX_BODY_NAME_LENGTH, regionalId } from '../regional/regional-body.ts';
import { refuse, type Problem, type Result } from '../result.ts';
import { lessonReference } from './lesson-reference.ts';

export const SESSION_LANGUAGES = ANNOUNCEMENT_LANGUAGES;
export const SESSION_LEVELS = ['introduction', 'practice', 'advanced'] as const;
export type SessionLevel = (typeof SESSION_LEVELS)[number];

/** Milliseconds: at most two weeks. */
const MAX_DURATION_MS = 14 * 86_400_000;
export const MAX_SEATS = 2000;
const MAX_MATERIALS = 20;
export const MAX_CHANGES = 50;
export const MAX_DAYS = 14;

/**
 * `https` only, an ASCII host with a top-level domain, no user name or password. People tap these links, so no script
 * or local file can hide behind one.
 */
const webAddress = pattern(
  /^https:\/\/(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}(?::[1-9][0-9]{1,4})?(?:[/?#][\w\-.~:/?#@!$&*+,;=%]{0,400})?$/i,
  'training.link.malformed'
);

/** Format of an IANA time zone name; the form checks that it exists. */
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
  /** Absent: for everyone. */
  audience: letterAudience,
  isPublic: oneOf([true, false]),
  /** The calendar shows the joining link to all; otherwise only to people with a place. */
  isLinkPublic: oneOf([true, false])
} as const;

const sessionDay = shaped({ required: { startsAt: instant, endsAt: instant } });
export type SessionDay = Checked<typeof sessionDay>;

const planned = {
  /** The hours of each day, in order, of a session of several days. */
  days: listOf(sessionDay, 2, MAX_DAYS),
  place: text(1, 200),
  link: webAddress,
  agenda: text(1, 6000, true),
  materials: listOf(shaped({ required: { title: text(1, 160), link: webAddress } }), 1, MAX_MATERIALS),
  helpers: listOf(personReference, 1, 10)
} as const;

const planShape = shaped({ required: plan, optional: planned });
export type SessionPlan = Checked<typeof planShape>;

/** Published without the account, which is a trainer's sign-in name. The server's own document has both. */
export const trainerShape = shaped({
  required: { name: text(1, 120) },
  optional: { person: personReference }
});

/** The regional body that organizes the session: all its people manage it, and its countries are the audience. */
const organizer = shaped({
  required: { id: regionalId, name: text(1, MAX_BODY_NAME_LENGTH) },
  /** INCB has ended the body: none of its people is left to cancel the session. */
  optional: { ended: oneOf([true]) }
});

const change = shaped({ required: { at: instant, note: text(1, 300) } });

const head = {
  _id: sessionReference,
  schema: oneOf([1]),
  /** Counted by the server from 1; a change names the revision that it is based on. */
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
    body: organizer,
    /** Notes to the enrolled, oldest first. */
    changes: listOf(change, 1, MAX_CHANGES),
    /** Also added later, for people with a place or who attended. */
    lessons: listOf(lessonReference, 1, MAX_MATERIALS),
    announcement: announcementAsked,
    cancelled: shaped({ required: { at: instant, reason: text(1, 300) } })
  }
});
export type Session = Checked<typeof sessionShape>;
export type AnnouncementAnswer = 'taken-up' | 'declined';

export function parsePlan(value: unknown): Result<SessionPlan> {
  return judged(parseShape(planShape, value));
}

export function parseSession(value: unknown): Result<Session> {
  if (!isPlainObject(value)) return refuse({ code: 'document.malformed' });
  const { _rev, _revisions, ...session } = value;
  return judged(parseShape(sessionShape, session));
}

function judged<T extends SessionPlan>(parsed: Result<T>): Result<T> {
  if (!parsed.ok) return parsed;
  const stated = judgePlan(parsed.value);
  return stated.length > 0 ? refuse(...stated) : parsed;
}

function judgePlan(plan: SessionPlan): Problem[] {
  const { startsAt, endsAt, place, link, audience } = plan;
  const problems: Problem[] = [];
  const length = Date.parse(endsAt) - Date.parse(startsAt);
  if (!(length > 0)) problems.push({ code: 'training.time.backwards', path: 'endsAt' });
  if (length > MAX_DURATION_MS) problems.push({ code: 'training.time.tooLong', path: 'endsAt' });
  if (!areInOrder(plan)) problems.push({ code: 'training.days.order', path: 'days' });
  if (place === undefined && link === undefined)
    problems.push({ code: 'training.place.missing', path: 'place' });
  if (audience.region !== undefined && audience.group !== undefined)
    problems.push({ code: 'announcement.audience.twice', path: 'audience' });
  return problems;
}

/** The first day begins the session and the last one ends it, so that all other rules read the whole time only. */
function areInOrder({ startsAt, endsAt, days }: SessionPlan): boolean {
  if (days === undefined) return true;
  const isAfter = (day: SessionDay, index: number): boolean =>
    day.startsAt < day.endsAt && (index === 0 || (days[index - 1] as SessionDay).endsAt <= day.startsAt);
  const [first, last] = [days[0] as SessionDay, days[days.length - 1] as SessionDay];
  return days.every(isAfter) && first.startsAt === startsAt && last.endsAt === endsAt;
}

/** The hours of each day; one for a session of one day. */
export function daysOf({
  startsAt,
  endsAt,
  days
}: Pick<SessionPlan, 'startsAt' | 'endsAt' | 'days'>): readonly SessionDay[] {
  return days ?? [{ startsAt, endsAt }];
}

/**
 * No sign-in names, helpers, notes, recordings or messages between trainer and secretariat; the joining link only if it
 * is public.
 */
export function publicPart({
  changes: _changes,
  lessons: _lessons,
  announcement: _announcement,
  ...session
}: Session): Session {
  return withoutAccounts(withoutLink(session));
}

/**
 * A document of `training` as a country's own server receives it: a session for other countries without notes, other
 * trainers and a private joining link; all else as it is.
 */
export function forServerOf(country: CountryCode, document: unknown): unknown {
  if (!parseSession(document).ok) return document;
  const session = withoutAnnouncement(document as Session);
  if (countriesOf(session.audience).some((one) => one === country)) return session;
  const { changes: _changes, lessons: _lessons, helpers: _helpers, ...rest } = session;
  return withoutLink(rest);
}

/** For a guest who is invited by a link; whom else the session is for does not concern them. */
export function seenByGuest(session: Session, hasPlace: boolean): Session {
  const { changes } = session;
  const { lessons: _lessons, ...placed } = withoutAccounts(withoutAnnouncement(session));
  const seen = hasPlace ? placed : { ...publicPart(session), ...(changes ? { changes } : {}) };
  return { ...seen, audience: {} };
}

export function withoutAccounts({ helpers: _helpers, trainer: { name }, ...session }: Session): Session {
  return { ...session, trainer: { name } };
}

function withoutLink(session: Session): Session {
  const { link, place, ...rest } = session;
  if (session.isLinkPublic || link === undefined) return session;
  // A session needs a place: an online one only shows that it has a link.
  return { ...rest, ...(place === undefined ? { place: ON_LINE } : { place }) };
}

/** Placeholder for a private link; each language has its own word. */
export const ON_LINE = 'on line';

export function isOver({ endsAt }: Pick<Session, 'endsAt'>, now: Instant): boolean {
  return endsAt <= now;
}

/** Despite earlier marks: no certificates, no evaluations. */
export function hasTakenPlace(
  { endsAt, cancelled }: Pick<Session, 'endsAt' | 'cancelled'>,
  now: Instant
): boolean {
  return isOver({ endsAt }, now) && !cancelled;
}

export function asksAnnouncement(
  { cancelled, endsAt }: Pick<Session, 'cancelled' | 'endsAt'>,
  asked: AnnouncementAsked | null | undefined,
  now: Instant
): boolean {
  return !!asked && !asked.answer && !cancelled && !isOver({ endsAt }, now);
}

export function parseAnnouncementAsked(value: unknown): AnnouncementAsked | null {
  return fits(announcementAsked, value) ? value : null;
}

export function withoutAnnouncement({ announcement: _announcement, ...session }: Session): Session {
  return session;
}

export interface SessionPerson {
  readonly id: string;
  /** Of a person of a regional body that has not ended. */
  readonly body?: string | undefined;
}

/** All people of a body are trainers of its sessions, also if the one who planned it has left. */
export function isTrainerOf(
  { trainer: of, body }: Pick<Session, 'trainer' | 'body'>,
  person: SessionPerson
): boolean {
  return body === undefined ? of.person === person.id : body.id === person.body;
}

export function teachesIn(
  session: Pick<Session, 'trainer' | 'helpers' | 'body'>,
  person: SessionPerson
): boolean {
  return isTrainerOf(session, person) || (session.helpers ?? []).indexOf(person.id) >= 0;
}
