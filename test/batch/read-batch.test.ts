/** Orders in a spreadsheet: a dry run that names the row, the column and the problem. */
import { beforeAll, describe, expect, test } from 'vitest';
import {
  batchColumns,
  MAX_BATCH_ROWS,
  readBatch,
  sampleTable,
  type BatchReader
} from '#lib/batch/read-batch.ts';
import { listKnownParties, partiesFor } from '#lib/authorization/known-parties.ts';
import type { BoxName } from '#lib/domain/authorization/form-fields.ts';
import type { CountriesByName } from '#lib/domain/authorization/address-country.ts';
import type { CountryCode } from '#lib/domain/ids.ts';
import { chooseTable, type Table } from '#lib/domain/lists/read-table.ts';
import { unwrap } from '#lib/domain/result.ts';
import { loadNamesInAddresses } from '#lib/i18n/country-names.ts';
import { boxLabel, pharmaceuticalWord } from '#lib/i18n/form-words.ts';
import { locales } from '#lib/i18n/locale.ts';
import { m } from '#lib/i18n/messages.ts';
import { problemText } from '#lib/i18n/problem-text.ts';
import { readListFile } from '#lib/lists/read-file.ts';
import { tableFile, type Cell } from '#lib/ui/file/file-table.ts';
import { aCompany } from '../samples/companies.ts';
import { aContext } from '../samples/forms.ts';

const AU = 'AU' as CountryCode;
let countries: CountriesByName;
beforeAll(async () => {
  countries = await loadNamesInAddresses();
});

const companies = [
  aCompany(1, { name: 'Southern Cross Hospital Supplies Pty Ltd', address: '12 Harbour Street, Sydney' }),
  aCompany(2, { name: 'Alpenpharma AG', address: 'Rheinweg 4, 4051 Basel', country: 'CH', licences: [] })
];
const reader = (over: Partial<BatchReader> = {}): BatchReader => ({
  context: () => aContext(),
  known: partiesFor('import-authorization', AU, listKnownParties([], companies)),
  countries,
  isHere: () => false,
  ...over
});

const SUBSTANCE = 'Substance and form';
const HEAD = [
  'Importer',
  'Exporter',
  'Exporting country',
  'Valid until',
  SUBSTANCE,
  'Pharmaceutical form',
  'Quantity',
  'Unit'
];
const GOOD: readonly Cell[] = [
  'southern cross hospital supplies pty ltd',
  'Alpenpharma AG',
  'Switzerland',
  new Date('2027-01-31'),
  'morphine sulfate (2:1) pentahydrate',
  'powder',
  500,
  'g'
];
const but = (column: string, cell: Cell): Cell[] => GOOD.map((one, at) => (HEAD[at] === column ? cell : one));

async function tableOf(
  kind: 'csv' | 'xlsx',
  head: readonly string[],
  rows: readonly (readonly Cell[])[]
): Promise<Table> {
  const file = await tableFile(kind, { name: 'Orders', head, rows });
  const tables = unwrap(readListFile(new Uint8Array(await file.arrayBuffer())));
  return unwrap(chooseTable(batchColumns(), tables));
}
const read = async (rows: readonly (readonly Cell[])[], head = HEAD, over: Partial<BatchReader> = {}) =>
  readBatch(await tableOf('xlsx', head, rows), reader(over));

const told = ({ problems }: ReturnType<typeof readBatch>): readonly string[] =>
  problems.map(({ code, values }) => `${String(values?.['row'])} ${String(values?.['column'])} ${code}`);

/** Row of the file, the faulty cell, and what the dry run says about it. */
const FAULTS: readonly (readonly [row: number, column: string, cell: Cell, ...told: string[]])[] = [
  [5, 'Importer', '', 'Importer list.cell.missing'],
  [12, 'Exporter', '', 'Exporter list.cell.missing'],
  [23, 'Exporting country', 'Atlantis', 'Exporting country list.cell.country'],
  [
    31,
    'Exporting country',
    'AU',
    'Exporting country authorization.countries.same',
    'Exporter’s address exporter.address.missing'
  ],
  [44, 'Valid until', '31/01/2027', 'Valid until list.cell.date'],
  [
    58,
    'Valid until',
    new Date('2026-01-31'),
    'Valid until authorization.validity.reversed',
    'Valid until validity.past'
  ],
  [69, 'Valid until', new Date('2031-01-31'), 'Valid until validity.tooLong'],
  [77, SUBSTANCE, 'unobtainium', `${SUBSTANCE} list.cell.substance`],
  [90, SUBSTANCE, 'morphine', `${SUBSTANCE} apply.rows.several`],
  [104, SUBSTANCE, '', `${SUBSTANCE} list.cell.missing`],
  [118, 'Pharmaceutical form', 'cake', 'Pharmaceutical form apply.rows.form'],
  [127, 'Quantity', 'much', 'Quantity quantity.unreadable'],
  [139, 'Quantity', '1.500', 'Quantity quantity.ambiguous'],
  [150, 'Quantity', 0, 'Quantity quantity.zero'],
  [163, 'Unit', 'lb', 'Unit quantity.unit.unknown'],
  [181, 'Unit', '', 'Unit list.cell.missing'],
  [200, 'Importer', 'Nobody Pty Ltd', 'Importer’s address importer.address.missing']
];

describe('A file of 200 orders', () => {
  const order = (row: number): readonly Cell[] => but('Quantity', row);

  test('with 17 faults: each is named with its row and column, and nothing is saved', async () => {
    const rows = Array.from({ length: 200 }, (_, at) => {
      const fault = FAULTS.find(([row]) => row === at + 2);
      return fault ? but(fault[1], fault[2]) : order(at + 2);
    });
    const found = await read(rows);
    expect(told(found)).toEqual(FAULTS.flatMap(([row, , , ...codes]) => codes.map((one) => `${row} ${one}`)));
    expect(found).toMatchObject({ rowCount: 200, faultyRowCount: 17, added: [] });
    // Every problem has its sentence.
    for (const problem of found.problems) expect(problemText(problem)).not.toContain(problem.code);
  });

  test('without a fault becomes 200 drafts, with the companies as the register knows them', async () => {
    const found = await read(Array.from({ length: 200 }, (_, at) => order(at + 2)));
    expect(told(found)).toEqual([]);
    expect(found.added).toHaveLength(200);
    expect(found.added[0]).toMatchObject({
      fields: {
        importerName: 'southern cross hospital supplies pty ltd',
        importerAddress: '12 Harbour Street, Sydney',
        importerLicence: 'L-0012',
        exporterAddress: 'Rheinweg 4, 4051 Basel',
        exporterCountry: 'CH',
        exportingCountry: 'CH',
        validUntil: '2027-01-31'
      },
      lines: [
        {
          fields: {
            substance: 'morphine',
            form: 'sulfate-2-1-pentahydrate',
            pharmaceuticalForm: 'powder',
            quantity: '2',
            unit: 'g'
          }
        }
      ]
    });
  });

  test('chosen again adds no draft that is here, and two equal rows are two drafts and a question', async () => {
    const rows = [order(2), order(3), order(3)];
    const first = await read(rows);
    expect(first.questions.map(({ code, values }) => [code, values?.['row'], values?.['earlier']])).toEqual([
      ['batch.row.twice', 4, 3]
    ]);
    const here = new Set(first.added.map(({ _id }) => _id));
    expect(here.size).toBe(3);
    expect(await read(rows, HEAD, { isHere: (id) => here.has(id) })).toMatchObject({
      added: [],
      sameCount: 3
    });
  });
});

test('rows with one number are lines of one authorization, and must not contradict each other', async () => {
  const head = ['No. in this file', ...HEAD];
  const rows = [GOOD, but('Importer', ''), but(SUBSTANCE, 'codeine anhydrous base')].map((row) => [
    'A 1',
    ...row
  ]);
  const blank = rows.map((row, at) =>
    at === 0 ? row : row.map((cell, column) => (head[column] === 'Valid until' ? '' : cell))
  );
  const found = await read([blank[0] ?? [], blank[2] ?? []], head);
  expect(told(found)).toEqual([]);
  expect(found.added.map(({ lines }) => lines.map(({ fields }) => fields['substance']))).toEqual([
    ['morphine', 'codeine']
  ]);
  const other = ['A 1', ...but('Valid until', new Date('2027-02-01'))];
  expect(told(await read([rows[0] ?? [], other], head))).toEqual(['3 Valid until batch.row.differs']);
});

test('a substance is known by its INCB code or CAS number, and a figure with its unit needs no unit', async () => {
  const row = but('Quantity', '1,5 kg').map((cell, at) => (HEAD[at] === 'Unit' ? '' : cell));
  const goods = async (name: string) => {
    const cells = row.map((cell, at) => (HEAD[at] === SUBSTANCE ? name : cell));
    const found = await read([cells]);
    return found.added[0]?.lines[0]?.fields ?? told(found);
  };
  expect(await goods('57-27-2')).toMatchObject({
    substance: 'morphine',
    form: 'base',
    quantity: '1,5',
    unit: 'kg'
  });
  // Each of its forms has a factor of its own, and none is guessed.
  expect(await goods('PF005')).toEqual([`2 ${SUBSTANCE} apply.rows.several`]);
});

test('a number of the spreadsheet has one reading, whatever the country', async () => {
  expect((await read([but('Quantity', 1.234)])).added[0]?.lines[0]?.fields['quantity']).toBe('1.2340');
});

test.each(locales)('a file with headings in the language %s is read', async (locale) => {
  const words = [
    ...['importer', 'exporter', 'exportingCountry'].map((name) =>
      boxLabel('import-authorization', name as BoxName, locale)
    ),
    ...[
      m.authorization_valid_until,
      m.authorization_substance,
      m.authorization_pharmaceutical_form,
      m.authorization_quantity,
      m.authorization_unit
    ].map((word) => word({}, { locale }))
  ];
  const row = but('Pharmaceutical form', pharmaceuticalWord('powder', locale));
  const found = readBatch(await tableOf('csv', words, [row]), reader());
  expect(told(found)).toEqual([]);
  expect(found.added).toHaveLength(1);
});

test('no heading names two columns', () => {
  const names = batchColumns().flatMap(({ alsoNamed = [], name }) => [...new Set([name, ...alsoNamed])]);
  expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
});

test('the sample file is read as it is', async () => {
  const { head, rows } = sampleTable();
  const found = readBatch(await tableOf('xlsx', head, rows), reader());
  expect(told(found)).toEqual([]);
  expect(found.added).toHaveLength(1);
  expect(found.added[0]?.lines).toHaveLength(2);
});

describe('Of nonsense the problem is told once', () => {
  test('a file without a needed column', async () => {
    const at = HEAD.indexOf('Quantity');
    const without = <T>(row: readonly T[]): T[] => row.filter((_, column) => column !== at);
    const found = await read([without(GOOD), without(GOOD)], without(HEAD));
    expect(told(found)).toEqual(['1 Quantity list.column.missing']);
  });

  test('more rows than one person can review', async () => {
    const found = await read(Array.from({ length: MAX_BATCH_ROWS + 1 }, () => GOOD));
    expect(found.problems.map(({ code }) => code)).toEqual(['batch.many']);
  });

  test('a formula, which is nobody’s order', async () => {
    const csv = `${HEAD.join(',')}\n=1+1,Alpenpharma AG,CH,2027-01-31,57-27-2,powder,5,g`;
    const table = unwrap(readListFile(new TextEncoder().encode(csv)))[0];
    const found = readBatch(table as Table, reader());
    expect(found.problems.map(({ code }) => code)).toContain('list.cell.formula');
    expect(found.added).toEqual([]);
  });
});
