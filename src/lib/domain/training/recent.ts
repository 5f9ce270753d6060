/** Recent sessions of a person with open tasks: evaluation, certificate, material. */
import type { Instant } from '../ids.ts';
import type { SessionView } from './desk-view.ts';
import { isOver, teachesIn } from './session.ts';

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
  person: { readonly id: string },
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

function openThere(
  view: SessionView,
  person: { readonly id: string },
  hasEvaluated: boolean
): readonly OpenThere[] {
  const teaches = teachesIn(view.session, person);
  return [
    ...(teaches ? (['attendance'] as const) : []),
    ...(tookPart(view) && !hasEvaluated ? (['evaluation'] as const) : []),
    ...(view.own?.wasPresent ? (['certificate'] as const) : []),
    ...(teaches || view.session.lessons ? (['materials'] as const) : [])
  ];
}
