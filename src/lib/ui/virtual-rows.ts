/** Which of ten thousand rows are drawn: those in sight and a few around them. Heights are equal, so it is arithmetic. */

export interface Slice {
  readonly first: number;
  /** Exclusive. */
  readonly end: number;
}

const AROUND = 6;

export function rowsInSight(count: number, rowHeight: number, scrolled: number, viewport: number): Slice {
  const first = Math.max(0, Math.floor(scrolled / rowHeight) - AROUND);
  const end = Math.min(count, Math.ceil((scrolled + viewport) / rowHeight) + AROUND);
  return { first: Math.min(first, Math.max(0, count - 1)), end: Math.max(0, end) };
}

/** Where to scroll so that a row is whole in sight; undefined when it is already. */
export function scrollToRow(
  row: number,
  rowHeight: number,
  scrolled: number,
  viewport: number
): number | undefined {
  const top = row * rowHeight;
  if (top < scrolled) return top;
  if (top + rowHeight > scrolled + viewport) return top + rowHeight - viewport;
  return undefined;
}

/** Where the keys lead from a row; undefined for keys that do not move. */
export function rowByKey(key: string, row: number, count: number, page: number): number | undefined {
  const last = count - 1;
  const goal = {
    ArrowDown: row + 1,
    ArrowUp: row - 1,
    PageDown: row + page,
    PageUp: row - page,
    Home: 0,
    End: last
  }[key];
  return goal === undefined || count === 0 ? undefined : Math.min(last, Math.max(0, goal));
}
