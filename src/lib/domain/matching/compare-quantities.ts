/**
 * Two statements of one quantity: do they agree, and if not, which known slip explains it? No official
 * tolerance is known; the bounds are this system's own proposal (domain.md 5.3) and serve only to name a
 * likely cause, never to permit more than is authorized.
 */
import type { DecimalText } from '../ids.ts';
import { decimalToRatio } from '../quantity.ts';

export type QuantityComparison = 'agrees' | 'rounding' | 'saltOrBase' | 'unit' | 'differs';

/** Both in micrograms; `factor` is the line's factor to anhydrous base. */
export function compareQuantities(ours: number, theirs: number, factor: DecimalText): QuantityComparison {
  if (ours === theirs) return 'agrees';
  if (ours === 0 || theirs === 0) return 'differs';
  if (isWithin(ours, theirs, 5)) return 'agrees';
  if (isWithin(ours, theirs, 20)) return 'rounding';
  const { units, scale } = decimalToRatio(factor);
  const share = units / scale;
  if (isWithin(ours * share, theirs, 5) || isWithin(ours, theirs * share, 5)) return 'saltOrBase';
  for (const power of [1e3, 1e6]) {
    if (isWithin(ours * power, theirs, 5) || isWithin(ours, theirs * power, 5)) return 'unit';
  }
  return 'differs';
}

/** Whether the difference is at most `perMille` thousandths of the larger. */
function isWithin(a: number, b: number, perMille: number): boolean {
  return Math.abs(a - b) * 1000 <= Math.max(a, b) * perMille;
}
