/** The sessions that a person is to be reminded of: their own, soon or under way, and those that were called off. */
import type { Instant } from '../ids.ts';
import type { SessionView } from './desk-view.ts';
import { isOver, teachesIn } from './session.ts';

/** Long enough to travel, short enough to be news. */
export const REMINDED_DAYS = 14;

/** `hasAsked`: by an enrolment that the server has not answered yet. Earliest first. */
export function comingSessions(
  views: readonly SessionView[],
  person: { readonly id: string },
  now: Instant,
  hasAsked: (view: SessionView) => boolean
): readonly SessionView[] {
  const until = new Date(Date.parse(now) + REMINDED_DAYS * 86_400_000).toISOString();
  const isOwn = (view: SessionView): boolean =>
    view.own?.state === 'confirmed' ||
    view.own?.state === 'waiting' ||
    teachesIn(view.session, person) ||
    hasAsked(view);
  return views
    .filter(({ session }) => session.startsAt <= until && !isOver(session, now))
    .filter(isOwn)
    .sort(({ session: one }, { session: other }) => (one.startsAt < other.startsAt ? -1 : 1));
}
