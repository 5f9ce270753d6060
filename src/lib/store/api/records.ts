/** The trust in single records, and the problems of those not trusted. */
import type { ActKind, BodyOf } from '#lib/domain/act/kinds.ts';
import type { AuthorizationKind } from '#lib/domain/act/number.ts';
import type { ActId, AuthorityCode, CalendarDate, DraftId, Instant } from '#lib/domain/ids.ts';
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

/** Acts that a person states and signs by one command; keys, receipts and authorizations have their own. */
export type StatedKind = Exclude<
  ActKind,
  AuthorizationKind | 'authority' | 'certificate' | 'receipt' | 'substance-edition' | 'withdrawal'
>;

export interface StateOptions {
  /** Addressee of a message or a trial; other kinds decide it. */
  readonly to?: AuthorityCode;
  readonly draft?: DraftId;
}

export type MessageAbout = Pick<BodyOf<'message'>, 'dossier' | 'trial'>;

export interface IssueOptions {
  readonly draft: DraftId;
  /** Reason for cancelling the authorization that the new one replaces. */
  readonly reason?: string | undefined;
}

export type { DraftConflict } from '#lib/domain/draft/merge-drafts.ts';
