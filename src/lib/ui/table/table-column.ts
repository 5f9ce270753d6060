import { changedItems } from '#lib/domain/groups.ts';
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
  const areNames = keyed.every(({ value }) => typeof value === 'string');
  const placeOf = areNames ? placesOf(keyed.map(({ value }) => value as string)) : null;
  keyed.sort(
    (a, b) => sign * (placeOf ? placeOf(a.value) - placeOf(b.value) : compareValues(a.value, b.value))
  );
  return keyed.map((entry) => entry.row);
}

/**
 * Comparing names in a language's order is slow, and many rows have the same: each name is placed once. Names that are in
 * the order of their letters already, as most numbers are, cost one comparison each.
 */
function placesOf(names: readonly string[]): (name: string | number) => number {
  const places = new Map<string | number, number>();
  const inOrder = [...new Set(names)].sort().sort(compareNames);
  let place = 0;
  inOrder.forEach((name, at) => {
    const before = inOrder[at - 1];
    // Names that the language does not tell apart keep the order of their rows.
    if (before !== undefined && compareNames(before, name) !== 0) place++;
    places.set(name, place);
  });
  return (name) => places.get(name) ?? 0;
}

/** Above this many changes, sorting all rows is as fast. */
const MAX_INSERTED = 50;

/** The rows of one table in the order that the person chose: a changed row is put in its place, and the rest stays. */
export class SortedRows<Row> {
  #of: readonly Row[] = [];
  #sort: TableSort | undefined;
  #sorted: readonly Row[] = [];

  in(
    rows: readonly Row[],
    columns: readonly TableColumn<Row>[],
    sort: TableSort | undefined
  ): readonly Row[] {
    const sortBy = columns.find((column) => column.key === sort?.key)?.sortBy;
    const isSame = sort?.key === this.#sort?.key && sort?.direction === this.#sort?.direction;
    const { gone, fresh } = changedItems(this.#of, rows);
    // The same rows are asked for again if their words changed, as after another language: then all are sorted.
    const isKept = isSame && gone.length + fresh.length <= MAX_INSERTED && rows !== this.#of;
    this.#sorted =
      isKept && sort && sortBy
        ? this.#insert(rows, { gone, fresh }, compareRows(rows, sortBy, sort))
        : sortRows(rows, columns, sort);
    this.#of = rows;
    this.#sort = sort;
    return this.#sorted;
  }

  #insert(
    rows: readonly Row[],
    { gone, fresh }: { readonly gone: readonly Row[]; readonly fresh: readonly Row[] },
    compare: (a: Row, b: Row) => number
  ): readonly Row[] {
    const left = new Set(gone);
    const sorted = this.#sorted.filter((row) => !left.has(row));
    for (const row of fresh) {
      let [from, to] = [0, sorted.length];
      while (from < to) {
        const middle = (from + to) >> 1;
        if (compare(sorted[middle]!, row) < 0) from = middle + 1;
        else to = middle;
      }
      sorted.splice(from, 0, row);
    }
    return sorted;
  }
}

/** As a stable sort of `rows` compares. */
function compareRows<Row>(
  rows: readonly Row[],
  sortBy: (row: Row) => string | number,
  sort: TableSort
): (a: Row, b: Row) => number {
  const sign = sort.direction === 'ascending' ? 1 : -1;
  let places: ReadonlyMap<Row, number> | null = null;
  const placeOf = (row: Row): number => {
    places ??= new Map(rows.map((one, at) => [one, at]));
    return places.get(row) ?? 0;
  };
  return (a, b) => sign * compareValues(sortBy(a), sortBy(b)) || placeOf(a) - placeOf(b);
}

function compareValues(a: string | number, b: string | number): number {
  return typeof a === 'number' && typeof b === 'number' ? a - b : compareNames(String(a), String(b));
}

export function nextSort(sort: TableSort | undefined, key: string): TableSort | undefined {
  if (sort?.key !== key) return { key, direction: 'ascending' };
  return sort.direction === 'ascending' ? { key, direction: 'descending' } : undefined;
}
