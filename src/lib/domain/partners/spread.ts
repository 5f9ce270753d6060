/** Whole days that something took: the middle one, and between which the middle half lies. */
export interface Spread {
  readonly count: number;
  readonly low: number;
  readonly median: number;
  readonly high: number;
}

/** Of an even number the lower middle one, as everywhere in this system; null of none. Each figure is one that occurred. */
export function spreadOf(days: readonly number[]): Spread | null {
  if (days.length === 0) return null;
  const sorted = days.slice().sort((a, b) => a - b);
  const last = sorted.length - 1;
  const at = (index: number): number => sorted[index] as number;
  return {
    count: sorted.length,
    low: at(Math.floor(last / 4)),
    median: at(last >> 1),
    high: at(Math.ceil((last * 3) / 4))
  };
}
