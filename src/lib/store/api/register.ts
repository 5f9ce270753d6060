/** The register: one flat row for each authorization, and what may be asked of the rows. */
import type { Agreement, MatchClass } from '#lib/domain/dossier/dossier.ts';
import type { Need as StatedNeed } from '#lib/domain/dossier/next-steps.ts';
import type { ActId, CalendarDate, CountryCode, DossierKey, Instant } from '#lib/domain/ids.ts';
import type { SubstanceTotal } from '#lib/domain/goods/substance-totals.ts';
import type { Verdict } from './records.ts';

export type RowStatus =
  | 'issued'
  /** The partner's last word of it is an objection. */
  | 'objected'
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
  readonly totals: readonly SubstanceTotal[];
  readonly status: RowStatus;
  readonly match: MatchClass;
  /** An export authorization has its own; an import authorization has that of all that rests on it. */
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
  /** Its number was given to an earlier authorization of the same kind and countries. */
  readonly isTwice: boolean;
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
  readonly sort?: SortKey;
  readonly descending?: boolean;
}
