import type { AuthorityCode, Instant, KeyId } from '#lib/domain/ids.ts';
import type { PersonRole } from '#lib/domain/registration/rights.ts';
import type { PublicKey } from '#lib/domain/act/body.ts';
import type { AuthorizationKind } from '#lib/domain/act/number.ts';

/** `service` is a country's own server, `system` a program of the authority. */
export type Role = Exclude<PersonRole, 'service' | 'system'>;

export interface Person {
  readonly id: string;
  readonly name: string;
  readonly function: string;
  readonly role: Role;
  readonly authority: AuthorityCode;
  /** Id of the regional body of its person. */
  readonly body?: string;
}

export type ShutOutCode = 'person.suspended' | 'person.removed' | 'device.withdrawn';

export interface ShutOut {
  readonly code: ShutOutCode;
  readonly at: Instant;
}

/** Null if the person's office has no database of its own. */
export interface ServerDatabases {
  readonly country: string | null;
  readonly reference: string;
}

export interface FillProgress {
  readonly done: number;
  readonly total: number;
  readonly bytes: number;
}

/** Documents on this computer. */
export interface ReadProgress {
  readonly done: number;
  readonly total: number;
}

/**
 * - `opening`: looking what is on this computer (milliseconds)
 * - `signed-out`: nobody; `stores` lists whom this computer knows. Next: `signIn` (on line) or `unlock`
 * - `signed-in`: on line and known to the server, no sealed store here yet. Next: `createSealedStore`
 * - `locked`: a person is chosen and their keys are forgotten. Next: `unlock`
 * - `shut-out`: the server has stated that the person or the device may not come in any more. Next: sign in
 *   again, save what was not sent, or remove the records
 * - `filling`: first sync; desks stay closed until it is complete. Resumes by itself after a cut
 * - `unlocked`: desks are open
 */
export type Phase =
  | { readonly name: 'opening' }
  | {
      readonly name: 'signed-out';
      readonly removed?: { readonly person: Person; readonly isWhole: boolean };
    }
  | { readonly name: 'signed-in'; readonly person: Person }
  | { readonly name: 'locked'; readonly person: Person }
  | { readonly name: 'shut-out'; readonly person: Person; readonly shutOut: ShutOut }
  | { readonly name: 'filling'; readonly person: Person; readonly progress: FillProgress | null }
  | { readonly name: 'unlocked'; readonly person: Person };

export interface SealedStore {
  readonly person: Person;
  readonly lastUsed: Instant | null;
  /** False if the browser has removed the databases: unsent work is lost. */
  readonly present: boolean;
  readonly open: OpenCount | null;
  readonly shutOut: ShutOut | null;
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

export interface DeviceRequest {
  readonly keyId: KeyId;
  readonly key: PublicKey;
  readonly person: Person;
  readonly device: string;
  /** Compare with the fingerprint on the person's own screen. */
  readonly fingerprint: string;
  readonly at: Instant;
}

export interface DeviceState {
  /** `none`: no key yet · `waiting`: requested, not certified · others follow the certificate. */
  readonly state: 'none' | 'waiting' | 'certified' | 'withdrawn' | 'expired';
  readonly keyId: KeyId | null;
  readonly fingerprint: string | null;
  readonly validUntil: Instant | null;
  readonly isReserving: boolean;
  readonly numbersLeft: Readonly<Record<AuthorizationKind, number>>;
}

export interface StorageState {
  readonly persistent: boolean;
  readonly usedBytes: number | null;
  readonly quotaBytes: number | null;
  /** From 90 % no new long work is begun. */
  readonly tight: boolean;
}
