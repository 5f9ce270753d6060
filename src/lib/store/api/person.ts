/** Who works at this computer, and how far a person has come towards an open desk. */
import type { AuthorityCode, Instant } from '#lib/domain/ids.ts';
import type { PersonRole } from '#lib/domain/registration/rights.ts';

/** The role of somebody who uses a screen; a country's own server never does. */
export type Role = Exclude<PersonRole, 'service'>;

export interface Person {
  /** Account id, e.g. `au.officer`. */
  readonly id: string;
  readonly name: string;
  readonly function: string;
  readonly role: Role;
  readonly authority: AuthorityCode;
}

/** What the server states of a person or a device that may not come in any more. */
export type ShutOutCode = 'person.suspended' | 'person.removed' | 'device.withdrawn';

export interface ShutOut {
  readonly code: ShutOutCode;
  /** When this computer was told. */
  readonly at: Instant;
}

/** Names of the databases at the server that a person may open; null where the person's office has none of its own. */
export interface ServerDatabases {
  readonly country: string | null;
  readonly reference: string;
}

export interface FillProgress {
  /** Records that are here or have just arrived. */
  readonly done: number;
  readonly total: number;
  /** Read from the server in this go. */
  readonly bytes: number;
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
      /** Whose records were just removed, and whether the browser let all of it go. */
      readonly removed?: { readonly person: Person; readonly isWhole: boolean };
    }
  | { readonly name: 'signed-in'; readonly person: Person }
  | { readonly name: 'locked'; readonly person: Person }
  | { readonly name: 'shut-out'; readonly person: Person; readonly shutOut: ShutOut }
  | { readonly name: 'filling'; readonly person: Person; readonly progress: FillProgress | null }
  | { readonly name: 'unlocked'; readonly person: Person };
