/** What is told of single records: whether they are believed, and what is wrong with those that are not. */
import type {
  BodyHead,
  BodyOf,
  MessageBody,
  TrialAnswerBody,
  TrialProposalBody,
  TrialResultBody
} from '#lib/domain/act/body.ts';
import type { ActKind, WordKind } from '#lib/domain/act/kinds.ts';
import type { ActId, AuthorityCode, CalendarDate, Instant } from '#lib/domain/ids.ts';
import type { Verdict as KeyVerdict } from '#lib/domain/registration/judge-signer.ts';
import type { Problem } from '#lib/domain/result.ts';

/**
 * Only `good` counts and may be acted upon. `pending` is not yet verified; `unknown-key` waits for a
 * certificate; the others are the keyring's (crypto, domain/registration).
 */
export type Verdict = KeyVerdict | 'pending';

/** A document that cannot be read: set aside, counted, shown to an administrator, never in the way. */
export interface Poison {
  readonly id: string;
  readonly problems: readonly Problem[];
}

/** An act that a database holds otherwise than it was stated, or holds no more. */
export interface TamperedAct {
  readonly id: ActId;
  /** The number of the authorization, or of the one that the act is about; null if it is not known here. */
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

/** Particulars come from the domain's judgements (`judgeImport(…).body` and so on) and are signed as they are. */
export type { CancellationParticulars, ReplyParticulars } from '#lib/domain/authorization/judge-answers.ts';
export type { EndorsementParticulars } from '#lib/domain/authorization/judge-endorsement.ts';
export type { ExportParticulars } from '#lib/domain/authorization/judge-export.ts';
export type { ImportParticulars } from '#lib/domain/authorization/judge-import.ts';
export type { MatchDecisionParticulars } from '#lib/domain/authorization/judge-match.ts';
export type { ShipmentParticulars } from '#lib/domain/authorization/judge-shipment.ts';

/** What the Board tells everybody, or a country the Board outside of any trade; the store adds who and when. */
export type WordParticulars<K extends WordKind> = Omit<BodyOf<K>, keyof BodyHead>;

export type AnnouncementParticulars = WordParticulars<'announcement'>;

/** What words to a partner are about, if about anything. */
export type MessageAbout = Pick<MessageBody, 'dossier' | 'trial'>;

/** What is said in a trial; the store adds who and when. */
export type TrialParticulars =
  | Pick<TrialProposalBody, 'kind' | 'from' | 'until' | 'importing' | 'note'>
  | Pick<TrialAnswerBody, 'kind' | 'trial' | 'answer' | 'reason'>
  | Pick<TrialResultBody, 'kind' | 'trial' | 'asAt' | 'figures'>;

/** Where both sides of a draft typed differently; a person chooses by `path`. */
export type { DraftConflict } from '#lib/domain/draft/merge-drafts.ts';
