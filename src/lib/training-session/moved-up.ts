/**
 * Training sessions in which the person moved up from the waiting list. Stored until the person opens the session, so
 * that Today shows it however late.
 */
import type { Instant, SessionId } from '#lib/domain/ids.ts';
import { holdsPlace, movedUp } from '#lib/domain/training/own-sessions.ts';
import type { TrainingView } from '#lib/domain/training/desk-view.ts';
import { store } from '#lib/store/store.svelte.ts';

const MOVED_UP = 'kept:moved-up:';

/** Runs before the new view is stored, so that an interruption in between loses no notice. */
export async function keepMovedUp(before: TrainingView | null, after: TrainingView): Promise<void> {
  for (const { session } of movedUp(before?.sessions ?? [], after.sessions))
    await store.keepHere(`${MOVED_UP}${session._id}`, { at: after.readAt });
  const held = new Set(after.sessions.filter(holdsPlace).map(({ session }) => session._id));
  for (const { _id } of store.documents(MOVED_UP)) {
    const session = _id.slice(MOVED_UP.length) as SessionId;
    if (!held.has(session)) await seeMovedUp(session);
  }
}

/** Time when this device learned of the place; null if there was none, or the person saw it. */
export function movedUpAt(session: SessionId): Instant | null {
  const at = store.documents(MOVED_UP).find(({ _id }) => _id === `${MOVED_UP}${session}`)?.['at'];
  return typeof at === 'string' ? (at as Instant) : null;
}

export async function seeMovedUp(session: SessionId): Promise<void> {
  await store.forgetKept(`${MOVED_UP}${session}`);
}
