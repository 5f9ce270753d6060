/** Facts on encrypted stores that a computer can show before unlocking. */
import type { Instant } from '#lib/domain/ids.ts';
import type { Person, ShutOut } from './person.ts';

export interface SealedStore {
  readonly person: Person;
  readonly lastUsed: Instant | null;
  /** False if the browser has removed the databases: the store must be filled again, and unsent work is lost. */
  readonly present: boolean;
  /** Unsent writes when the store was last open; null if unknown. */
  readonly open: OpenCount | null;
  /** Blocks opening here until the server accepts the person again. */
  readonly shutOut: ShutOut | null;
  /** Credential of the device lock, if that opens the store in addition to the passphrase. */
  readonly lockCredential: string | null;
}

/** Writes that no server has, as a locked store can show them. */
export interface OpenCount {
  readonly acts: number;
  /** Drafts, companies and settings. */
  readonly documents: number;
  readonly refused: number;
  /** Time of the latest of the acts. */
  readonly latest: Instant | null;
  /** Time of the count. */
  readonly at: Instant;
  /** False if something was written since: there might be more. */
  readonly isWhole: boolean;
}

/** A former store with a forgotten passphrase; its content stays unchanged. */
export interface FormerStore {
  readonly generation: number;
  readonly lastUsed: Instant | null;
  readonly open: OpenCount | null;
}
