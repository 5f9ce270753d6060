/** Finds sessions that conflict: one trainer at two places, or two sessions in one room. */
import { sameName } from '../act/typed-text.ts';
import type { Session, SessionPlan } from './session.ts';

interface Clash {
  readonly session: Session;
  readonly of: 'room' | 'trainer';
}

type Planned = Pick<SessionPlan, 'startsAt' | 'endsAt' | 'place' | 'helpers'>;

/** `id` and `trainer` belong to the planned session. A clash only informs: a hotel can have two rooms of one name. */
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

function overlaps(
  one: Pick<Planned, 'startsAt' | 'endsAt'>,
  other: Pick<Planned, 'startsAt' | 'endsAt'>
): boolean {
  return one.startsAt < other.endsAt && other.startsAt < one.endsAt;
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
