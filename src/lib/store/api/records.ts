import type { ActKind, BodyOf, KindOfGroup } from '#lib/domain/act/kinds.ts';
import type { AuthorizationKind } from '#lib/domain/act/number.ts';
import type { ActId, AuthorityCode, CalendarDate, DraftId, Instant, KeyId } from '#lib/domain/ids.ts';
import type { Verdict as KeyVerdict } from '#lib/domain/registration/judge-signer.ts';
import type { Problem } from '#lib/domain/result.ts';
import type { Act, AuthorizationAct, PublicKey } from '#lib/domain/act/body.ts';
import type { Invitation, PartOf } from '#lib/domain/reply-file/invitation.ts';
import type { PrivateJwk } from '#lib/crypto/key.ts';

/** Only `good` counts. `pending` is not yet verified; `unknown-key` waits for a certificate. */
export type Verdict = KeyVerdict | 'pending';

/** Isolated, counted, shown to an administrator; it never blocks the rest. */
export interface Poison {
  readonly id: string;
  readonly problems: readonly Problem[];
}

export interface TamperedAct {
  readonly id: ActId;
  readonly number: string | null;
  readonly issuer: AuthorityCode;
  readonly kind: ActKind | null;
  readonly statedOn: CalendarDate;
  readonly at: Instant;
  readonly found: 'altered' | 'deleted';
  readonly where: AuthorityCode;
  /** Signed by the exchange; null until then. */
  readonly takenBack: Instant | null;
  readonly isHere: boolean;
}

export type { Gap } from '#lib/domain/exchange/gaps.ts';

export type { Company } from '#lib/domain/company/company.ts';

export type StatedKind = Exclude<
  KindOfGroup<'trade' | 'message' | 'outreach' | 'answer' | 'training' | 'trial' | 'notice' | 'lists'>,
  AuthorizationKind
>;

export interface StateOptions {
  /** Only for a message or a trial; other kinds decide it. */
  readonly to?: AuthorityCode;
  readonly draft?: DraftId;
}

export type AskedFile = Pick<PartOf<'file'>, 'partner' | 'language' | 'expiresOn'>;

export type FileName = Pick<Invitation, 'act' | 'keyId'>;
export type FileDelivery = Pick<PartOf<'delivery'>, 'given' | 'givenOn'>;

/** The private key is nowhere else. */
export interface GivenFile {
  readonly act: AuthorizationAct;
  readonly file: PartOf<'file'>;
  readonly signature: { readonly key: KeyId; readonly value: string };
  readonly privateKey: PrivateJwk;
  readonly certificates: readonly Act[];
  readonly roots: readonly PublicKey[];
}

export type MessageAbout = Pick<BodyOf<'message'>, 'dossier' | 'trial'>;

export interface IssueOptions {
  readonly draft: DraftId;
  readonly reason?: string | undefined;
}

export type { DraftConflict } from '#lib/domain/draft/merge-drafts.ts';

/**
 * State of the connection that the shell shows.
 * - `all-delivered`: the server holds every write of this device · `unsent`: online, some are not yet there
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
    readonly delivered: number;
    readonly unsent: number;
    /** The rest are companies and settings. */
    /** Without receipts, which are signed automatically. */
    readonly unsentActs: number;
    readonly unsentDrafts: number;
    readonly refused: number;
  };
  /** Offline: time of the loss, even across reloads. */
  readonly since: Instant;
}

/** Null: no evidence. Nothing is inferred from time. */
export interface Ledger {
  readonly device: Instant | null;
  readonly server: Instant | null;
  /** Per addressee, from verified delivery receipts. */
  readonly partner: Readonly<Record<string, Instant | null>>;
  /** Per addressee, from the partner's own signed receipt. */
  readonly opened: Readonly<Record<string, { readonly at: Instant; readonly by: string } | null>>;
  readonly refused: boolean;
}

export interface RefusedWrite {
  readonly id: string;
  readonly problems: readonly Problem[];
  readonly refusedAt: Instant;
  readonly act: Act | null;
  readonly setAside: boolean;
  /** The central server refused it to a country's own server, which offers it again automatically. */
  readonly central?: true;
}
