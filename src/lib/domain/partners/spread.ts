import { medianOfSorted } from '../median.ts';

/** Whole days: the median and the bounds of the middle half. */
export interface Spread {
  readonly count: number;
  readonly low: number;
  readonly median: number;
  readonly high: number;
}

/** Null for an empty list. The bounds are values that occurred; the median can be half a day between two. */
export function spreadOf(days: readonly number[]): Spread | null {
  const sorted = days.slice().sort((a, b) => a - b);
  const median = medianOfSorted(sorted);
  if (median === null) return null;
  const last = sorted.length - 1;
  const at = (index: number): number => sorted[index] as number;
  return {
    count: sorted.length,
    low: at(Math.floor(last / 4)),
    median,
    high: at(Math.ceil((last * 3) / 4))
  };
}
