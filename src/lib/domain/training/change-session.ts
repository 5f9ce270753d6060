/** The server applies them; the form shows clashes with other sessions. */
import { MAX_GROUP_NAME_LENGTH } from '../act/kinds/announcement.ts';
import type { Instant, SessionId } from '../ids.ts';
import { isPlainObject, textProblem } from '../shape/shape.ts';
import { canonicalJson } from '../canonical.ts';
import type { HeldBody } from '../regional/regional-body.ts';
import { may } from '../registration/rights.ts';
import { accept, refuse, type Problem, type Result } from '../result.ts';
import {
  asksAnnouncement,
  daysOf,
  isOver,
  isTrainerOf,
  MAX_CHANGES,
  parsePlan,
  parseSession,
  teachesIn,
  type AnnouncementAnswer,
  type Session,
  type SessionPerson,
  type SessionPlan
} from './session.ts';
import { sameName } from '../act/typed-text.ts';

export interface TrainerNow extends SessionPerson {
  readonly name: string;
  readonly role: string;
}

export interface ChangeRequest {
  readonly revision: unknown;
  readonly plan?: unknown;
  /** Note to the enrolled; absent for small corrections, which notify no one. */
  readonly note?: unknown;
  readonly lessons?: unknown;
  readonly announce?: unknown;
  readonly cancel?: unknown;
}

/**
 * Milliseconds: two weeks. A plan that was typed offline can be saved after its session has begun, so that attendance
 * and certificates are possible. The form asks whether the date is right.
 */
const MAX_LATE_MS = 14 * 86_400_000;

export function changeSession(
  id: SessionId,
  before: Session | null,
  asked: ChangeRequest,
  by: TrainerNow,
  now: Instant,
  organizer: HeldBody | null = null
): Result<Session> {
  const isCancelling = before !== null && asked.cancel !== undefined;
  if (before !== null && !(isCancelling ? mayCancel(before, by) : mayChange(before, asked, by)))
    return refuse({ code: 'training.session.foreign' });
  if (before !== null && organizer !== null && before.body?.id !== organizer.id)
    return refuse({ code: 'training.session.foreign' });
  if (asked.revision !== (before?.revision ?? 0))
    return refuse({ code: 'training.session.changedMeanwhile' });
  if (before?.cancelled) return refuse({ code: 'training.session.cancelled' });
  if (asked.cancel !== undefined) return cancelSession(before, asked.cancel, now);
  if (asked.lessons !== undefined) return nameLessons(before, asked.lessons, now);
  if (asked.announce !== undefined) return askAnnouncement(before, asked.announce, now);
  const plan = parsePlan(planFor(organizer, before, asked.plan, now));
  if (!plan.ok) return plan;
  const noted = noteOf(before, asked.note, now);
  if (!noted.ok) return noted;
  if (before === null && Date.parse(plan.value.startsAt) < Date.parse(now) - MAX_LATE_MS)
    return refuse({ code: 'training.time.past', path: 'startsAt' });
  if (before !== null && isOver(before, now) && settledOf(before) !== settledOf(plan.value))
    return refuse({ code: 'training.session.settled' });
  const session = toSession(id, before, plan.value, noted.value, by, now);
  return accept(organizer === null ? session : { ...session, body: toOrganizer(organizer) });
}

/** A body’s session is for its countries, whatever was typed; its people need no helpers. */
function planFor(organizer: HeldBody | null, before: Session | null, plan: unknown, now: Instant): unknown {
  if (organizer === null || !isPlainObject(plan)) return plan;
  const { helpers: _helpers, ...typed } = plan;
  const { audience } = typed;
  // The places of a session that is over stay as they were.
  if (before !== null && isOver(before, now)) return { ...typed, audience: before.audience };
  const roles = isPlainObject(audience) ? audience['roles'] : undefined;
  return { ...typed, audience: audienceOf(organizer, roles) };
}

function audienceOf({ name, countries }: HeldBody, roles: unknown): object {
  const group = { name: [...name].slice(0, MAX_GROUP_NAME_LENGTH).join('').trim(), countries };
  return roles === undefined ? { group } : { group, roles };
}

function toOrganizer({ id, name, ended }: HeldBody): NonNullable<Session['body']> {
  return ended ? { id, name, ended } : { id, name };
}

/** For everyone who had a place, in the language of the session. */
const BODY_ENDED: Readonly<Record<Session['language'], string>> = {
  en: 'The regional body that organized this session has ended.',
  fr: 'L’organisme régional qui organisait cette session a cessé ses activités.',
  es: 'El organismo regional que organizaba esta sesión ha cesado sus actividades.',
  ru: 'Региональный орган, который проводил это занятие, прекратил работу.',
  zh: '主办本次培训的区域机构已停止运作。',
  ar: 'أنهت المنظمة الإقليمية التي كانت تنظّم هذه الدورة عملها.'
};

/**
 * After INCB changed the body; null if the session stays as it is. A body that has ended holds no session any more:
 * what has not begun is cancelled, and INCB's trainers can cancel what is under way.
 */
export function followBody(before: Session, body: HeldBody, now: Instant): Session | null {
  if (before.body?.id !== body.id || before.cancelled || isOver(before, now)) return null;
  const audience = body.ended
    ? before.audience
    : (audienceOf(body, before.audience.roles) as Session['audience']);
  const isLost = body.ended && before.startsAt > now;
  const cancelled = isLost ? { cancelled: { at: now, reason: BODY_ENDED[before.language] } } : {};
  const after = { ...before, body: toOrganizer(body), audience, ...cancelled };
  if (canonicalJson(after) === canonicalJson(before)) return null;
  return { ...after, revision: before.revision + 1, changedAt: now };
}

/** INCB answers for the calendar, so its trainers can cancel the session of a body. */
export function mayCancel(
  session: Pick<Session, 'trainer' | 'body'>,
  person: SessionPerson & { readonly role: string }
): boolean {
  return isTrainerOf(session, person) || (session.body !== undefined && may(person, 'teach'));
}

const MAX_COMING = 100;
const MAX_PLANNED = 1000;

/** A new session of an organizer, a trainer or a body, next to all `sessions`: no one can fill the calendar of others. */
export function judgeRoom(planned: Session, sessions: readonly Session[], now: Instant): Problem | null {
  const own = sessions.filter(({ body, trainer }) =>
    planned.body ? body?.id === planned.body.id : !body && trainer.person === planned.trainer.person
  );
  const coming = own.filter((one) => !one.cancelled && !isOver(one, now));
  if (coming.length < MAX_COMING && own.length < MAX_PLANNED) return null;
  const most = coming.length < MAX_COMING ? MAX_PLANNED : MAX_COMING;
  return { code: 'training.session.tooMany', values: { most } };
}

/** Another trainer of the session changes its plan; who else teaches, and the rest, is for the one who planned it. */
function mayChange(before: Session, { plan }: ChangeRequest, by: TrainerNow): boolean {
  if (isTrainerOf(before, by)) return true;
  const helpers = isPlainObject(plan) ? (plan['helpers'] ?? []) : null;
  return teachesIn(before, by) && canonicalJson(helpers) === canonicalJson(before.helpers ?? []);
}

/** Places depend on it, and so does the day when names are deleted. */
function settledOf({ startsAt, endsAt, days, capacity, audience }: SessionPlan): string {
  return canonicalJson({ startsAt, endsAt, capacity, audience, ...(days ? { days } : {}) });
}

function toSession(
  _id: SessionId,
  before: Session | null,
  plan: SessionPlan,
  changes: Session['changes'],
  { id: person, name }: TrainerNow,
  now: Instant
): Session {
  return {
    ...plan,
    _id,
    schema: 1,
    revision: (before?.revision ?? 0) + 1,
    trainer: before && before.trainer.person !== person ? before.trainer : { person, name },
    changedAt: now,
    ...(changes === undefined ? {} : { changes }),
    ...(before?.lessons === undefined ? {} : { lessons: before.lessons }),
    ...(before?.announcement === undefined ? {} : { announcement: before.announcement })
  };
}

/** Allowed after the end too: a recording comes later. */
function nameLessons(before: Session | null, given: unknown, changedAt: Instant): Result<Session> {
  if (before === null) return refuse({ code: 'training.session.unknown' });
  const { lessons: _before, ...session } = before;
  const revision = before.revision + 1;
  if (Array.isArray(given) && given.length === 0) return accept({ ...session, revision, changedAt });
  return parseSession({ ...session, revision, changedAt, lessons: given });
}

function noteOf(before: Session | null, note: unknown, at: Instant): Result<Session['changes']> {
  if (before === null || note === undefined || note === '') return accept(before?.changes);
  const fault = judgeLine(note, 'note');
  if (fault) return refuse(fault);
  return accept([...(before.changes ?? []), { at, note: note as string }].slice(-MAX_CHANGES));
}

function cancelSession(before: Session | null, reason: unknown, at: Instant): Result<Session> {
  if (before === null) return refuse({ code: 'training.session.unknown' });
  const fault = judgeLine(reason, 'cancel');
  if (fault) return refuse(fault);
  if (before.endsAt <= at) return refuse({ code: 'training.session.over' });
  const cancelled = { at, reason: reason as string };
  return accept({ ...before, revision: before.revision + 1, changedAt: at, cancelled });
}

function judgeLine(value: unknown, path: string): Problem | null {
  const fault = textProblem(value, 1, 300, false);
  return fault && { ...fault, path };
}

/** The plan can have changed since an answer. */
function askAnnouncement(before: Session | null, asked: unknown, at: Instant): Result<Session> {
  if (before === null) return refuse({ code: 'training.session.unknown' });
  if (asked !== true) return refuse({ code: 'document.malformed', path: 'announce' });
  if (isOver(before, at)) return refuse({ code: 'training.session.over' });
  if (asksAnnouncement(before, before.announcement, at)) return accept(before);
  return accept({ ...before, announcement: { askedAt: at } });
}

/** One answer per request; the route checks who can answer. */
export function answerAnnouncement(
  before: Session | null,
  as: AnnouncementAnswer,
  at: Instant
): Result<Session> {
  if (before === null) return refuse({ code: 'training.session.unknown' });
  const { announcement } = before;
  if (announcement === undefined || !asksAnnouncement(before, announcement, at))
    return refuse({ code: 'training.announcement.none' });
  return accept({ ...before, announcement: { ...announcement, answer: { at, as } } });
}

interface Clash {
  readonly session: Session;
  readonly of: 'room' | 'trainer';
}

type Planned = Pick<SessionPlan, 'startsAt' | 'endsAt' | 'days' | 'place' | 'helpers'>;

/** `id` and `trainer`: of the planned session. A clash only informs: a hotel can have two rooms of one name. */
export function findClashes(
  planned: Planned,
  { id, trainer }: { readonly id: string; readonly trainer: string },
  sessions: readonly Session[]
): readonly Clash[] {
  return sessions.flatMap((session): Clash[] => {
    if (session._id === id || session.cancelled || !overlaps(planned, session)) return [];
    const clashes: Clash[] = [];
    if (isSamePlace(planned.place, session.place)) clashes.push({ session, of: 'room' });
    if (share(teamOf(trainer, planned.helpers), teamOf(session.trainer.person ?? '', session.helpers)))
      clashes.push({ session, of: 'trainer' });
    return clashes;
  });
}

function overlaps(one: Planned, other: Planned): boolean {
  return daysOf(one).some((day) =>
    daysOf(other).some(({ startsAt, endsAt }) => day.startsAt < endsAt && startsAt < day.endsAt)
  );
}

function isSamePlace(one: string | undefined, other: string | undefined): boolean {
  return one !== undefined && other !== undefined && sameName(one, other);
}

function teamOf(trainer: string, helpers: readonly string[] | undefined): readonly string[] {
  return [trainer, ...(helpers ?? [])];
}

function share(one: readonly string[], other: readonly string[]): boolean {
  return one.some((person) => other.indexOf(person) >= 0);
}
