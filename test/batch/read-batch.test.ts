/** Orders in a spreadsheet: a dry run that names the row, the column and the problem. */
import { beforeAll, describe, expect, test } from 'vitest';
import {
  BATCH_KINDS,
  batchColumns,
  readBatch as planBatch,
  sampleTable,
  type BatchKind,
  type BatchReader
} from '#lib/batch/read-batch.ts';
import { listKnownParties, partiesFor } from '#lib/authorization/known-parties.ts';
import { bareNumber } from '#lib/domain/act/run-together.ts';
import { readAuthorization } from '#lib/domain/act/stand-in.ts';
import type { ExportContext } from '#lib/domain/authorization/judge-context.ts';
import type { BoxName } from '#lib/domain/authorization/form-fields.ts';
import type { CountriesByName } from '#lib/domain/authorization/address-country.ts';
import type { CountryCode } from '#lib/domain/ids.ts';
import type { Table } from '#lib/domain/lists/read-table.ts';
import { unwrap } from '#lib/domain/result.ts';
import { addTo } from '#lib/domain/groups.ts';
import { loadNamesInAddresses } from '#lib/i18n/country-tables.ts';
import { boxLabel, pharmaceuticalWord } from '#lib/i18n/form-words.ts';
import { locales } from '#lib/i18n/locale.ts';
import { m } from '#lib/i18n/messages.ts';
import { problemText } from '#lib/i18n/problem-text.ts';
import { readTables } from '#lib/import/read-file.ts';
import { tableFile, type Cell } from '#lib/ui/file/file-table.ts';
import { aLine, anImportAuthorization } from '../samples/acts.ts';
import { aCompany } from '../samples/companies.ts';
import { aContext } from '../samples/forms.ts';
import { aPaperImport } from '../samples/papers.ts';
import { arranged, planOf } from '../samples/tables.ts';

const AU = 'AU' as CountryCode;
const [IMPORT, EXPORT] = BATCH_KINDS;
let countries: CountriesByName;
beforeAll(async () => {
  countries = await loadNamesInAddresses();
});

const companies = [
  aCompany(1, { name: 'Southern Cross Hospital Supplies Pty Ltd', address: '12 Harbour Street, Sydney' }),
  aCompany(2, { name: 'Alpenpharma AG', address: 'Rheinweg 4, 4051 Basel', country: 'CH', licences: [] })
];
const reader = (over: Partial<BatchReader> = {}): BatchReader => ({
  kind: IMPORT,
  context: () => aContext(),
  known: partiesFor('import-authorization', AU, listKnownParties([], companies)),
  countries,
  imports: new Map(),
  isHere: () => false,
  isIssued: () => false,
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
  rows: readonly (readonly Cell[])[],
  of: BatchKind = IMPORT
): Promise<Table> {
  const file = await tableFile(kind, { name: 'Orders', head, rows });
  const tables = unwrap(readTables(new Uint8Array(await file.arrayBuffer())));
  return arranged(batchColumns({ kind: of }), tables);
}
const readBatch = (table: Table, reader: BatchReader) => planOf((log) => planBatch(table, reader, log));
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

  test('with 17 faults: each is named with its row and column, and only the other rows can be loaded', async () => {
    const rows = Array.from({ length: 200 }, (_, at) => {
      const fault = FAULTS.find(([row]) => row === at + 2);
      return fault ? but(fault[1], fault[2]) : order(at + 2);
    });
    const found = await read(rows);
    expect(told(found)).toEqual(FAULTS.flatMap(([row, , , ...codes]) => codes.map((one) => `${row} ${one}`)));
    expect(found.rowCount).toBe(200);
    const faulty = new Set(FAULTS.map(([row]) => row));
    const sound = rows.map((_, at) => at + 2).filter((row) => !faulty.has(row));
    expect(found.added.map(({ row }) => row)).toEqual(sound);
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

test.each(BATCH_KINDS)('no heading names two columns of an %s', (kind) => {
  const names = batchColumns({ kind }).flatMap(({ alsoNamed = [], name }) => [
    ...new Set([name, ...alsoNamed])
  ]);
  expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
});

test('the sample file is read as it is', async () => {
  const { head, rows } = sampleTable({ kind: IMPORT });
  const found = readBatch(await tableOf('xlsx', head, rows), reader());
  expect(told(found)).toEqual([]);
  expect(found.added).toHaveLength(1);
  expect(found.added[0]?.lines).toHaveLength(2);
});

describe('A file of export authorizations', () => {
  const FROM = 'Import authorization';
  const WHY = 'Reason for the emergency export';
  const DATED = 'Date of the import authorization';
  const head = [FROM, DATED, 'Importing country', 'Valid until', 'Importer', ...HEAD.slice(4), WHY];
  const whole = anImportAuthorization({
    over: { consignments: 0, lines: [aLine({ stated: '1000000000' })] }
  });
  const once = anImportAuthorization({ over: { number: 'AU/2026/0007', validUntil: '2027-06-30' } });
  const again = anImportAuthorization({ over: { number: 'AU 2026 0007', issuedOn: '2026-09-30' } });
  const paper = readAuthorization(aPaperImport({ number: 'P 4/2026' })) as typeof whole;
  const acts = [whole, once, again, paper];
  const held = (over: Partial<ExportContext> = {}, more: Partial<BatchReader> = {}): BatchReader => {
    const imports = new Map<string, (typeof acts)[number][]>();
    for (const act of acts) addTo(imports, bareNumber(act.body.number), act);
    return reader({
      kind: EXPORT,
      context: ({ importAct }) => ({
        ...aContext({ country: 'CH' as CountryCode }),
        importAct: acts.find(({ _id }) => _id === importAct) ?? null,
        ...over
      }),
      known: partiesFor(EXPORT, 'CH' as CountryCode, listKnownParties([], companies)),
      imports,
      ...more
    });
  };
  const row = (grams: Cell, over: Readonly<Record<string, Cell>> = {}): Cell[] => {
    const cells: Readonly<Record<string, Cell>> = {
      [FROM]: whole.body.number,
      [SUBSTANCE]: 'morphine sulfate (2:1) pentahydrate',
      'Pharmaceutical form': 'ampoule',
      Quantity: grams,
      Unit: 'g',
      ...over
    };
    return head.map((name) => cells[name] ?? '');
  };
  const readExports = async (rows: readonly Cell[][], from = held()) =>
    readBatch(await tableOf('xlsx', head, rows, EXPORT), from);

  test('begins each with the import authorization that it cites, however its number is separated', async () => {
    const found = await readExports([row(400), row(600, { [FROM]: 'au i 2026 000101 98' })]);
    expect([told(found), found.questions]).toEqual([[], []]);
    expect(
      found.added.map(({ fields }) => [fields['importAct'], fields['importerName'], fields['validUntil']])
    ).toEqual(Array(2).fill([whole._id, whole.body.importer.name, whole.body.validUntil]));
  });

  test.each<[what: string, cells: Readonly<Record<string, Cell>>, ...told: string[]]>([
    ['no number and no reason', { [FROM]: '' }, `${FROM} batch.reference.missing`],
    [
      'a number that is not on this device',
      { [FROM]: 'AU-I-2026-000101' },
      `${FROM} batch.reference.unknown`
    ],
    ['another date', { [DATED]: '2026-10-02' }, `${FROM} batch.reference.differs`],
    ['another country', { 'Importing country': 'FR' }, `${FROM} batch.reference.differs`],
    ['a number given twice', { [FROM]: again.body.number }, `${FROM} batch.reference.several`],
    ['a number and a reason', { [WHY]: 'Earthquake' }, `${WHY} export.emergency.cites`],
    [
      'a day after the import authorization ends',
      { 'Valid until': '2027-01-01' },
      'Valid until validity.pastImport'
    ],
    ['another importer', { Importer: 'Somebody Pty Ltd' }, 'Importer importer.differs'],
    ['other goods', { [SUBSTANCE]: 'codeine anhydrous base' }, `${SUBSTANCE} export.line.notInImport`],
    ['more than is left', { Quantity: 1001 }, 'Quantity export.line.exceedsImport'],
    [
      'more than the partner’s paper',
      { [FROM]: 'p42026', Quantity: 501 },
      'Quantity export.line.exceedsImport'
    ],
    [
      'an emergency to nowhere',
      { [FROM]: '', [WHY]: 'Flood' },
      'Importing country importingCountry.missing',
      'Importer importer.name.missing',
      'Importer’s address importer.address.missing',
      'Exporter exporter.name.missing',
      'Exporter’s address exporter.address.missing'
    ]
  ])('names the row, the column and the problem: %s', async (_what, cells, ...codes) => {
    const found = await readExports([row(5, cells)]);
    expect(told(found)).toEqual(codes.map((one) => `2 ${one}`));
    for (const problem of found.problems) expect(problemText(problem)).not.toContain(problem.code);
    expect(found.added).toEqual([]);
  });

  test('counts what the rows above take from the same import authorization', async () => {
    const found = await readExports([row(600), row(401), row(400), row(1)]);
    expect(told(found)).toEqual(['3 Quantity batch.row.exceeds', '5 Quantity batch.row.exceeds']);
    expect(found.problems.map(({ values }) => [values?.['remaining'], values?.['earlier']])).toEqual([
      [400_000_000, 2],
      [0, 4]
    ]);
    const salt = row(880, { [SUBSTANCE]: 'morphine sulfate (2:1) anhydrous' });
    expect(told(await readExports([salt, row(5)]))).toEqual(['3 Quantity batch.row.exceeds']);
    const dated = { [FROM]: once.body.number, [DATED]: once.body.issuedOn };
    expect(told(await readExports([row(1, dated), row(2, dated)]))).toEqual([
      `3 ${FROM} batch.row.consignments`
    ]);
  });

  test('counts what this device has exported already, but not its own rows that were issued since', async () => {
    const rows = [row(700), row(300)];
    const [first] = (await readExports(rows)).added;
    const remaining = { 1: { stated: 300_000_000, base: 300_000_000 } };
    const used = { remaining, consignmentsUsed: 1 };
    expect(told(await readExports(rows, held(used)))).toEqual(['2 Quantity export.line.exceedsImport']);
    const isOf = (id: string): boolean => id === first?._id;
    expect(await readExports(rows, held(used, { isHere: isOf, isIssued: isOf }))).toMatchObject({
      problems: [],
      sameCount: 1
    });
  });

  test('stopped for the importing country or cancelled, names it at the number', async () => {
    expect(told(await readExports([row(5)], held({ importCancelled: true })))).toEqual([
      `2 ${FROM} export.importCancelled`
    ]);
    expect(told(await readExports([row(5)], held({ importSuspended: true })))).toEqual([
      `2 ${FROM} export.importSuspended`
    ]);
  });

  test('the sample file is read as it is', async () => {
    const { head: names, rows } = sampleTable({ kind: EXPORT });
    const found = readBatch(await tableOf('xlsx', names, rows, EXPORT), held());
    expect(told(found).filter((one) => one.includes(' list.'))).toEqual([]);
  });
});

describe('Of nonsense the problem is told once', () => {
  test('a file without a needed column', async () => {
    const at = HEAD.indexOf('Quantity');
    const without = <T>(row: readonly T[]): T[] => row.filter((_, column) => column !== at);
    const found = await read([without(GOOD), without(GOOD)], without(HEAD));
    expect(told(found)).toEqual(['1 Quantity list.column.missing']);
  });

  test('a formula, which is nobody’s order', async () => {
    const csv = `${HEAD.join(',')}\n=1+1,Alpenpharma AG,CH,2027-01-31,57-27-2,powder,5,g`;
    const table = unwrap(readTables(new TextEncoder().encode(csv)))[0];
    const found = readBatch(table as Table, reader());
    expect(found.problems.map(({ code }) => code)).toContain('list.cell.formula');
    expect(found.added).toEqual([]);
  });
});

describe('Papers of a partner', () => {
  const HEADINGS = [
    'Authorization number',
    'Date of issue',
    'Importing country',
    'Issuing authority',
    'Address of the issuing authority',
    'Importer',
    'Importer’s address',
    'Exporter',
    'Exporter’s address',
    'Valid from',
    'Valid until',
    SUBSTANCE,
    'Pharmaceutical form',
    'Quantity',
    'Unit'
  ];
  const PAPER: readonly Cell[] = [
    ...['NZ 2026/17', new Date('2026-11-02'), 'New Zealand', 'Medsafe', 'Wellington'],
    ...['Kiwi Clinic', '1 Bay Street', 'southern cross hospital supplies pty ltd', '12 Harbour Street'],
    ...[
      new Date('2026-11-02'),
      new Date('2027-02-01'),
      'morphine sulfate (2:1) pentahydrate',
      'powder',
      500,
      'g'
    ]
  ];
  const readPapers = async (rows: readonly (readonly Cell[])[]) => {
    const file = await tableFile('xlsx', { name: 'Papers', head: HEADINGS, rows });
    const tables = unwrap(readTables(new Uint8Array(await file.arrayBuffer())));
    const table = arranged(batchColumns({ kind: IMPORT, isPaper: true }), tables);
    const known = partiesFor(EXPORT, AU, listKnownParties([], companies));
    return readBatch(table, reader({ isPaper: true, known }));
  };

  test('become drafts of records that an officer compares with the paper and signs', async () => {
    const found = await readPapers([PAPER]);
    expect(told(found)).toEqual([]);
    expect(found.added).toMatchObject([
      {
        fields: {
          paper: 'yes',
          number: 'NZ 2026/17',
          issuedOn: '2026-11-02',
          authorityName: 'Medsafe',
          importingCountry: 'NZ',
          importerName: 'Kiwi Clinic'
        },
        lines: [{ fields: { substance: 'morphine', quantity: '500', unit: 'g' } }]
      }
    ]);
    expect(found.added[0]?.fields['comparedBy'] ?? '').toBe('');
  });

  test('without what is printed on them name the row and the column', async () => {
    const without = (heading: string): Cell[] =>
      PAPER.map((cell, at) => (HEADINGS[at] === heading ? '' : cell));
    expect(told(await readPapers([without('Authorization number'), without('Issuing authority')]))).toEqual([
      '2 Authorization number list.cell.missing',
      '3 Issuing authority list.cell.missing'
    ]);
  });
});
