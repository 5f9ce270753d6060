import { compareNames } from '#lib/i18n/format.ts';

export interface TableColumn<Row> {
  readonly key: string;
  readonly label: string;
  readonly align?: 'start' | 'end';
  readonly width?: string;
  readonly sortBy?: (row: Row) => string | number;
  readonly hideOnPhone?: boolean;
  readonly wideInCard?: boolean;
}

/** Rows that a person ticks: with their boxes, or with the space bar on the row in hand. */
export interface RowSelection<Row> {
  readonly head: string;
  readonly label: (row: Row) => string;
  readonly has: (row: Row) => boolean;
  readonly set: (row: Row, isSelected: boolean) => void;
  readonly isOff?: (row: Row) => boolean;
}

export interface TableSort {
  readonly key: string;
  readonly direction: 'ascending' | 'descending';
}

export function sortRows<Row>(
  rows: readonly Row[],
  columns: readonly TableColumn<Row>[],
  sort: TableSort | undefined
): readonly Row[] {
  const sortBy = columns.find((column) => column.key === sort?.key)?.sortBy;
  if (!sort || !sortBy) return rows;
  const sign = sort.direction === 'ascending' ? 1 : -1;
  const keyed = rows.map((row) => ({ row, value: sortBy(row) }));
  keyed.sort((a, b) => sign * compareValues(a.value, b.value));
  return keyed.map((entry) => entry.row);
}

function compareValues(a: string | number, b: string | number): number {
  return typeof a === 'number' && typeof b === 'number' ? a - b : compareNames(String(a), String(b));
}

export function nextSort(sort: TableSort | undefined, key: string): TableSort | undefined {
  if (sort?.key !== key) return { key, direction: 'ascending' };
  return sort.direction === 'ascending' ? { key, direction: 'descending' } : undefined;
}
