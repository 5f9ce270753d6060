/** Draws the rows in sight and a few around them. Equal heights make it arithmetic. */

interface Slice {
  readonly first: number;
  readonly end: number;
}

const AROUND = 6;

/**
 * The scroll event comes after the change: in a list that has become shorter, nothing would be drawn until the next
 * scroll.
 */
export function rowsInSight(count: number, rowHeight: number, scrolled: number, viewport: number): Slice {
  const top = Math.max(0, Math.min(scrolled, count * rowHeight - viewport));
  const first = Math.max(0, Math.floor(top / rowHeight) - AROUND);
  return { first, end: Math.min(count, Math.ceil((top + viewport) / rowHeight) + AROUND) };
}

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
