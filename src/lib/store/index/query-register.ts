/** The number breaks ties, so that the order is stable. */
import type { Compare } from '#lib/domain/groups.ts';
import type { RegisterQuery, RegisterRow, RegisterTab, SortKey } from '../api.ts';

const CLOSED = new Set(['closed', 'endorsed', 'not-imported', 'cancelled', 'expired']);

const IN_TAB: Readonly<Record<RegisterTab, (row: RegisterRow) => boolean>> = {
  all: () => true,
  issued: (row) => row.own,
  received: (row) => !row.own,
  open: (row) => isInFigures(row) && !CLOSED.has(row.status),
  expiring: (row) => row.needs.includes('expiring'),
  closed: (row) => CLOSED.has(row.status)
};

export function isInFigures(row: RegisterRow): boolean {
  return row.status !== 'refused';
}

export function isInTab(row: RegisterRow, tab: RegisterTab): boolean {
  return IN_TAB[tab](row);
}

const TEXT_OF: Readonly<Record<SortKey, (row: RegisterRow) => string>> = {
  number: (row) => row.number,
  partner: (row) => row.partner,
  substance: (row) => row.substances[0] ?? '',
  // Groups rows that lack goods, apart from closed ones.
  status: (row) => `${row.status} ${row.agreement}`,
  issuedOn: (row) => row.issuedOn,
  validUntil: (row) => row.validUntil,
  changedAt: (row) => row.changedAt
};

/** `rows`: the latest change first. */
export function queryRegister(
  rows: readonly RegisterRow[],
  query: RegisterQuery = {}
): readonly RegisterRow[] {
  if (Object.keys(query).length === 0) return rows;
  const inTab = IN_TAB[query.tab ?? 'all'];
  const found = rows.filter(
    (row) =>
      inTab(row) &&
      (query.direction === undefined || row.direction === query.direction) &&
      (query.partner === undefined || row.partner === query.partner)
  );
  if (query.sort === undefined && query.descending === undefined) return found;
  return found.sort(comparator(query.sort ?? 'changedAt', query.descending ?? query.sort === undefined));
}

export const LATEST_FIRST = comparator('changedAt', true);

/**
 * Compares by code unit: the same order on every device and in every language, and ten times as fast as a locale's
 * order.
 */
export function comparator(key: SortKey, descending: boolean): Compare<RegisterRow> {
  const textOf = TEXT_OF[key];
  const sign = descending ? -1 : 1;
  return (a, b) => {
    const left = textOf(a);
    const right = textOf(b);
    if (left !== right) return left < right ? -sign : sign;
    return a.number < b.number ? -1 : a.number > b.number ? 1 : a.id < b.id ? -1 : 1;
  };
}
