/**
 * Findings of the matching page, most serious first (domain.md 5.4). No "we" or "they", so that equal acts give equal
 * findings.
 */
import type { Answer } from '../act/body.ts';
import type { ActId, AuthorityCode, CalendarDate, CountryCode, DossierKey } from '../ids.ts';
import type { Problem } from '../result.ts';
import type { Comparison } from './comparison.ts';

/**
 * - `export-without-import`: nothing is here that the export authorization cites, or could mean by what it cites
 * - `more-shipped`: more was granted, shipped or received than authorized
 * - `contradicts`: an authorization, a shipment or an endorsement that the rules refuse
 * - `duplicate-number`: two authorizations of one kind to which their authority gave one number
 * - `number-unknown`: nobody knows the number cited, and an import authorization is here that may be meant
 * - `arrived-less`: less arrived than was shipped
 * - `figures-differ`: two statements of the same goods differ otherwise
 * - `particulars-differ`: parties, dates, warehouse or pharmaceutical form differ
 * - `endorsement-overdue`: goods left, and what arrived is not stated in time (1961 art. 31(7), 1971 art. 12(1)(e))
 * - `expired-unused`: the validity has ended, nothing left, and nothing was returned (1961 art. 31(7)(a))
 * - `answer-outstanding`: a question or an objection that nobody has answered
 */
export const FINDING_CLASSES = [
  'export-without-import',
  'more-shipped',
  'contradicts',
  'duplicate-number',
  'number-unknown',
  'arrived-less',
  'figures-differ',
  'particulars-differ',
  'endorsement-overdue',
  'expired-unused',
  'answer-outstanding'
] as const;
export type FindingClass = (typeof FINDING_CLASSES)[number];

/** `serious`: possibly unauthorized goods · `differs`: two statements disagree · `due`: one is missing. */
export type Severity = 'serious' | 'differs' | 'due';

const SEVERITY: Readonly<Record<FindingClass, Severity>> = {
  'export-without-import': 'serious',
  'more-shipped': 'serious',
  contradicts: 'serious',
  'duplicate-number': 'serious',
  'number-unknown': 'differs',
  'arrived-less': 'differs',
  'figures-differ': 'differs',
  'particulars-differ': 'differs',
  'endorsement-overdue': 'due',
  'expired-unused': 'due',
  'answer-outstanding': 'due'
};

export function severityOf(what: FindingClass): Severity {
  return SEVERITY[what];
}

export type Says =
  | { readonly kind: 'comparison'; readonly comparison: Comparison }
  | { readonly kind: 'problem'; readonly problem: Problem }
  /** The cited import authorization; `isAlike`: only goods and parties suggest another. */
  | {
      readonly kind: 'reference';
      readonly number: string;
      readonly issuedOn: CalendarDate;
      readonly isAlike?: boolean;
    }
  | {
      readonly kind: 'twice';
      readonly other: ActId;
      readonly issuedOn: CalendarDate;
      readonly isAside: boolean;
    }
  | { readonly kind: 'due'; readonly until: CalendarDate; readonly due: CalendarDate }
  | { readonly kind: 'question'; readonly by: AuthorityCode; readonly answer: Answer };

/** Micrograms of the stated form and of anhydrous base. */
export interface FoundGoods {
  readonly line: number;
  readonly substance: string;
  readonly designation: string;
  readonly stated: number;
  readonly base: number;
}

export interface Finding {
  readonly key: string;
  readonly class: FindingClass;
  readonly dossier: DossierKey;
  readonly importing: CountryCode;
  readonly exporting: CountryCode;
  readonly on: ActId;
  readonly number: string;
  readonly cited: string;
  /** Start date, used by the period filter. */
  readonly since: CalendarDate;
  readonly goods: readonly FoundGoods[];
  readonly says: Says;
  readonly whose: CountryCode | null;
  readonly spoken: readonly AuthorityCode[];
  readonly demonstration: boolean;
}

const RANK = new Map<FindingClass, number>();
for (const one of FINDING_CLASSES) RANK.set(one, RANK.size);

/** Most serious first, then oldest; a total order. */
export function compareFindings(a: Finding, b: Finding): number {
  if (a.class !== b.class) return (RANK.get(a.class) ?? 0) - (RANK.get(b.class) ?? 0);
  if (a.since !== b.since) return a.since < b.since ? -1 : 1;
  return a.key < b.key ? -1 : a.key > b.key ? 1 : 0;
}
