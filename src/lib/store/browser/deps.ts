/** What the store needs of its surroundings, as one argument: a browser here, a test there. */
import type { CalendarDate, Instant } from '#lib/domain/ids.ts';
import type { KeyCarrier } from './key-carrier.ts';

export interface StoreDeps {
  /** PouchDB's adapter: `idb` in browsers. */
  readonly adapter: string;
  /** Before every database name; empty in the product, a device's name in tests. */
  readonly prefix: string;
  /** Origin of the gateway, without a slash at the end. */
  readonly base: string;
  readonly fetch: typeof fetch;
  /** The version of this program, as it tells its server. */
  readonly version: string;
  /** In which the screens are shown at this moment, two letters; null where nothing is shown. */
  readonly language: () => string | null;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly random: () => number;
  readonly uuid: () => string;
  /** One piece of work at a time under this name, over all tabs. */
  readonly exclusively: <T>(name: string, work: () => Promise<T>) => Promise<T>;
  /** Calls `take` when this tab has become the one that holds `name`; the returned function gives it up. */
  readonly lead: (name: string, take: () => void) => () => void;
  /** Tells other tabs, and hears them; the returned functions send and close. */
  readonly channel: (name: string, hear: (message: unknown) => void) => Channel;
  /** Takes an open key over from another page; null where pages share nothing. */
  readonly carrier: KeyCarrier | null;
}

export interface Channel {
  send(message: unknown): void;
  close(): void;
}

export function instantNow(deps: Pick<StoreDeps, 'now'>): Instant {
  return new Date(deps.now()).toISOString() as Instant;
}

/** The date on the wall of this office. */
export function dateToday(deps: Pick<StoreDeps, 'now'>): CalendarDate {
  return dateHere(deps.now());
}

/** The date on the wall of this office at a moment, in milliseconds since 1970. */
export function dateHere(moment: number): CalendarDate {
  const here = new Date(moment);
  const pad = (n: number): string => String(n).padStart(2, '0');
  return `${here.getFullYear()}-${pad(here.getMonth() + 1)}-${pad(here.getDate())}` as CalendarDate;
}
