/**
 * Compares two statements of one line, the only place that compares figures of a trade. There is no official tolerance;
 * the bounds are proposed by I2ES (domain.md 5.3), only for different forms or factors and to name a likely error. Equal
 * forms are compared to the microgram, and nothing permits more than is authorized.
 *
 * | pair                                   | less                              | more    |
 * |----------------------------------------|-----------------------------------|---------|
 * | import and export authorization        | lawful                            | refused |
 * | export authorization and shipment      | lawful                            | refused |
 * | shipment and endorsement               | short to a fiftieth, then differs | differs |
 * | export authorization and endorsement   | differs, as is the same: what was shipped was never stated |
 *
 * Less is not taken as lawful where it looks like the base of the salt or like another unit.
 */
import type { Quantities } from './dossier.ts';
import type { DecimalText } from '../ids.ts';
import { multiplyMicrograms } from '../quantity.ts';

export type Pair = 'import-export' | 'export-shipment' | 'shipment-endorsement' | 'export-endorsement';

export type Outcome = 'same' | 'lawful' | 'tolerated' | 'short' | 'differs';

/** Tolerances as parts of the larger figure: 0.5 % for an error, 2 % for a small loss or two factors. */
export const NEAR = 200;
const SMALL = 50;

const UNIT_SLIPS = [1e3, 1e6] as const;

/** `factor`: to anhydrous base, of the earlier statement; `basis`: basis of comparison. */
export function judgePair(
  pair: Pair,
  earlier: Quantities,
  later: Quantities,
  { basis, factor }: { readonly basis: keyof Quantities; readonly factor: DecimalText }
): Outcome {
  if (pair === 'export-endorsement') return 'differs';
  const [before, after] = [earlier[basis], later[basis]];
  if (before === after) return judgeFactors(earlier, later);
  if (basis === 'base' && isNear(before, after, NEAR)) return 'tolerated';
  if (after > before) return 'differs';
  if (pair === 'shipment-endorsement') return isNear(before, after, SMALL) ? 'short' : 'differs';
  return isSlip(earlier.stated, later.stated, factor) ? 'differs' : 'lawful';
}

/** Equal in the same form, with base by another factor. */
function judgeFactors(earlier: Quantities, later: Quantities): Outcome {
  if (earlier.base === later.base) return 'same';
  return isNear(earlier.base, later.base, SMALL) ? 'tolerated' : 'differs';
}

/** The smaller figure is the larger one as base or in another unit. */
function isSlip(larger: number, smaller: number, factor: DecimalText): boolean {
  if (isNear(multiplyMicrograms(larger, factor), smaller, NEAR)) return larger !== smaller && factor !== '1';
  return findUnitSlip(larger, smaller) !== null;
}

/** Ratio of the two if a thousand or a million, else null. */
export function findUnitSlip(a: number, b: number): number | null {
  const [larger, smaller] = a > b ? [a, b] : [b, a];
  for (const times of UNIT_SLIPS) {
    // Otherwise the product could leave the safe range.
    const isInRange = smaller > 0 && Math.floor(larger / times) >= Math.floor(smaller / 2);
    if (isInRange && isNear(smaller * times, larger, NEAR)) return times;
  }
  return null;
}

/** Differs by at most that part of the larger; zero is near nothing. */
export function isNear(a: number, b: number, part: number): boolean {
  if (a === 0 || b === 0) return a === b;
  return Math.abs(a - b) <= Math.floor(Math.max(a, b) / part);
}
