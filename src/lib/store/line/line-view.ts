/** What the line itself knows of how it stands; counts are the engine's. Tabs tell it to each other as it is. */
import type { Instant } from '#lib/domain/ids.ts';
import type { ShutOutCode } from '../api.ts';

export interface LineView {
  readonly reachable: boolean;
  readonly signedOut: boolean;
  /** The server has stated that this person, or this device, may not come in any more. */
  readonly shutOut: ShutOutCode | null;
  /** The person's role, as the server last said it. */
  readonly role: string | null;
  readonly epochDiffers: boolean;
  /** The server names root keys that nobody has handed over to. */
  readonly rootsDiffer: boolean;
  /** The server's last answer shows this computer's clock to be more than a day ahead. */
  readonly clockAhead: boolean;
  /** The server's time up to when certificates and withdrawals are known here, as far as this run knows. */
  readonly keysKnownAt: Instant | null;
  /** The server's disk took nothing new when something was last sent. */
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

/** The same view where nothing is changed by it. */
export function changeView(view: LineView, change: Partial<LineView>): LineView {
  const next = { ...view, ...change };
  const isSame = (Object.keys(next) as (keyof LineView)[]).every((key) => next[key] === view[key]);
  return isSame ? view : next;
}
