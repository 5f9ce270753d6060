import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareNames } from '#lib/i18n/format.ts';
import { locales } from '#lib/i18n/locale.ts';
import { nextSort, SortedRows, sortRows, type TableColumn } from '#lib/ui/table/table-column.ts';
import { rowByKey, rowsInSight, scrollToRow } from '#lib/ui/table/virtual-rows.ts';

describe('ten thousand rows', () => {
  it('are drawn as the few in sight and a few around them', () => {
    const slice = rowsInSight(10000, 36, 180000, 600);
    expect(slice.first).toBeLessThanOrEqual(5000);
    expect(slice.end).toBeGreaterThanOrEqual(5017);
    expect(slice.end - slice.first).toBeLessThan(40);
  });

  it('end where the rows end, also when the list became shorter than the scroll', () => {
    expect(rowsInSight(3, 36, 180000, 600)).toEqual({ first: 0, end: 3 });
    expect(rowsInSight(0, 36, 0, 600)).toEqual({ first: 0, end: 0 });
  });

  it('scroll only as far as the row needs to be whole in sight', () => {
    expect(scrollToRow(5, 36, 0, 600)).toBeUndefined();
    expect(scrollToRow(20, 36, 0, 600)).toBe(21 * 36 - 600);
    expect(scrollToRow(2, 36, 360, 600)).toBe(72);
  });

  it('are walked by the keys and never left by them', () => {
    expect(rowByKey('ArrowDown', 9999, 10000, 15)).toBe(9999);
    expect(rowByKey('ArrowUp', 0, 10000, 15)).toBe(0);
    expect(rowByKey('PageDown', 0, 10000, 15)).toBe(15);
    expect(rowByKey('End', 0, 10000, 15)).toBe(9999);
    expect(rowByKey('x', 0, 10000, 15)).toBeUndefined();
    expect(rowByKey('ArrowDown', 0, 0, 15)).toBeUndefined();
  });
});

describe('sorting', () => {
  interface Row {
    readonly name: string;
    readonly micrograms: number;
  }
  const columns: TableColumn<Row>[] = [
    { key: 'name', label: 'Name', sortBy: (row) => row.name },
    { key: 'quantity', label: 'Quantity', sortBy: (row) => row.micrograms },
    { key: 'note', label: 'Note' }
  ];
  const rows: Row[] = [
    { name: 'CH-10', micrograms: 5 },
    { name: 'CH-9', micrograms: 5 },
    { name: 'CH-2', micrograms: 1000 }
  ];
  const names = (sorted: readonly Row[]): string[] => sorted.map((row) => row.name);

  it('reads the figures inside a number by value: 9 before 10', () => {
    expect(names(sortRows(rows, columns, { key: 'name', direction: 'ascending' }))).toEqual([
      'CH-2',
      'CH-9',
      'CH-10'
    ]);
  });

  it('keeps the order of equal rows and touches no row of the list itself', () => {
    expect(names(sortRows(rows, columns, { key: 'quantity', direction: 'ascending' }))).toEqual([
      'CH-10',
      'CH-9',
      'CH-2'
    ]);
    expect(names(rows)).toEqual(['CH-10', 'CH-9', 'CH-2']);
  });

  it('goes up, down, and back to the list’s own order', () => {
    const first = nextSort(undefined, 'name');
    const second = nextSort(first, 'name');
    expect([first?.direction, second?.direction, nextSort(second, 'name')]).toEqual([
      'ascending',
      'descending',
      undefined
    ]);
  });

  it('by a column that cannot be sorted leaves the rows as they are', () => {
    expect(sortRows(rows, columns, { key: 'note', direction: 'ascending' })).toBe(rows);
  });
});

it('rows that change one by one are in the order in which all of them are sorted', () => {
  const columns = [
    { key: 'name', label: 'Name', sortBy: (row: { name: string }) => row.name },
    { key: 'size', label: 'Size', sortBy: (row: { size: number }) => row.size }
  ] as readonly TableColumn<{ name: string; size: number }>[];
  const row = fc.record({
    name: fc.constantFrom('Ärzte', 'arzte', 'AU-2', 'AU-10', 'Zug', 'zug', ''),
    size: fc.nat(3)
  });
  fc.assert(
    fc.property(fc.array(fc.tuple(row, fc.nat(30), fc.boolean()), { maxLength: 30 }), (changes) => {
      for (const key of ['name', 'size'])
        for (const direction of ['ascending', 'descending'] as const) {
          const kept = new SortedRows<{ name: string; size: number }>();
          let rows: readonly { name: string; size: number }[] = [];
          for (const [one, at, isGone] of changes) {
            rows = isGone
              ? rows.toSpliced(at % (rows.length + 1), 1)
              : rows.toSpliced(at % (rows.length + 1), 0, { ...one });
            const sorted = kept.in(rows, columns, { key, direction });
            const anew = sortRows(rows, columns, { key, direction });
            expect(sorted.every((each, index) => each === anew[index])).toBe(true);
          }
        }
    })
  );
});

it.each(locales)('numbers of one shape are in the order of the language %s', (locale) => {
  const kinds = [...'AEIXZ'];
  const part = (count: number) =>
    fc.array(fc.constantFrom(...'0123456789'), { minLength: count, maxLength: count });
  const country = fc.array(fc.constantFrom(...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'), { minLength: 2, maxLength: 2 });
  const number = fc
    .tuple(country, fc.constantFrom(...kinds), part(4), part(6), part(2))
    .map(([two, kind, ...digits]) => [two.join(''), kind, ...digits.map((one) => one.join(''))].join('-'));
  const columns: readonly TableColumn<string>[] = [{ key: 'number', label: 'Number', sortBy: (row) => row }];
  fc.assert(
    fc.property(fc.uniqueArray(number, { maxLength: 12 }), (rows) => {
      const inOrder = rows.toSorted((a, b) => compareNames(a, b, locale));
      expect(sortRows(rows, columns, { key: 'number', direction: 'ascending' })).toEqual(inOrder);
      const backwards = sortRows(rows, columns, { key: 'number', direction: 'descending' });
      expect(backwards).toEqual(inOrder.toReversed());
    })
  );
});
