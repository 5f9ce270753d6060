/**
 * Totals of all consignments under one import authorization, including the one being recorded, shown before signing
 * (1961 art. 31(4)(d), 31(7)).
 */
import type { ActualLine } from '../act/body.ts';
import type { ActId } from '../ids.ts';
import { basisOf } from './import-use.ts';
import type { Dossier, ExportLine, Quantities } from './dossier.ts';
import { quantitiesOf } from './state.ts';

export interface ConsignmentTotal {
  readonly line: number;
  readonly designation: string;
  readonly basis: keyof Quantities;
  /** Micrograms of that basis; excludes this consignment where `this` is separate. */
  readonly authorized: number;
  readonly shipped: number;
  readonly imported: number;
  readonly now: number | null;
  /** Negative if over the authorized quantity; null while `now` is. */
  readonly remaining: number | null;
}

/**
 * `actuals`: figures in the line order of export authorization `of`. Shipments add to shipped totals, endorsements to
 * imported ones. Empty without the import authorization.
 */
export function readTotals(
  dossier: Dossier,
  of: ActId,
  actuals: readonly (ActualLine | null)[],
  what: 'shipment' | 'endorsement'
): readonly ConsignmentTotal[] {
  const own = dossier.exports.find(({ act }) => act === of);
  const drawn = own?.lines ?? [];
  return dossier.lines.flatMap(({ no, designation, authorized, exported, imported }) => {
    const mine = drawn.filter(({ importLine }) => importLine === no);
    if (mine.length === 0) return [];
    const basis = basisOf(no, dossier.exports);
    const now = sumOf(
      mine.map((line) => actuals[drawn.indexOf(line)] ?? null),
      basis
    );
    // An earlier shipment of this consignment counts as shipped; the one being typed or corrected does not.
    const isShipment = what === 'shipment';
    const before = (isShipment ? exported : imported)[basis] - statedOf(mine, what, basis);
    const remaining = now === null ? null : authorized[basis] - before - now;
    return {
      line: no,
      designation,
      basis,
      authorized: authorized[basis],
      shipped: isShipment ? before : exported[basis],
      imported: isShipment ? imported[basis] : before,
      now,
      remaining
    };
  });
}

function sumOf(actuals: readonly (ActualLine | null)[], basis: keyof Quantities): number | null {
  let sum = 0;
  for (const one of actuals) {
    if (one === null) return null;
    sum += quantitiesOf(one)[basis];
  }
  return sum;
}

function statedOf(
  lines: readonly ExportLine[],
  what: 'shipment' | 'endorsement',
  basis: keyof Quantities
): number {
  const part = what === 'shipment' ? 'exported' : 'imported';
  return lines.reduce((sum, line) => sum + (line[part]?.[basis] ?? 0), 0);
}
