/** The trust in single records, and the problems of those not trusted. */
import type { BodyHead, BodyOf, MessageBody } from '#lib/domain/act/body.ts';
import type { ActKind, WordKind } from '#lib/domain/act/kinds.ts';
import type { ActId, AuthorityCode, CalendarDate, Instant } from '#lib/domain/ids.ts';
import type { Verdict as KeyVerdict } from '#lib/domain/registration/judge-signer.ts';
import type { Problem } from '#lib/domain/result.ts';

/**
 * Only `good` counts. `pending` is not yet verified; `unknown-key` waits for a certificate; the others are the
 * keyring's (crypto, domain/registration).
 */
export type Verdict = KeyVerdict | 'pending';

/** An unreadable document: isolated, counted, shown to an administrator; it never blocks the rest. */
export interface Poison {
  readonly id: string;
  readonly problems: readonly Problem[];
}

export interface TamperedAct {
  readonly id: ActId;
  /** Number of the authorization, or of the one the act is about; null if this device lacks it. */
  readonly number: string | null;
  readonly issuer: AuthorityCode;
  readonly kind: ActKind | null;
  /** Date in its id. */
  readonly statedOn: CalendarDate;
  /** Time when this device, or the exchange, first noticed it. */
  readonly at: Instant;
  readonly found: 'altered' | 'deleted';
  readonly where: AuthorityCode;
  /** Time when the exchange signed that the original is restored; null until then. */
  readonly takenBack: Instant | null;
  readonly isHere: boolean;
}

export type { Gap } from '#lib/domain/exchange/gaps.ts';

export type { Company } from '#lib/domain/authorization/company.ts';

/** Input from the domain's judgements (`judgeImport(…).body` and so on), signed unchanged. */
export type { CancellationParticulars, ReplyParticulars } from '#lib/domain/authorization/judge-answers.ts';
export type { EndorsementParticulars } from '#lib/domain/authorization/judge-actual.ts';
export type { ExportParticulars } from '#lib/domain/authorization/judge-export.ts';
export type { ImportParticulars } from '#lib/domain/authorization/judge-import.ts';
export type { MatchDecisionParticulars } from '#lib/domain/authorization/judge-answers.ts';
export type { ShipmentParticulars } from '#lib/domain/authorization/judge-actual.ts';

/**
 * A message of the Board to all countries, or of a country to the Board, outside of any trade. The store adds author
 * and time.
 */
export type WordParticulars<K extends WordKind> = Omit<BodyOf<K>, keyof BodyHead>;

export type AnnouncementParticulars = WordParticulars<'announcement'>;

export type MessageAbout = Pick<MessageBody, 'dossier' | 'trial'>;

export type TrialParticulars =
  | Pick<BodyOf<'trial-proposal'>, 'kind' | 'from' | 'until' | 'importing' | 'note'>
  | Pick<BodyOf<'trial-answer'>, 'kind' | 'trial' | 'answer' | 'reason'>
  | Pick<BodyOf<'trial-result'>, 'kind' | 'trial' | 'asAt' | 'figures'>;

export type { DraftConflict } from '#lib/domain/draft/merge-drafts.ts';
