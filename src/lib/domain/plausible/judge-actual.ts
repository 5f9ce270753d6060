/**
 * Asks about an implausible quantity shipped or received: more than in the step before, or less than a tenth of it. The
 * first is unlawful; the second looks like a wrong unit or comma (domain.md §5.1, §5.3). Each is a question by I2ES's
 * own measure and never blocks.
 */
import type { ActualLine } from '../act/body.ts';
import { quantityPath } from '../authorization/actual-lines.ts';
import { microgramsOf } from '../quantity.ts';
import { PRODUCT_SUGGESTION, type Problem } from '../result.ts';

/** Rounding can make two entries of one quantity differ by half a per cent. */
const ROUNDING = 200;
const TENTH = 10;

/** `before`: micrograms shipped, or else authorized; a line with none is not asked about. */
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
