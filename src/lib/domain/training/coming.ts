/** The sessions that a person is to be told of: their own, soon or under way, and those that were changed or called off lately. */
import type { Instant } from '../ids.ts';
import type { SessionView } from './desk-view.ts';
import { isOver, teachesIn, type Session } from './session.ts';

/** Long enough to travel, short enough to be news. */
export const REMINDED_DAYS = 14;
/** So long a change is news, however far away the session is: whoever has a place may have booked a journey. */
export const NEWS_DAYS = 14;

type Change = NonNullable<Session['changes']>[number];

/** What the enrolled were told last; null where nothing was, or not lately. */
export function newsOf({ changes }: Pick<Session, 'changes'>, now: Instant): Change | null {
  const last = changes?.[changes.length - 1];
  return last !== undefined && last.at > daysFrom(now, -NEWS_DAYS) ? last : null;
}

/** `hasAsked`: by an enrolment that the server has not answered yet. Earliest first. */
export function comingSessions(
  views: readonly SessionView[],
  person: { readonly id: string },
  now: Instant,
  hasAsked: (view: SessionView) => boolean
): readonly SessionView[] {
  const until = daysFrom(now, REMINDED_DAYS);
  const isNews = ({ session }: SessionView): boolean =>
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
