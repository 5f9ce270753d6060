import type { SignatureChecker } from '#lib/crypto/check-signatures.ts';
import type { CalendarDate, Instant } from '#lib/domain/ids.ts';
import type { KeyCarrier } from './key-carrier.ts';

export interface StoreDeps {
  /** PouchDB's adapter: `idb` in browsers. */
  readonly adapter: string;
  /** Empty in the product, a device's name in tests. */
  readonly prefix: string;
  /** Without a trailing slash. */
  readonly base: string;
  readonly fetch: typeof fetch;
  readonly version: string;
  readonly language: () => string | null;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly random: () => number;
  readonly uuid: () => string;
  readonly exclusively: <T>(name: string, work: () => Promise<T>) => Promise<T>;
  readonly lead: (name: string, take: () => void) => () => void;
  readonly channel: (name: string, hear: (message: unknown) => void) => Channel;
  /** Null if pages share nothing. */
  readonly carrier: KeyCarrier | null;
  /** Absent where signatures are checked in the only thread. */
  readonly signatures?: () => Promise<SignatureChecker>;
}

export interface Channel {
  send(message: unknown): void;
  close(): void;
}

export function instantNow(deps: Pick<StoreDeps, 'now'>): Instant {
  return new Date(deps.now()).toISOString() as Instant;
}

export function dateToday(deps: Pick<StoreDeps, 'now'>): CalendarDate {
  return dateHere(deps.now());
}

export function dateHere(moment: number): CalendarDate {
  const here = new Date(moment);
  const pad = (n: number): string => String(n).padStart(2, '0');
  return `${here.getFullYear()}-${pad(here.getMonth() + 1)}-${pad(here.getDate())}` as CalendarDate;
}
