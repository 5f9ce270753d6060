/**
 * Findings of the matching page, most serious first (domain.md 5.4). No "we" or "they", so that equal acts give equal
 * findings.
 */
import { parseActId } from '../act/act-id.ts';
import type { Answer, Act, ActOf } from '../act/body.ts';
import { asExport, readAct } from '../act/stand-in.ts';
import type { ExportStrand, Dossier } from '../dossier/dossier.ts';
import { quantitiesOf } from '../dossier/state.ts';
import { exemptOf, type TotalledGoods } from '../goods/substance-totals.ts';
import type { ActId, AuthorityCode, CalendarDate, CountryCode, DossierKey } from '../ids.ts';
import type { Problem } from '../result.ts';
import type { Comparison, Sides } from './comparison.ts';

/**
 * - `export-without-import`: nothing is here that the export authorization cites, or could mean by what it cites
 * - `more-shipped`: more was granted, shipped or received than authorized
 * - `shipped-in-spite`: goods left although they were suspended or objected to, or the import authorization cancelled
 * - `suspended`: an authorization that its suspender has not released
 * - `contradicts`: an authorization, a shipment or an endorsement that the rules refuse
 * - `duplicate-number`: two authorizations of one kind to which their authority gave one number
 * - `number-unknown`: nobody knows the number cited, and an import authorization is here that may be meant
 * - `arrived-less`: less arrived than was shipped
 * - `figures-differ`: two statements of the same goods differ otherwise
 * - `form-differs`: the form or the factor differs, or packs look like units
 * - `particulars-differ`: parties, dates, warehouse or pharmaceutical form differ
 * - `endorsement-overdue`: goods left, and what arrived is not stated in time (1961 art. 31(7), 1971 art. 12(1)(e))
 * - `expired-unused`: the validity has ended, nothing left, and nothing was returned (1961 art. 31(7)(a))
 * - `paper-pair`: a paper record and the partner's own document seem to be the same authorization
 * - `paper-import`: the partner is not on I2ES, and its paper import authorization is not recorded yet
 * - `emergency-export`: an emergency export that is not linked to an import authorization yet
 * - `answer-outstanding`: a question or an objection that nobody has answered
 */
export const FINDING_CLASSES = [
  'export-without-import',
  'more-shipped',
  'shipped-in-spite',
  'suspended',
  'contradicts',
  'duplicate-number',
  'number-unknown',
  'arrived-less',
  'figures-differ',
  'form-differs',
  'particulars-differ',
  'endorsement-overdue',
  'expired-unused',
  'paper-pair',
  'paper-import',
  'emergency-export',
  'answer-outstanding'
] as const;
export type FindingClass = (typeof FINDING_CLASSES)[number];

/** `serious`: possibly unauthorized goods · `differs`: two statements disagree · `due`: one is missing. */
export type Severity = 'serious' | 'differs' | 'due';

const SEVERITY: Readonly<Record<FindingClass, Severity>> = {
  'export-without-import': 'serious',
  'more-shipped': 'serious',
  'shipped-in-spite': 'serious',
  suspended: 'serious',
  contradicts: 'serious',
  'duplicate-number': 'serious',
  'number-unknown': 'differs',
  'arrived-less': 'differs',
  'figures-differ': 'differs',
  'form-differs': 'differs',
  'particulars-differ': 'differs',
  'endorsement-overdue': 'due',
  'expired-unused': 'due',
  'paper-pair': 'differs',
  'paper-import': 'due',
  'emergency-export': 'due',
  'answer-outstanding': 'due'
};

export function severityOf(what: FindingClass): Severity {
  return SEVERITY[what];
}

export type Says =
  | { readonly kind: 'comparison'; readonly comparison: Comparison }
  | { readonly kind: 'problem'; readonly problem: Problem }
  /** The cited import authorization; `isAlike`: only goods and parties suggest another; `authority`: only its name differs. */
  | {
      readonly kind: 'reference';
      readonly number: string;
      readonly issuedOn: CalendarDate;
      readonly authority?: string;
      readonly isAlike?: boolean;
    }
  | {
      readonly kind: 'twice';
      readonly other: ActId;
      readonly issuedOn: CalendarDate;
      readonly isAside: boolean;
    }
  | { readonly kind: 'paper'; readonly own: string }
  | { readonly kind: 'emergency'; readonly reason: string }
  | { readonly kind: 'due'; readonly until: CalendarDate; readonly due: CalendarDate }
  /** A suspension in force, or a correction that waits for a confirmation. */
  | { readonly kind: 'suspended' | 'correction'; readonly by: AuthorityCode }
  | { readonly kind: 'question'; readonly by: AuthorityCode; readonly answer: Answer };

/** Micrograms of the stated form and of anhydrous base. */
export interface FoundGoods extends TotalledGoods {
  readonly line: number;
  readonly designation: string;
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

export function compareMoved(a: ExportStrand, b: ExportStrand): number {
  const [left, right] = [movedOn(a), movedOn(b)];
  return left === right ? 0 : left < right ? -1 : 1;
}

export function movedOn({ receivedOn, shippedOn, issuedOn }: ExportStrand): CalendarDate {
  return receivedOn ?? shippedOn ?? issuedOn;
}

export function goodsOf(actOf: Finder, id: ActId, only?: number): FoundGoods[] {
  const body = actOf(id)?.body;
  if (body?.kind !== 'import-authorization' && body?.kind !== 'export-authorization') return [];
  return body.lines
    .filter(({ no }) => only === undefined || no === only)
    .map((line) => {
      const { no, substance, designation } = line;
      return { line: no, substance, designation, ...quantitiesOf(line), ...exemptOf(line) };
    });
}

export function numberOf(actOf: Finder, id: ActId): string {
  const body = actOf(id)?.body;
  return body?.kind === 'import-authorization' || body?.kind === 'export-authorization' ? body.number : '';
}

/** Authority that must check its statement if two differ; the other asks. Null if unclear, so both ask. */
export function whoseFigure({
  pair,
  shows,
  causes,
  exporting,
  importing
}: Pick<Comparison, 'pair' | 'shows' | 'causes' | keyof Sides>): CountryCode | null {
  // A shipment was never recorded: only the exporting authority can record it.
  if (pair === 'export-endorsement') return exporting;
  const [asked] = causes.flatMap(({ asks }) => asks ?? []);
  if (asked !== undefined) return asked;
  if (shows === 'missing') return importing;
  // Either authority can take over the other's form or factor.
  if (shows === 'form') return null;
  // Receipt and shipment contradict: either may be wrong, or goods are lost.
  return pair === 'shipment-endorsement' ? null : exporting;
}

/** An act refused by the rules or with a repeated number. */
export function whoseAct(id: ActId): CountryCode | null {
  return (parseActId(id)?.issuer ?? null) as CountryCode | null;
}

/** The importing authority reports arrival and date; the exporting one cites, ships and dates all else. */
const IMPORTERS: readonly string[] = [
  'matching.nil.beforeExpiry',
  'matching.import.moreImported',
  'matching.line.moreThanAuthorized',
  'matching.moved.unconfirmed'
];
/** A receipt before the shipment, or goods that never arrived: either side may be wrong. */
const EITHER: readonly string[] = [
  'matching.moved.differs',
  'matching.received.beforeShipment',
  'matching.shipped.notImported'
];

export function whoseDifference({ code }: Pick<Problem, 'code'>, sides: Sides): CountryCode | null {
  if (EITHER.indexOf(code) >= 0) return null;
  return IMPORTERS.indexOf(code) >= 0 ? sides.importing : sides.exporting;
}

/** First questionable statement on the goods of one export authorization. */
export function whoseGoods(
  { importingCountry, exportingCountry, differences }: Dossier,
  comparisons: readonly Comparison[],
  exportAuthorization: ActId
): CountryCode | null {
  const [first] = comparisons.filter(({ on, shows }) => on === exportAuthorization && shows !== 'lawful');
  if (first) return whoseFigure(first);
  const sides = { importing: importingCountry, exporting: exportingCountry };
  const [difference] = differences.filter(({ weight }) => weight !== 'notice');
  return difference ? whoseDifference(difference, sides) : null;
}

/**
 * Returns an act's body of the requested kind. A separate file, so that Today does not wait for the comparison code.
 */

export type Finder = (id: ActId) => Act | null;

/** Records of paper read as the partner's documents that they stand in for. */
export function asRead(actOf: Finder): Finder {
  return (id) => {
    const act = actOf(id);
    return act && readAct(act);
  };
}

export function bodyOf<K extends Act['body']['kind']>(
  actOf: Finder,
  id: ActId | null,
  kind: K
): ActOf<K>['body'] | null {
  const act = id === null ? null : actOf(id);
  const body = (kind === 'export-authorization' ? asExport(act) : act && readAct(act))?.body;
  return body?.kind === kind ? (body as ActOf<K>['body']) : null;
}
