import { changedItems } from '#lib/domain/groups.ts';
import { namesOrder } from '#lib/i18n/format.ts';

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
  const isUp = sort.direction === 'ascending';
  const values = rows.map(sortBy);
  if (values.every((value) => typeof value === 'string')) return inPlaces(rows, values, isUp);
  const keyed = rows.map((row, at) => ({ row, value: values[at]! }));
  const compare = namesOrder();
  const sign = isUp ? 1 : -1;
  return keyed.sort((a, b) => sign * compareValues(a.value, b.value, compare)).map(({ row }) => row);
}

/** Comparing names in a language's order is slow, and many rows have the same: each name is placed once. */
function inPlaces<Row>(rows: readonly Row[], names: readonly string[], isUp: boolean): readonly Row[] {
  const places = placesOf(names);
  const inPlace: Row[][] = [];
  rows.forEach((row, at) => (inPlace[places.get(names[at]!)!] ??= []).push(row));
  return (isUp ? inPlace : inPlace.reverse()).flat();
}

/** Names that the language does not tell apart have one place, and keep the order of their rows. */
function placesOf(names: readonly string[]): ReadonlyMap<string, number> {
  const compare = namesOrder();
  const sorted = [...new Set(names)].sort();
  const isDone = areOfOneShape(sorted);
  if (!isDone) sorted.sort(compare);
  let place = 0;
  return new Map(
    sorted.map((name, at) => {
      const before = sorted[at - 1];
      if (before !== undefined && (isDone || compare(before, name) !== 0)) place++;
      return [name, place];
    })
  );
}

/**
 * Numbers of documents: as long as each other, with digits, capitals and marks at the same places. Every language of
 * the app orders them as their characters are.
 */
function areOfOneShape(names: readonly string[]): boolean {
  const [first = ''] = names;
  const shape = Array.from(first, (_, at) => shapeAt(first, at));
  return names.every(
    (name) => name.length === shape.length && shape.every((one, at) => one === shapeAt(name, at))
  );
}

/** The character itself for a mark. */
function shapeAt(name: string, at: number): number {
  const code = name.charCodeAt(at);
  if (code >= 0x30 && code <= 0x39) return 0x30;
  return code >= 0x41 && code <= 0x5a ? 0x41 : code;
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
    // The same rows are asked for again if their words changed, as after another language: then all are sorted.
    const isKept = isSame && sort !== undefined && rows !== this.#of;
    const changed = isKept ? changedItems(this.#of, rows, MAX_INSERTED) : null;
    this.#sorted =
      changed && sort && sortBy
        ? this.#insert(rows, changed, compareRows(rows, sortBy, sort))
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
  const compare = namesOrder();
  let places: ReadonlyMap<Row, number> | null = null;
  const placeOf = (row: Row): number => {
    places ??= new Map(rows.map((one, at) => [one, at]));
    return places.get(row) ?? 0;
  };
  return (a, b) => sign * compareValues(sortBy(a), sortBy(b), compare) || placeOf(a) - placeOf(b);
}

function compareValues(
  a: string | number,
  b: string | number,
  compare: (a: string, b: string) => number
): number {
  return typeof a === 'number' && typeof b === 'number' ? a - b : compare(String(a), String(b));
}

export function nextSort(sort: TableSort | undefined, key: string): TableSort | undefined {
  if (sort?.key !== key) return { key, direction: 'ascending' };
  return sort.direction === 'ascending' ? { key, direction: 'descending' } : undefined;
}
