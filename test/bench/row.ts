/** One measured line: `ours` and `reference` in `unit` from the same run, their ratio, the goal, and the growth. */
export interface Row {
  readonly name: string;
  readonly ours: number;
  readonly reference: number | null;
  readonly unit: string;
  readonly ratio: number | null;
  /** The ratio (or the figure, where there is no reference) is to be at most this. */
  readonly goal: number | null;
  /** Our figure for twice the work divided by our figure. */
  readonly growth: number | null;
}

export function median(values: readonly number[]): number {
  const sorted = values.slice().sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

export function round(value: number, places = 2): number {
  return Number(value.toFixed(places));
}
