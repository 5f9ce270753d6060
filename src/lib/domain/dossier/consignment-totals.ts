/**
 * All consignments under one import authorization, with the one that is being recorded: whoever signs a figure of one
 * consignment sees first what all of them come to (1961 art. 31(4)(d), 31(7)).
 */
import type { ActualLine } from '../act/body.ts';
import type { ActId } from '../ids.ts';
import { basisOf } from './import-use.ts';
import type { Dossier, ExportLine, Quantities } from './dossier.ts';
import { quantitiesOf } from './state.ts';

export interface ConsignmentTotal {
  /** Of the import authorization. */
  readonly line: number;
  readonly designation: string;
  readonly basis: keyof Quantities;
  /** Micrograms of that basis, all consignments but this one where `this` is told apart. */
  readonly authorized: number;
  readonly shipped: number;
  readonly imported: number;
  /** Null while a figure of this consignment is not understood. */
  readonly now: number | null;
  /** Negative where it comes to more than authorized; null while `now` is. */
  readonly remaining: number | null;
}

/**
 * `actuals`: the figures of this consignment, in the order of the lines of the export authorization `of`. A shipment is
 * added to what other consignments shipped, an endorsement to what they imported. Empty without the import authorization.
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
    // What of this consignment was shipped before is shipped; what is being shipped is not yet among it.
    const shipped = exported[basis];
    const before = (what === 'shipment' ? shipped : imported[basis]) - statedOf(mine, what, basis);
    const remaining = now === null ? null : authorized[basis] - before - now;
    return {
      line: no,
      designation,
      basis,
      authorized: authorized[basis],
      shipped,
      imported: imported[basis],
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
