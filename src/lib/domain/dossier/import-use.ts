/**
 * Use of an import authorization by its export authorizations: one answer for fold, door, form and buttons
 * (1961 art. 31(4)(d), rules R4 and R8).
 *
 * | the export authorization                  | consignment | quantity                   |
 * |-------------------------------------------|-------------|----------------------------|
 * | is issued                                 | used        | as authorized              |
 * | is shipped or endorsed                    | used        | as exported, else imported |
 * | is cancelled                              | free        | none                       |
 * | was returned nil, and nothing had left    | free        | none                       |
 * | was returned nil, although goods had left | used        | as exported                |
 * | and some came back or were diverted       | used        | the rest                   |
 * | and all came back or were diverted        | free        | none                       |
 * | is a paper that its author disputes       | free        | none                       |
 * | cites another authority, not linked yet   | free        | none                       |
 * | is a paper that its author issued since   | free        | none                       |
 *
 * An authorization that expired and was returned unused has used nothing, so its goods can be exported again while the
 * import authorization runs. Goods that left count even if none arrived: else twice the quantity could leave.
 */
import type { CalendarDate } from '../ids.ts';
import type { Dossier, DossierLine, ExportLine, ExportStrand, Quantities } from './dossier.ts';

type LeftLine = Pick<ExportLine, 'exported' | 'imported' | 'moved'>;
type Standing = Pick<ExportStrand, 'status' | 'shipment' | 'isDisputed' | 'isApart' | 'isPresumed'> & {
  readonly lines?: readonly Partial<LeftLine>[];
};
type Drawing = Omit<Standing, 'lines'> & {
  readonly lines: readonly (Pick<ExportLine, 'importLine' | 'basis'> & Partial<LeftLine>)[];
};
type Drawn = Pick<DossierLine, 'no' | 'taken' | 'authorized'>;

export const NOTHING: Quantities = { stated: 0, base: 0 };

export function isUsing(strand: Standing): boolean {
  return !strand.isApart && !strand.isPresumed && isInUse(strand);
}

export function isInUse({ status, shipment, isDisputed, lines = [] }: Standing): boolean {
  if ((isDisputed && status !== 'endorsed') || status === 'cancelled' || isEmptied(lines)) return false;
  return status !== 'not-imported' || shipment !== null;
}

/** All that left came back or was diverted (`moved-goods.ts`). */
export function isEmptied(lines: NonNullable<Standing['lines']>): boolean {
  if (!lines.some(({ moved }) => moved !== undefined)) return false;
  return lines.every((line) => arrivingOf(line)?.stated === 0 && (line.imported?.stated ?? 0) === 0);
}

/** Goods that left and should arrive; null if no shipment was recorded. */
export function arrivingOf({ exported = null, moved }: Partial<LeftLine>): Quantities | null {
  if (exported === null || moved === undefined) return exported;
  // A correction can lower what left below what came back; a negative rest would free more than was authorized.
  return moved.stated >= exported.stated
    ? NOTHING
    : { stated: exported.stated - moved.stated, base: exported.base - moved.base };
}

/** True if goods left under it; then neither it nor its import authorization can be cancelled. */
export function hasLeft({ status, shipment }: Standing): boolean {
  return shipment !== null || status === 'endorsed';
}

/** A mistyped declaration can be cancelled until its copy came back: it states goods, and authorizes none. */
export function isCancellable({
  status,
  declaration
}: Pick<ExportStrand, 'status' | 'declaration'>): boolean {
  return status === 'issued' || (declaration !== undefined && status === 'shipped');
}

export function takenBy(strand: Standing, line: ExportLine): Quantities {
  if (!isUsing(strand)) return NOTHING;
  const arriving = arrivingOf(line);
  // Goods that the importing authority endorsed did not come back, although the exporting one records it.
  if (arriving && line.moved && line.imported && line.imported.stated > arriving.stated) return line.imported;
  return arriving ?? line.imported ?? line.authorized;
}

export function countUsing(exports: readonly Standing[]): number {
  let using = 0;
  for (const one of exports) if (isUsing(one)) using++;
  return using;
}

/** `allowed`: 0 means no limit. */
export function areConsignmentsUsed(allowed: number, used: number): boolean {
  return allowed > 0 && used >= allowed;
}

/** Basis of a line's total: stated only if all of it is in the line's own form. */
export function basisOf(no: number, exports: readonly Drawing[]): keyof Quantities {
  const isDrawnAsBase = exports.some(
    (one) => isUsing(one) && one.lines.some(({ importLine, basis }) => importLine === no && basis === 'base')
  );
  return isDrawnAsBase ? 'base' : 'stated';
}

export function unusedOf({ no, taken, authorized }: Drawn, exports: readonly Drawing[]): number {
  const basis = basisOf(no, exports);
  return authorized[basis] - taken[basis];
}

interface Excess {
  readonly what: 'imported' | 'exported';
  readonly total: number;
  readonly allowed: number;
}

type Totalled = Pick<DossierLine, 'no' | 'authorized' | 'exported' | 'imported'>;

/**
 * Excess of all consignments over the import line (1961 art. 31(4)(d)), never refused: arrivals are facts, and a
 * shipment can cross a nil return.
 */
export function excessOf(line: Totalled, exports: readonly Drawing[]): Excess | null {
  const basis = basisOf(line.no, exports);
  const allowed = line.authorized[basis];
  if (line.imported[basis] > allowed) return { what: 'imported', total: line.imported[basis], allowed };
  if (line.exported[basis] > allowed) return { what: 'exported', total: line.exported[basis], allowed };
  return null;
}

export function mayExportUpon(dossier: Dossier, today: CalendarDate): boolean {
  if (dossier.validUntil === null || dossier.validUntil < today || dossier.status === 'cancelled')
    return false;
  return hasRest(dossier);
}

/** True if a consignment and some quantity remain for one more export authorization. */
export function hasRest({ consignments, exports, lines }: Dossier): boolean {
  if (areConsignmentsUsed(consignments, countUsing(exports))) return false;
  return lines.some((line) => unusedOf(line, exports) > 0);
}

interface ImportRest {
  readonly consignmentsUsed: number;
  readonly remaining: Readonly<Record<number, Rest>>;
}

/** `basis`: basis of comparison for a further line in its own form. If base, `stated` is converted from base. */
export type Rest = Quantities & { readonly basis?: keyof Quantities };

/**
 * Limits for a further export authorization. `replaced` will be cancelled, so its share is free unless its goods have
 * left; `corrected` is a record of a paper, in whose place the new one counts.
 */
export function readRest(dossier: Dossier, replaced = '', corrected = ''): ImportRest {
  const { beside = [] } = dossier;
  const counted = beside.find(({ act }) => act === corrected)?.by ?? corrected;
  const freed = dossier.exports.filter(
    ({ act, status }) => act === counted || (act === replaced && status === 'issued')
  );
  const others = dossier.exports.filter((one) => freed.indexOf(one) < 0);
  const remaining: Record<number, Rest> = {};
  for (const { no, authorized, taken } of dossier.lines) {
    const own = freed.flatMap((one) =>
      one.lines.filter(({ importLine }) => importLine === no).map((line) => takenBy(one, line))
    );
    const sum = (part: keyof Quantities): number =>
      own.reduce((total, share) => total + share[part], authorized[part] - taken[part]);
    const basis = basisOf(no, others);
    const base = sum('base');
    const stated = basis === 'stated' ? sum('stated') : inOwnForm(base, authorized);
    remaining[no] = { stated, base, basis };
  }
  return { consignmentsUsed: countUsing(others), remaining };
}

function inOwnForm(base: number, authorized: Quantities): number {
  return authorized.base === 0 ? 0 : Math.round((base / authorized.base) * authorized.stated);
}

/**
 * Chooses the import line that an export line draws on, and detects overdrawing. No tolerance (1961 art. 31(1), rule
 * R8).
 */
interface Goods {
  readonly substance: string | undefined;
  readonly form: string | undefined;
  readonly pharmaceuticalForm?: string | null;
}

interface Target {
  readonly no: number;
  readonly substance: string;
  readonly form: string;
  readonly pharmaceuticalForm?: string;
}

/**
 * The named line if its substance matches; else the same substance and form, preferring the same pharmaceutical form;
 * else the same substance.
 */
export function importLineOf<T extends Target>(
  line: Goods & { readonly importLine?: number },
  targets: readonly T[]
): T | null {
  let alike: T | null = null;
  let same: T | null = null;
  for (const target of targets) {
    if (target.substance !== line.substance) continue;
    if (target.no === line.importLine) return target;
    if (line.importLine !== undefined) continue;
    if (target.form === line.form) {
      if (target.pharmaceuticalForm === line.pharmaceuticalForm) return target;
      same = same ?? target;
    }
    alike = alike ?? target;
  }
  return same ?? alike;
}

/** Equal forms compare as stated, others only as anhydrous base. */
export function comparedAs(line: Pick<Goods, 'form'>, target: Pick<Target, 'form'>): keyof Quantities {
  return line.form === target.form ? 'stated' : 'base';
}

export function isOverdrawn(basis: keyof Quantities, drawn: Quantities, allowed: Quantities): boolean {
  return drawn[basis] > allowed[basis];
}
