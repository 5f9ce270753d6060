/** Counts come from the engine. Tabs exchange it unchanged. */
import type { Instant } from '#lib/domain/ids.ts';
import type { ShutOutCode, LineState } from '../api.ts';
import { countOpen, type Written } from '../index/unsent-count.ts';

export interface LineView {
  readonly reachable: boolean;
  readonly signedOut: boolean;
  readonly shutOut: ShutOutCode | null;
  readonly role: string | null;
  readonly epochDiffers: boolean;
  /** In this connection, every database of the server is the one that is known here. */
  readonly compared: boolean;
  readonly rootsDiffer: boolean;
  /** More than a day ahead of the server's last answer. */
  readonly clockAhead: boolean;
  readonly keysKnownAt: Instant | null;
  readonly full: boolean;
  readonly busy: boolean;
}

export const FIRST_VIEW: LineView = {
  reachable: false,
  signedOut: false,
  shutOut: null,
  role: null,
  epochDiffers: false,
  compared: false,
  rootsDiffer: false,
  clockAhead: false,
  keysKnownAt: null,
  full: false,
  busy: false
};

export function changeView(view: LineView, change: Partial<LineView>): LineView {
  const next = { ...view, ...change };
  const isSame = (Object.keys(next) as (keyof LineView)[]).every((key) => next[key] === view[key]);
  return isSame ? view : next;
}

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
