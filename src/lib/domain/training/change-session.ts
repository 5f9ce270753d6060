/** What a trainer's deed makes of a session: planned, changed with a note, cancelled with a reason. The server asks it. */
import type { Instant, SessionId } from '../ids.ts';
import { textProblem } from '../shape/shape.ts';
import { canonicalJson } from '../canonical.ts';
import { accept, refuse, type Problem, type Result } from '../result.ts';
import {
  asksAnnouncement,
  isOver,
  isTrainerOf,
  MAX_CHANGES,
  parsePlan,
  parseSession,
  type AnnouncementAnswer,
  type Session,
  type SessionPlan
} from './session.ts';

export interface TrainerNow {
  readonly id: string;
  readonly name: string;
}

export interface ChangeRequest {
  /** Of the session that the trainer had before them; 0 for a new one. */
  readonly revision: unknown;
  readonly plan?: unknown;
  /** What the enrolled are told; without it nobody is told of a slip that was mended. */
  readonly note?: unknown;
  /** Which lessons hold what was shown and recorded; all of them, and none where the list is empty. */
  readonly lessons?: unknown;
  /** `true`: the secretariat is asked to announce it. */
  readonly announce?: unknown;
  /** Why it does not take place. */
  readonly cancel?: unknown;
}

export function changeSession(
  id: SessionId,
  before: Session | null,
  asked: ChangeRequest,
  by: TrainerNow,
  now: Instant
): Result<Session> {
  if (before !== null && !isTrainerOf(before, by)) return refuse({ code: 'training.session.foreign' });
  if (asked.revision !== (before?.revision ?? 0))
    return refuse({ code: 'training.session.changedMeanwhile' });
  if (before?.cancelled) return refuse({ code: 'training.session.cancelled' });
  if (asked.cancel !== undefined) return cancelSession(before, asked.cancel, now);
  if (asked.lessons !== undefined) return nameLessons(before, asked.lessons, now);
  if (asked.announce !== undefined) return askAnnouncement(before, asked.announce, now);
  const plan = parsePlan(asked.plan);
  if (!plan.ok) return plan;
  const noted = noteOf(before, asked.note, now);
  if (!noted.ok) return noted;
  if (before === null && plan.value.startsAt <= now)
    return refuse({ code: 'training.time.past', path: 'startsAt' });
  if (before !== null && isOver(before, now) && settledOf(before) !== settledOf(plan.value))
    return refuse({ code: 'training.session.settled' });
  return accept(toSession(id, before, plan.value, noted.value, by, now));
}

/** What has been once a session is over: who had a place hangs on it, and the day on which names are deleted. */
function settledOf({ startsAt, endsAt, capacity, audience }: SessionPlan): string {
  return canonicalJson({ startsAt, endsAt, capacity, audience });
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
    trainer: { person, name },
    changedAt: now,
    ...(changes === undefined ? {} : { changes }),
    ...(before?.lessons === undefined ? {} : { lessons: before.lessons }),
    ...(before?.announcement === undefined ? {} : { announcement: before.announcement })
  };
}

/** Also when it is over: a recording comes afterwards. */
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

/** Asked again after an answer it is asked anew: the plan may have changed since. Of the plan itself nothing is changed. */
function askAnnouncement(before: Session | null, asked: unknown, at: Instant): Result<Session> {
  if (before === null) return refuse({ code: 'training.session.unknown' });
  if (asked !== true) return refuse({ code: 'document.malformed', path: 'announce' });
  if (isOver(before, at)) return refuse({ code: 'training.session.over' });
  if (asksAnnouncement(before, before.announcement, at)) return accept(before);
  return accept({ ...before, announcement: { askedAt: at } });
}

/** The secretariat's word on it, once for each time that it is asked; whose it is to say, the route asks. */
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
