/**
 * A quantity shipped or received that hardly anybody means, asked about before it is signed for good: more than the
 * step before it, or less than a tenth of it. The first cannot be lawful and the second is how a slip of the unit or
 * the comma looks (domain.md §5.1, §5.3); each is a question by this product's own measure, never a bar.
 */
import type { ActualLine } from '../act/body.ts';
import { quantityPath } from '../authorization/actual-lines.ts';
import { microgramsOf } from '../quantity.ts';
import { PRODUCT_SUGGESTION, type Problem } from '../result.ts';

/** Two statements of one quantity may differ by their rounding: half a per cent. */
const ROUNDING = 200;
const TENTH = 10;

/** `before`: the micrograms of the line that were shipped, or else authorized; a line of which nothing was, is not asked about. */
export function judgeActuals(
  lines: readonly (ActualLine | null)[],
  before: (no: number) => number
): readonly Problem[] {
  return lines.flatMap((line) => {
    const found = line && judgeActual(microgramsOf(line.stated), before(line.no));
    if (!line || !found) return [];
    const values = { line: line.no, words: line.stated, other: before(line.no) };
    return [
      { code: found, path: quantityPath(line.no), values, article: PRODUCT_SUGGESTION, weight: 'notice' }
    ];
  });
}

function judgeActual(actual: number, before: number): string | null {
  if (actual > before + before / ROUNDING) return 'actual.quantity.more';
  return actual > 0 && actual * TENTH < before ? 'actual.quantity.fraction' : null;
}
