import { describe, expect, test } from 'vitest';
import {
  arrangeTable,
  belowTitle,
  LEFT_OUT,
  suggestMapping,
  type Arrangement
} from '#lib/domain/lists/arrange-table.ts';
import type { Cell, Column } from '#lib/domain/lists/columns.ts';
import { toTheEnd } from '../../samples/tables.ts';

const COLUMNS: readonly Column[] = [
  {
    name: 'Importer',
    member: 'importer',
    as: 'text',
    isNeeded: true,
    alsoNamed: ['Importateur', 'المستورد']
  },
  { name: 'Date of issue', member: 'issued', as: 'date' },
  { name: 'Quantity', member: 'quantity', as: 'figure', alsoNamed: ['Quantité', 'Количество'] },
  { name: 'Grams', member: 'grams', as: 'grams' }
];

const arrange = (rows: readonly (readonly Cell[])[], over: Partial<Arrangement> = {}) => {
  const [head = []] = rows;
  const table = { rows: rows.map((cells, at) => ({ no: at + 1, cells })), problems: [], is1904: false };
  return toTheEnd(arrangeTable(table, COLUMNS, { mapping: suggestMapping(COLUMNS, head), ...over }));
};
const cellsOf = ({ table }: ReturnType<typeof arrange>) => [...table.rows].slice(1).map(({ cells }) => cells);

describe('the headings of a file', () => {
  test('are known in each language, without signs, accents and units', () => {
    expect(suggestMapping(COLUMNS, ['IMPORTATEUR', 'date_of_issue', 'quantite (kg)', 'Total'])).toEqual([
      'importer',
      'issued',
      'quantity',
      null
    ]);
    expect(suggestMapping(COLUMNS, ['المستورد', 'Количество', ''])).toEqual([
      'importer',
      'quantity',
      LEFT_OUT
    ]);
  });

  test('are found below a title, and each row keeps its number', () => {
    const rows = [['Register of 2026'], ['', ''], ['Importer', 'Quantity'], ['A', '5']];
    const faults = [1, 4].map((row) => ({ code: 'list.cell.merged', values: { row } }));
    const file = { rows: rows.map((cells, at) => ({ no: at + 1, cells })), problems: faults, is1904: false };
    const found = belowTitle(COLUMNS, file);
    expect([...found.rows].map(({ no }) => no)).toEqual([3, 4]);
    expect([found.rows.length, found.problems]).toEqual([2, faults.slice(1)]);
    const unknown = { ...file, rows: file.rows.filter(({ no }) => no !== 3) };
    expect(belowTitle(COLUMNS, unknown)).toBe(unknown);
  });

  test('mean what a person chose for them before', () => {
    const known = { total: 'quantity', note: LEFT_OUT };
    expect(suggestMapping(COLUMNS, ['Total', 'Note', 'Quantity'], known)).toEqual([
      'quantity',
      LEFT_OUT,
      null
    ]);
  });

  test('that nobody chose stay a problem, and left out columns go', () => {
    const { table } = arrange(
      [
        ['Importer', 'Total', 'Note'],
        ['A', 1, 'x']
      ],
      { mapping: ['importer', null, LEFT_OUT] }
    );
    expect([...table.rows].map(({ cells }) => cells)).toEqual([
      ['Importer', 'Total'],
      ['A', 1]
    ]);
    expect([...(table.original ?? [])][1]?.cells).toEqual(['A', 1, 'x']);
  });
});

describe('a date in another order', () => {
  const rows = [
    ['Importer', 'Date of issue'],
    ['A', '03/04/2026'],
    ['B', '2026-12-31'],
    ['C', '31.12.2026'],
    ['D', '2026-05-06T00:00:00Z'],
    ['E', '٠٣/٠٤/٢٠٢٦']
  ];
  const dates = (over: Partial<Arrangement>) => cellsOf(arrange(rows, over)).map(([, date]) => date);

  test('is asked, and never guessed', () => {
    expect(arrange(rows).askedDate).toBe('03/04/2026');
    expect(dates({})[0]).toBe('03/04/2026');
  });

  test('is read in the order that the person chose; what does not fit stays as it is', () => {
    expect(arrange(rows, { dateOrder: 'dmy' }).askedDate).toBeNull();
    expect(dates({ dateOrder: 'dmy' })).toEqual([
      '2026-04-03',
      '2026-12-31',
      '2026-12-31',
      '2026-05-06',
      '2026-04-03'
    ]);
    expect(dates({ dateOrder: 'mdy' })).toEqual([
      '2026-03-04',
      '2026-12-31',
      '31.12.2026',
      '2026-05-06',
      '2026-03-04'
    ]);
  });
});

describe('a number with two readings', () => {
  const rows = [
    ['Importer', 'Quantity', 'Grams'],
    ['A', '1.234,5 kg', '1,5'],
    ['B', '10', '10'],
    ['C', '2.5', '1.500']
  ];
  const figures = (over: Partial<Arrangement>) => cellsOf(arrange(rows, over)).map(([, ...cells]) => cells);

  test('is asked, and read with the sign that the person chose', () => {
    expect(arrange(rows).askedNumber).toBe('1.234,5 kg');
    expect(figures({ decimalSign: 'comma' })).toEqual([
      ['1234.5 kg', '1.5'],
      ['10', '10'],
      ['2.5', '1500']
    ]);
  });

  test('that does not fit the sign is a problem with its row and column', () => {
    const { table } = arrange(rows, { decimalSign: 'point' });
    expect(table.problems).toEqual([
      { code: 'list.cell.decimal', values: { row: 2, column: 'Quantity', found: '1.234,5 kg' } },
      { code: 'list.cell.decimal', values: { row: 2, column: 'Grams', found: '1,5' } }
    ]);
  });
});
