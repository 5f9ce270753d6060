/** The sessions that a person took part in and may still come back to: to evaluate, for a certificate, for what was shown. */
import type { Instant } from '../ids.ts';
import type { SessionView } from './desk-view.ts';
import { isOver, teachesIn } from './session.ts';

/** Long enough for whoever travels home and writes their report; what is older stands in the calendar. */
export const RECENT_DAYS = 60;

/** What is open there: `attendance` for whoever teaches, the others for whoever came. */
export type OpenThere = 'attendance' | 'evaluation' | 'certificate' | 'materials';

export interface RecentSession {
  readonly view: SessionView;
  readonly open: readonly OpenThere[];
}

/** `hasEvaluated`: by an evaluation too that the server has not got yet. Latest first; none that was called off. */
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

/** Whoever had a place or was there: attendance may be sent days later. */
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
