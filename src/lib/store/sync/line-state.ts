import type { Instant } from '#lib/domain/ids.ts';
import type { LineState } from '../api.ts';
import { countOpen, type Written } from '../index/unsent-count.ts';
import type { LineView } from './line-view.ts';

type Seen = Written & { now(): Instant };

export function isSettled(view: LineView): boolean {
  return view.reachable && !view.busy && !view.signedOut && !view.epochDiffers && !view.rootsDiffer;
}

export function readLineState(view: LineView, store: Seen, before: LineState | null): LineState {
  const counts = { delivered: store.book.deliveredCount, ...countOpen(store) };
  const state = nameState(view, counts.unsent, counts.refused);
  const lost = state === 'offline' ? store.book.device.lostAt : null;
  const since = lost ?? (before?.state === state ? before.since : store.now());
  return { state, counts, since };
}

function nameState(view: LineView, unsent: number, refused: number): LineState['state'] {
  if (view.rootsDiffer) return 'roots';
  if (view.epochDiffers) return 'epoch';
  if (view.signedOut) return 'signed-out';
  if (view.reachable && view.full) return 'full';
  if (!view.reachable) return 'offline';
  if (refused > 0) return 'refused';
  if (view.busy) return 'syncing';
  return unsent > 0 ? 'unsent' : 'all-delivered';
}
