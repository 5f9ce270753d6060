/**
 * What the matching desk lists: a closed list of classes, the most serious first, the same for both countries
 * (domain.md 5.4). A finding names an authorization, what is wrong with it and the goods at stake; it never says
 * "we" or "they", so that two authorities who hold the same acts hold the same findings.
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

/** `serious`: it may be goods that nobody authorized · `differs`: two statements disagree · `due`: a statement is missing. */
export const SEVERITIES = ['serious', 'differs', 'due'] as const;
export type Severity = (typeof SEVERITIES)[number];

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

/** From what the sentence is made. */
export type Says =
  | { readonly kind: 'comparison'; readonly comparison: Comparison }
  | { readonly kind: 'problem'; readonly problem: Problem }
  /** The import authorization as it is cited; `isAlike` where goods and parties alone speak for another. */
  | {
      readonly kind: 'reference';
      readonly number: string;
      readonly issuedOn: CalendarDate;
      readonly isAlike?: boolean;
    }
  /** The other one that bears the number; `isAside` where this one counts in no total. */
  | {
      readonly kind: 'twice';
      readonly other: ActId;
      readonly issuedOn: CalendarDate;
      readonly isAside: boolean;
    }
  | { readonly kind: 'due'; readonly until: CalendarDate; readonly due: CalendarDate }
  | { readonly kind: 'question'; readonly by: AuthorityCode; readonly answer: Answer };

/** Goods at stake, in micrograms of the stated form and of anhydrous base. */
export interface FoundGoods {
  /** Of the authorization that the finding is about. */
  readonly line: number;
  readonly substance: string;
  readonly designation: string;
  readonly stated: number;
  readonly base: number;
}

export interface Finding {
  /** The same on every device. */
  readonly key: string;
  readonly class: FindingClass;
  readonly dossier: DossierKey;
  readonly importing: CountryCode;
  readonly exporting: CountryCode;
  /** The authorization that it is about, and its number. */
  readonly on: ActId;
  readonly number: string;
  /** The number of the import authorization, as the dossier has it. */
  readonly cited: string;
  /** From when it is; the period of a filter is asked of it. */
  readonly since: CalendarDate;
  readonly goods: readonly FoundGoods[];
  readonly says: Says;
  /** Whose statement is to be checked; null where both sides ask (`whose.ts`). */
  readonly whose: CountryCode | null;
  /** Authorities that have said a word about it since it was stated. */
  readonly spoken: readonly AuthorityCode[];
  readonly demonstration: boolean;
}

const RANK = new Map<FindingClass, number>();
for (const one of FINDING_CLASSES) RANK.set(one, RANK.size);

/** The most serious first, of each class the oldest first, and never in two orders. */
export function compareFindings(a: Finding, b: Finding): number {
  if (a.class !== b.class) return (RANK.get(a.class) ?? 0) - (RANK.get(b.class) ?? 0);
  if (a.since !== b.since) return a.since < b.since ? -1 : 1;
  return a.key < b.key ? -1 : a.key > b.key ? 1 : 0;
}
