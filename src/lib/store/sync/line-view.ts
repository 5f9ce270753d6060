/** The connection's own state; counts come from the engine. Tabs exchange it unchanged. */
import type { Instant } from '#lib/domain/ids.ts';
import type { ShutOutCode } from '../api.ts';

export interface LineView {
  readonly reachable: boolean;
  readonly signedOut: boolean;
  readonly shutOut: ShutOutCode | null;
  readonly role: string | null;
  readonly epochDiffers: boolean;
  readonly rootsDiffer: boolean;
  /** The server's last answer shows this computer's clock more than a day ahead. */
  readonly clockAhead: boolean;
  /** Server time up to which certificates and withdrawals are complete here, in this run. */
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
