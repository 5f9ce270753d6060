/**
 * Which sessions came to a place from the waiting list, by what this device was told before and after: kept until the
 * person has opened the session, so that Today tells it however far away the session is.
 */
import type { Instant, SessionId } from '#lib/domain/ids.ts';
import { holdsPlace, movedUp } from '#lib/domain/training/coming.ts';
import type { TrainingView } from '#lib/domain/training/desk-view.ts';
import { store } from '#lib/store/store.svelte.ts';

const MOVED_UP = 'kept:moved-up:';

/** Before the new view is kept: whoever leaves between the two is told by the next. What is held no more is no news. */
export async function keepMovedUp(before: TrainingView | null, after: TrainingView): Promise<void> {
  for (const { session } of movedUp(before?.sessions ?? [], after.sessions))
    await store.keepHere(`${MOVED_UP}${session._id}`, { at: after.readAt });
  const held = new Set(after.sessions.filter(holdsPlace).map(({ session }) => session._id));
  for (const { _id } of store.documents(MOVED_UP)) {
    const session = _id.slice(MOVED_UP.length) as SessionId;
    if (!held.has(session)) await seeMovedUp(session);
  }
}

/** When this device was told of the place; null where it is no news, or was seen. */
export function movedUpAt(session: SessionId): Instant | null {
  const at = store.documents(MOVED_UP).find(({ _id }) => _id === `${MOVED_UP}${session}`)?.['at'];
  return typeof at === 'string' ? (at as Instant) : null;
}

export async function seeMovedUp(session: SessionId): Promise<void> {
  await store.forgetKept(`${MOVED_UP}${session}`);
}
