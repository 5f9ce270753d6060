/** What a computer tells of sealed stores before anybody has unlocked one. */
import type { Instant } from '#lib/domain/ids.ts';
import type { Person, ShutOut } from './person.ts';

/** One person's sealed store on this computer, as the sign-in page lists it; says nothing of its content. */
export interface SealedStore {
  readonly person: Person;
  readonly lastUsed: Instant | null;
  /** False where the browser has removed the databases: it must be filled again, and unsent work is gone. */
  readonly present: boolean;
  /** What no server had when the store was last open; null where that is not known. */
  readonly open: OpenCount | null;
  /** Until the server lets the person in again, nothing is opened here. */
  readonly shutOut: ShutOut | null;
  /** The credential of the device's own lock, if that opens the store as well as the passphrase. */
  readonly lockCredential: string | null;
}

/** Writes that no server has, as a locked store may tell them. */
export interface OpenCount {
  /** Signed, and not sent. */
  readonly acts: number;
  /** Drafts, companies and settings. */
  readonly documents: number;
  readonly refused: number;
  /** When the latest of the acts was stated. */
  readonly latest: Instant | null;
  /** When they were counted. */
  readonly at: Instant;
  /** False where something was written since: there may be more. */
  readonly isWhole: boolean;
}

/** A store that was put aside because its passphrase was forgotten; nothing in it is touched. */
export interface FormerStore {
  readonly generation: number;
  readonly lastUsed: Instant | null;
  readonly open: OpenCount | null;
}
