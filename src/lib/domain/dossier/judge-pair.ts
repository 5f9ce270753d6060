/**
 * Compares two statements of one line, the only place that compares figures of a trade. There is no official tolerance;
 * the bounds are proposed by I2ES (domain.md 5.3), only for different forms or factors and to name a likely error. Equal
 * forms are compared to the microgram, and nothing permits more than is authorized.
 *
 * | pair                                   | less                              | more    |
 * |----------------------------------------|-----------------------------------|---------|
 * | import and export authorization        | lawful, or `form`                 | refused |
 * | export authorization and shipment      | lawful, or `form`                 | refused |
 * | shipment and endorsement               | short to a fiftieth, then differs | differs |
 * | export authorization and endorsement   | differs, as is the same: what was shipped was never stated |
 *
 * Less is not taken as lawful where it is exactly the base of the salt, or looks like another unit.
 */
import { FINE, NEAR, SMALL } from '../own-choices.ts';
import type { Line } from '../act/body.ts';
import type { DecimalText } from '../ids.ts';
import { multiplyMicrograms } from '../quantity.ts';
import type { Quantities } from './dossier.ts';
import { isNear, isOtherForm, isWholeShare, looksLikePacks } from './other-form.ts';

export type Pair = 'import-export' | 'export-shipment' | 'shipment-endorsement' | 'export-endorsement';

type FigureOutcome = 'same' | 'lawful' | 'tolerated' | 'short' | 'differs';

/** `form`: the form or the factor differs, or packs look like units (`other-form.ts`). */
export type Outcome = Exclude<FigureOutcome, 'tolerated'> | 'form';

const UNIT_SLIPS = [1e3, 1e6] as const;

/** `factor`: to anhydrous base, of the earlier statement; `basis`: basis of comparison. */
export function judgePair(
  pair: Pair,
  earlier: Quantities,
  later: Quantities,
  { basis, factor }: { readonly basis: keyof Quantities; readonly factor: DecimalText }
): FigureOutcome {
  if (pair === 'export-endorsement') return 'differs';
  const [before, after] = [earlier[basis], later[basis]];
  if (before === after) return judgeFactors(earlier, later);
  if (basis === 'base' && isNear(before, after, NEAR)) return 'tolerated';
  if (after > before) return 'differs';
  if (pair === 'shipment-endorsement') return isNear(before, after, SMALL) ? 'short' : 'differs';
  return isSlip(earlier.stated, later.stated, factor) ? 'differs' : 'lawful';
}

/** Equal in the same form, with base by another factor. */
function judgeFactors(earlier: Quantities, later: Quantities): FigureOutcome {
  if (earlier.base === later.base) return 'same';
  return isNear(earlier.base, later.base, SMALL) ? 'tolerated' : 'differs';
}

/** The smaller figure is the larger one as base or in another unit. */
function isSlip(larger: number, smaller: number, factor: DecimalText): boolean {
  if (findUnitSlip(larger, smaller) !== null) return true;
  if (factor === '1' || isWholeShare(larger, smaller)) return false;
  return isNear(multiplyMicrograms(larger, factor), smaller, FINE);
}

interface ComparedGoods {
  readonly basis: keyof Quantities;
  readonly goods: Line;
  readonly target: Line;
  /** Left out if several exports draw on the line: a tenth of it each is an ordinary consignment. */
  readonly content?: Line['content'];
}

/** Adds to `judgePair` whether the goods have another form, factor or unit of count. */
export function judgeGoods(
  pair: Pair,
  earlier: Quantities,
  later: Quantities,
  { basis, goods, target, content }: ComparedGoods
): Outcome {
  const outcome = judgePair(pair, earlier, later, { basis, factor: target.factor.value });
  if (outcome === 'differs' || outcome === 'short') return outcome;
  if (outcome === 'tolerated' || (pair === 'import-export' && isOtherForm(goods, target))) return 'form';
  if (outcome !== 'lawful' || basis !== 'stated') return outcome;
  return looksLikePacks(earlier.stated, later.stated, content) ? 'form' : outcome;
}

export function findUnitSlip(a: number, b: number): number | null {
  const [larger, smaller] = a > b ? [a, b] : [b, a];
  for (const times of UNIT_SLIPS) {
    // Otherwise the product could leave the safe range.
    const isInRange = smaller > 0 && Math.floor(larger / times) >= Math.floor(smaller / 2);
    if (isInRange && isNear(smaller * times, larger, NEAR)) return times;
  }
  return null;
}
