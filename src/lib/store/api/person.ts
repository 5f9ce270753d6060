/** The person at this computer, and the steps to an open store. */
import type { AuthorityCode, Instant } from '#lib/domain/ids.ts';
import type { PersonRole } from '#lib/domain/registration/rights.ts';

/** The role of a person on screens; `service` is a country's own server. */
export type Role = Exclude<PersonRole, 'service'>;

export interface Person {
  readonly id: string;
  readonly name: string;
  readonly function: string;
  readonly role: Role;
  readonly authority: AuthorityCode;
}

export type ShutOutCode = 'person.suspended' | 'person.removed' | 'device.withdrawn';

export interface ShutOut {
  readonly code: ShutOutCode;
  readonly at: Instant;
}

/** Server databases that a person can open; null if the person's office has none of its own. */
export interface ServerDatabases {
  readonly country: string | null;
  readonly reference: string;
}

export interface FillProgress {
  readonly done: number;
  readonly total: number;
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
      readonly removed?: { readonly person: Person; readonly isWhole: boolean };
    }
  | { readonly name: 'signed-in'; readonly person: Person }
  | { readonly name: 'locked'; readonly person: Person }
  | { readonly name: 'shut-out'; readonly person: Person; readonly shutOut: ShutOut }
  | { readonly name: 'filling'; readonly person: Person; readonly progress: FillProgress | null }
  | { readonly name: 'unlocked'; readonly person: Person };
