/** Facts on encrypted stores that a computer can show before unlocking. */
import type { Instant } from '#lib/domain/ids.ts';
import type { Person, ShutOut } from './person.ts';

export interface SealedStore {
  readonly person: Person;
  readonly lastUsed: Instant | null;
  /** False if the browser has removed the databases: the store must be filled again, and unsent work is lost. */
  readonly present: boolean;
  readonly open: OpenCount | null;
  readonly shutOut: ShutOut | null;
  /** Credential of the device lock, if that opens the store in addition to the passphrase. */
  readonly lockCredential: string | null;
}

export interface OpenCount {
  readonly acts: number;
  readonly documents: number;
  readonly refused: number;
  readonly latest: Instant | null;
  readonly at: Instant;
  /** False if something was written since: there might be more. */
  readonly isWhole: boolean;
}

export interface FormerStore {
  readonly generation: number;
  readonly lastUsed: Instant | null;
  readonly open: OpenCount | null;
}
