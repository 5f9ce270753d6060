/**
 * What screens may ask of the local database, as types. `store.svelte.ts` is the one object that answers;
 * everything here works off line unless a comment says otherwise (architecture.md: offline is normal).
 */
import type { Act, AnnouncementBody, PublicKey } from '#lib/domain/act/body.ts';
import type { ActKind } from '#lib/domain/act/kinds.ts';
import type { Agreement, MatchClass } from '#lib/domain/dossier/dossier.ts';
import type {
  ActId,
  AuthorityCode,
  CalendarDate,
  CountryCode,
  DossierKey,
  Instant,
  KeyId
} from '#lib/domain/ids.ts';
import type { Verdict as KeyVerdict } from '#lib/domain/registration/judge-signer.ts';
import type { Need as StatedNeed } from '#lib/domain/dossier/next-steps.ts';
import type { PersonRole } from '#lib/domain/registration/rights.ts';
import type { Problem } from '#lib/domain/result.ts';
import type { ShutOut } from './server/shut-out.ts';

// ---------------------------------------------------------------- person and phase

/** Of whoever sits before a screen; a country's own server has none. */
export type Role = Exclude<PersonRole, 'service'>;

export interface Person {
  /** Account id, e.g. `au.officer`. */
  readonly id: string;
  readonly name: string;
  readonly function: string;
  readonly role: Role;
  readonly authority: AuthorityCode;
}

export type { FormerStore, OpenCount, SealedStore } from './api/sealed-store.ts';

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
 * - `locked`: a person is chosen and his keys are forgotten. Next: `unlock`
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

// ---------------------------------------------------------------- line and ledger

/**
 * What the shell says of the line.
 * - `all-delivered`: the server holds every write of this device · `unsent`: on line, some are not yet there
 * - `syncing`: the first exchange after (re)connecting runs · `offline`: no connection since `since`
 * - `signed-out`: the server asks to sign in again; work goes on · `refused`: the server refused something
 * - `full`: the server's disk takes nothing new; what is there is read, and what is written here waits
 * - `epoch`: the server's database is another one than before; nothing is sent or taken until a person decides
 * - `roots`: the server names root keys that no pinned one has handed over to; nothing is sent or taken
 */
export interface LineState {
  readonly state:
    | 'all-delivered'
    | 'unsent'
    | 'offline'
    | 'signed-out'
    | 'refused'
    | 'syncing'
    | 'full'
    | 'epoch'
    | 'roots';
  readonly counts: {
    /** Acts of this country that the server has acknowledged. */
    readonly delivered: number;
    /** Writes (acts, drafts, companies, settings) that it has not. */
    readonly unsent: number;
    /** Of these the acts, and the drafts; the rest are companies and settings. */
    readonly unsentActs: number;
    readonly unsentDrafts: number;
    readonly refused: number;
  };
  /** Since when it is so; without a connection, since it was lost, whatever was reloaded meanwhile. */
  readonly since: Instant;
}

/** Null: not known to have happened. Nothing is inferred from time, only from acknowledgement and receipts. */
export interface Ledger {
  readonly device: Instant | null;
  readonly server: Instant | null;
  /** Per addressee, from delivery receipts that verify. */
  readonly partner: Readonly<Record<string, Instant | null>>;
  /** Per addressee, from the partner's own signed receipt. */
  readonly opened: Readonly<Record<string, { readonly at: Instant; readonly by: string } | null>>;
  readonly refused: boolean;
}

/**
 * Only `good` counts and may be acted upon. `pending` is not yet verified; `unknown-key` waits for a
 * certificate; the others are the keyring's (crypto, domain/registration).
 */
export type Verdict = KeyVerdict | 'pending';

export interface RefusedWrite {
  readonly id: string;
  readonly problems: readonly Problem[];
  readonly refusedAt: Instant;
  /** Present for a refused act: what was stated, for the task's text and for issuing anew. */
  readonly act: Act | null;
  readonly setAside: boolean;
  /** By the central server, of a country with its own: that one has it, and offers it again by itself. */
  readonly central?: true;
}

// ---------------------------------------------------------------- register and desk

export type RowStatus =
  | 'issued'
  | 'exporting'
  | 'shipped'
  | 'partly-used'
  | 'endorsed'
  | 'closed'
  | 'not-imported'
  | 'expired'
  | 'cancelled'
  | 'unmatched'
  /** The rules of the dossier refuse it (a second one under one number, an export beyond the quantity). */
  | 'set-aside'
  | 'not-verified'
  /** The server did not take it: it stands in the lists, and counts in no figure. */
  | 'refused';

/** What waits for a person's deed (domain/dossier/next-steps.ts); `send`: it is on this device alone. */
export type Need = StatedNeed | 'send';

/** One authorization, flat and computed beforehand, so that 10,000 sort and filter at once. */
export interface RegisterRow {
  readonly id: ActId;
  readonly kind: 'import-authorization' | 'export-authorization';
  /** Which way the goods go, seen from one's own country. */
  readonly direction: 'import' | 'export';
  /** Whether one's own authority issued it. */
  readonly own: boolean;
  readonly dossier: DossierKey;
  readonly number: string;
  /** The number of the import authorization that an export authorization rests on. */
  readonly cited: string | null;
  readonly partner: CountryCode;
  readonly importer: string;
  readonly exporter: string;
  /** Designations as printed, in line order. */
  readonly substances: readonly string[];
  /** Micrograms of anhydrous base of all lines. */
  readonly base: number;
  readonly status: RowStatus;
  readonly match: MatchClass;
  /** Of an export authorization its own, of an import authorization that of all that rests on it. */
  readonly agreement: Agreement;
  readonly issuedOn: CalendarDate;
  readonly validUntil: CalendarDate;
  /** `at` of the last act of the dossier. */
  readonly changedAt: Instant;
  readonly verdict: Verdict;
  readonly needs: readonly Need[];
  /** Day by which the endorsement is due, where one is waited for. */
  readonly endorseBy: CalendarDate | null;
  /** An endorsement that is late. */
  readonly overdue: boolean;
  readonly demonstration: boolean;
  /** Lower-case text of all that can be searched for. */
  readonly haystack: string;
}

export type RegisterTab = 'all' | 'issued' | 'received' | 'open' | 'expiring' | 'closed';
export type SortKey = 'number' | 'partner' | 'substance' | 'status' | 'issuedOn' | 'validUntil' | 'changedAt';

export interface RegisterQuery {
  readonly tab?: RegisterTab;
  readonly direction?: 'import' | 'export';
  readonly partner?: CountryCode;
  readonly text?: string;
  readonly sort?: SortKey;
  readonly descending?: boolean;
}

export interface DeskItem {
  readonly row: RegisterRow;
  readonly why: Need;
  /** Day by which it is due, where there is one. */
  readonly due: CalendarDate | null;
  readonly overdue: boolean;
}

export interface DeviceRequest {
  readonly keyId: KeyId;
  readonly key: PublicKey;
  readonly person: Person;
  readonly device: string;
  /** To be compared with what the person's own screen shows. */
  readonly fingerprint: string;
  readonly at: Instant;
}

export interface Desk {
  readonly toDecide: readonly DeskItem[];
  readonly toAnswer: readonly DeskItem[];
  /** Overdue first. */
  readonly toEndorse: readonly DeskItem[];
  readonly toMatch: readonly DeskItem[];
  /** Export authorizations whose goods came short, differ or are gone missing. */
  readonly toCompare: readonly DeskItem[];
  /** Export authorizations of one's own whose goods have not left. */
  readonly toShip: readonly DeskItem[];
  readonly toSend: readonly ActId[];
  readonly refused: readonly RefusedWrite[];
  readonly expiring: readonly DeskItem[];
  /** For administrators and INCB's people; empty for everybody else. */
  readonly deviceRequests: readonly DeviceRequest[];
}

// ---------------------------------------------------------------- device

export interface DeviceState {
  /** `none`: no key yet · `waiting`: asked for, not certified · others as the certificate says. */
  readonly state: 'none' | 'waiting' | 'certified' | 'withdrawn' | 'expired';
  readonly keyId: KeyId | null;
  /** To be compared with what the administrator sees before he certifies. */
  readonly fingerprint: string | null;
  readonly validUntil: Instant | null;
  /** The server is being asked for more numbers at this moment. */
  readonly isReserving: boolean;
  /** Numbers left in this device's blocks of this year. */
  readonly numbersLeft: { readonly 'import-authorization': number; readonly 'export-authorization': number };
}

/** Whether the browser keeps what is stored, and how much room there is. */
export interface StorageState {
  readonly persistent: boolean;
  readonly usedBytes: number | null;
  readonly quotaBytes: number | null;
  /** From 90 % no new long work is begun. */
  readonly tight: boolean;
}

// ---------------------------------------------------------------- what is written

/** What the Board writes to everybody; the store adds who and when. */
export type AnnouncementParticulars = Pick<AnnouncementBody, 'texts' | 'audience' | 'supersedes'>;

/** Particulars come from the domain's judgements (`judgeImport(…).body` and so on) and are signed as they are. */
export type { CancellationParticulars, ReplyParticulars } from '#lib/domain/authorization/judge-answers.ts';
export type { EndorsementParticulars } from '#lib/domain/authorization/judge-endorsement.ts';
export type { ExportParticulars } from '#lib/domain/authorization/judge-export.ts';
export type { ImportParticulars } from '#lib/domain/authorization/judge-import.ts';
export type { MatchDecisionParticulars } from '#lib/domain/authorization/judge-match.ts';
export type { ShipmentParticulars } from '#lib/domain/authorization/judge-shipment.ts';

/** Where both sides of a draft typed differently; a person chooses by `path`. */
export type { DraftConflict } from '#lib/domain/draft/merge-drafts.ts';

/** A document that cannot be read: set aside, counted, shown to an administrator, never in the way. */
export interface Poison {
  readonly id: string;
  readonly problems: readonly Problem[];
}

/** An act that a database holds otherwise than it was stated, or holds no more. */
export interface TamperedAct {
  readonly id: ActId;
  /** Of the authorization, or of the one that the act is about; null where that is not known here. */
  readonly number: string | null;
  readonly issuer: AuthorityCode;
  readonly kind: ActKind | null;
  /** As its id has it. */
  readonly statedOn: CalendarDate;
  /** When this device, or the exchange, first saw it. */
  readonly at: Instant;
  readonly found: 'altered' | 'deleted';
  /** In whose database. */
  readonly where: AuthorityCode;
  /** When the exchange stated that it is there again as it was stated; null while it stands. */
  readonly takenBack: Instant | null;
  /** The act is on this computer as it was stated. */
  readonly isHere: boolean;
}

/** Acts that have not arrived: late, refused, lost or withheld. */
export type { Gap } from '#lib/domain/exchange/gaps.ts';

/** What an administrator keeps for the officers’ forms. */
export type { Company } from '#lib/domain/authorization/company.ts';
