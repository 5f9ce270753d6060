import type { AuthorizationKind } from '#lib/domain/act/number.ts';
import type { Agreement, MatchClass } from '#lib/domain/dossier/dossier.ts';
import type { Need as StatedNeed } from '#lib/domain/dossier/needs.ts';
import type { SubstanceTotal } from '#lib/domain/goods/substance-totals.ts';
import type { ActId, CalendarDate, CountryCode, DossierKey, Instant } from '#lib/domain/ids.ts';
import type { DeviceRequest } from './api/person.ts';
import type { Verdict, RefusedWrite } from './api/records.ts';

/**
 * The API for screens, as types; `store.svelte.ts` implements it. Everything works offline unless a comment says
 * otherwise.
 */
export type * from './api/person.ts';
export type * from './api/records.ts';

export type RowStatus =
  | 'issued'
  | 'objected'
  | 'suspended'
  | 'exporting'
  | 'shipped'
  | 'partly-used'
  | 'endorsed'
  | 'closed'
  | 'not-imported'
  | 'expired'
  | 'cancelled'
  | 'unmatched'
  | 'emergency'
  /** The dossier's rules refuse it (a second one under one number, an export beyond the quantity). */
  | 'set-aside'
  | 'not-verified'
  /** Listed, but in no total. */
  | 'refused';

/** `send`: only on this device so far. */
export type Need = StatedNeed | 'send';

/** Computed in advance, so that 10,000 rows sort and filter immediately. */
export interface RegisterRow {
  readonly id: ActId;
  readonly kind: AuthorizationKind;
  readonly direction: 'import' | 'export';
  readonly own: boolean;
  readonly dossier: DossierKey;
  readonly number: string;
  readonly cited: string | null;
  readonly partner: CountryCode;
  readonly importer: string;
  readonly exporter: string;
  readonly substances: readonly string[];
  readonly totals: readonly SubstanceTotal[];
  readonly status: RowStatus;
  readonly match: MatchClass;
  /** An import authorization combines those of its export authorizations. */
  readonly agreement: Agreement;
  readonly issuedOn: CalendarDate;
  readonly validUntil: CalendarDate;
  readonly changedAt: Instant;
  readonly verdict: Verdict;
  readonly needs: readonly Need[];
  readonly endorseBy: CalendarDate | null;
  readonly overdue: boolean;
  readonly isTwice: boolean;
  /** Recorded from a paper that the partner has not signed. */
  readonly isPaper: boolean;
  /** Either side has suspended it, or an authorization that belongs to it. */
  readonly isSuspended: boolean;
  readonly demonstration: boolean;
  /** Folded by `foldText`. */
  readonly haystack: string;
}

export type RegisterTab = 'all' | 'issued' | 'received' | 'open' | 'expiring' | 'closed';
export type SortKey = 'number' | 'partner' | 'substance' | 'status' | 'issuedOn' | 'validUntil' | 'changedAt';

export interface RegisterQuery {
  readonly tab?: RegisterTab;
  readonly direction?: 'import' | 'export';
  readonly partner?: CountryCode;
  readonly sort?: SortKey;
  readonly descending?: boolean;
}

export interface TodayItem {
  readonly row: RegisterRow;
  readonly why: Need;
  readonly due: CalendarDate | null;
  readonly overdue: boolean;
}

/** `answer` includes own objections to settle; `compare`: goods that arrived short, differ or are missing. */
export type TodayNeed = Exclude<Need, 'settle' | 'send'>;

export interface Today {
  /** Only needs with work, in the order of the work; the most urgent item first. */
  readonly needs: ReadonlyMap<TodayNeed, readonly TodayItem[]>;
  readonly toSend: readonly ActId[];
  readonly refused: readonly RefusedWrite[];
  readonly deviceRequests: readonly DeviceRequest[];
}
