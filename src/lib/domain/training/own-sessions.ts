/** To remind of: soon or under way, recently changed or cancelled, or with a new place. */
import type { Instant } from '../ids.ts';
import type { SessionView } from './desk-view.ts';
import { isOver, teachesIn, type Session, type SessionPerson } from './session.ts';

/** Long enough to travel, short enough to be news. */
export const REMINDED_DAYS = 14;
/** Days that a change is news, however far the session: participants can have booked a journey. */
export const NEWS_DAYS = 14;

type Change = NonNullable<Session['changes']>[number];

export function newsOf({ changes }: Pick<Session, 'changes'>, now: Instant): Change | null {
  const last = changes?.[changes.length - 1];
  return last !== undefined && last.at > daysFrom(now, -NEWS_DAYS) ? last : null;
}

export function holdsPlace({ session, own }: SessionView): boolean {
  return own?.state === 'confirmed' && session.cancelled === undefined;
}

/** From the waiting list to a place since the last view. */
export function movedUp(
  before: readonly SessionView[],
  after: readonly SessionView[]
): readonly SessionView[] {
  const waited = new Set(before.flatMap(({ session, own }) => (own?.state === 'waiting' ? session._id : [])));
  return after.filter((view) => holdsPlace(view) && waited.has(view.session._id));
}

interface KnownOfSession {
  hasAsked(view: SessionView): boolean;
  hasMovedUp(view: SessionView): boolean;
}

export function comingSessions(
  views: readonly SessionView[],
  person: SessionPerson,
  now: Instant,
  { hasAsked, hasMovedUp }: KnownOfSession
): readonly SessionView[] {
  const until = daysFrom(now, REMINDED_DAYS);
  const isNews = (view: SessionView): boolean => hasMovedUp(view) || isChanged(view.session);
  const isChanged = (session: Session): boolean =>
    newsOf(session, now) !== null ||
    (session.cancelled !== undefined && session.cancelled.at > daysFrom(now, -NEWS_DAYS));
  const isOwn = (view: SessionView): boolean =>
    view.own?.state === 'confirmed' ||
    view.own?.state === 'waiting' ||
    teachesIn(view.session, person) ||
    hasAsked(view);
  return views
    .filter((view) => !isOver(view.session, now) && (view.session.startsAt <= until || isNews(view)))
    .filter(isOwn)
    .sort(({ session: one }, { session: other }) => (one.startsAt < other.startsAt ? -1 : 1));
}

function daysFrom(now: Instant, days: number): string {
  return new Date(Date.parse(now) + days * 86_400_000).toISOString();
}

/** Long enough to travel home and write a report; the calendar shows older sessions. */
export const RECENT_DAYS = 60;

/** Open tasks: `attendance` for trainers, the others for participants. */
export type OpenThere = 'attendance' | 'evaluation' | 'certificate' | 'materials';

interface RecentSession {
  readonly view: SessionView;
  readonly open: readonly OpenThere[];
}

/** `hasEvaluated` includes evaluations that the server does not have yet. Latest first, without cancelled sessions. */
export function recentSessions(
  views: readonly SessionView[],
  person: SessionPerson,
  now: Instant,
  hasEvaluated: (view: SessionView) => boolean
): readonly RecentSession[] {
  const since = new Date(Date.parse(now) - RECENT_DAYS * 86_400_000).toISOString();
  return views
    .filter(({ session }) => isOver(session, now) && session.endsAt > since && !session.cancelled)
    .filter((view) => tookPart(view) || teachesIn(view.session, person))
    .sort(({ session: one }, { session: other }) => (one.endsAt > other.endsAt ? -1 : 1))
    .map((view) => ({ view, open: openThere(view, person, hasEvaluated(view)) }));
}

export function tookPart({ own }: Pick<SessionView, 'own'>): boolean {
  return own?.state === 'confirmed' || own?.wasPresent === true;
}

function openThere(view: SessionView, person: SessionPerson, hasEvaluated: boolean): readonly OpenThere[] {
  const teaches = teachesIn(view.session, person);
  return [
    ...(teaches ? (['attendance'] as const) : []),
    ...(tookPart(view) && !hasEvaluated ? (['evaluation'] as const) : []),
    ...(view.own?.wasPresent ? (['certificate'] as const) : []),
    ...(teaches || view.session.lessons ? (['materials'] as const) : [])
  ];
}
