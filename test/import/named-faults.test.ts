/** A file of 50,000 companies with 17 kinds of faults: each is named with its row and column, and the others are loaded. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { statusOf } from '#lib/domain/company/company.ts';
import { COMPANY_COLUMNS, readCompanies } from '#lib/domain/company/read-companies.ts';
import { CURRENT_EDITION } from '#lib/domain/goods/substance.ts';
import { keyOfSubstance } from '#lib/domain/goods/substance-search.ts';
import type { CalendarDate } from '#lib/domain/ids.ts';
import type { PlanLog } from '#lib/domain/lists/read-groups.ts';
import type { Table, TableRow } from '#lib/domain/lists/read-table.ts';
import { unwrap, type Problem } from '#lib/domain/result.ts';
import { sha256Uuid } from '#lib/domain/sha256.ts';
import { problemText } from '#lib/i18n/problem-text.ts';
import { PackedList, PIECE } from '#lib/import/packed-list.ts';
import { problemFile } from '#lib/import/problem-file.ts';
import { readFile } from '#lib/import/read-file.ts';
import {
  continueImport,
  keptImports,
  planImport,
  startImport,
  undoImport,
  type ImportPlan,
  type PlannedItem
} from '#lib/import/run-import.ts';
import { csvOf } from '#lib/ui/file/file-table.ts';
import { openWorld, PASSPHRASE, type Device, type World } from '../store/world.ts';
import { arranged } from '../samples/tables.ts';

const ROWS = 50_000;
const HEAD = COMPANY_COLUMNS.map(({ name }) => name);
type Cells = Readonly<Record<string, string>>;

const goodRow = (row: number): Cells => ({
  name: `Company ${row}`,
  address: `${row} Quay Street`,
  country: 'AU',
  'national number': `N-${row}`,
  roles: 'importer',
  licence: `L-${row}`,
  operations: 'import; storage',
  substances: 'morphine',
  schedules: '1961-I',
  'licence start': '2026-01-01',
  'licence end': '31/12/2027'
});

/** Row of the file, the cells that are wrong, and each answer with its column. */
const FAULTS: readonly (readonly [kind: string, row: number, cells: Cells, ...answers: string[]])[] = [
  ['no name', 7, { name: '' }, 'name list.cell.missing'],
  ['no address', 2_001, { address: '' }, 'address list.cell.missing'],
  ['an unknown country', 3_500, { country: 'XX' }, 'country list.cell.country'],
  ['an unknown role', 5_119, { roles: 'smuggler' }, 'roles company.word.unknown'],
  ['an unknown operation', 8_000, { operations: 'fly' }, 'operations company.word.unknown'],
  ['an unknown substance', 9_999, { substances: 'unobtainium' }, 'substances list.cell.substance'],
  ['an unknown schedule', 12_345, { schedules: '1961-IX' }, 'schedules company.word.unknown'],
  ['a day that does not exist', 15_000, { 'licence start': '2026-02-30' }, 'licence start list.cell.date'],
  ['a date in another order', 18_018, { 'licence end': '12/31/2027' }, 'licence end list.cell.date'],
  ['an end before the start', 20_000, { 'licence end': '31/12/2025' }, 'licence end company.licence.period'],
  ['a licence without a start', 23_232, { 'licence start': '' }, 'licence start list.cell.missing'],
  ['a licence for nothing', 27_000, { operations: '' }, 'operations list.cell.missing'],
  ['a formula', 30_303, { conditions: '=1+1' }, 'N list.cell.formula'],
  [
    'a sign that turns the direction',
    34_567,
    { name: 'Company \u202ektL' },
    'A list.cell.strange',
    'name company.text.unreadable'
  ],
  ['more cells than headings', 40_000, { more: 'x' }, ' list.row.long'],
  [
    'a licence without substances and schedules',
    45_454,
    { substances: '', schedules: '' },
    'substances company.licence.scope.missing'
  ],
  ['a number that is too long', 50_001, { 'national number': 'N'.repeat(81) }, 'name company.row.unreadable']
];

/** As the page holds it: packed. */
function packedTable(bytes: Uint8Array): Table {
  const rows = new PackedList<TableRow>();
  const problems: Problem[] = [];
  unwrap(
    readFile(bytes, undefined, () => ({
      row: (no, cells) => rows.push({ no, cells }),
      problem: (problem) => void problems.push(problem)
    }))
  );
  return arranged(COMPANY_COLUMNS, [{ rows, problems, is1904: false }], { dateOrder: 'dmy' });
}

describe('a file of 50,000 companies', () => {
  const quoted = (cell = ''): string => `"${cell.replace(/"/g, '""')}"`;
  const faultOf = new Map(FAULTS.map(([, row, cells]) => [row, cells]));
  const lines = Array.from({ length: ROWS }, (_, at) => {
    const cells: Cells = { ...goodRow(at + 2), ...faultOf.get(at + 2) };
    return [...HEAD, ...('more' in cells ? ['more'] : [])].map((name) => quoted(cells[name])).join(',');
  });
  const table = packedTable(new TextEncoder().encode([HEAD.join(','), ...lines].join('\r\n')));
  const kind = {
    columns: COMPANY_COLUMNS,
    plan: (table: Table, _name: string, log: PlanLog) => Promise.resolve(companiesOf(table, log))
  };
  let told = 0;
  let plan: ImportPlan;
  let world: World;
  let device: Device;
  beforeAll(async () => {
    const watch = { isStopped: () => false, tell: (rows: number) => (told = rows) };
    plan = (await planImport(kind, table, 'companies.csv', watch))!;
    world = await openWorld();
    device = await world.administrator('au.administrator');
  });
  afterAll(() => world.close());

  test('with 17 kinds of faults has an answer for each, with its row and column, and for nothing else', () => {
    expect(new Set(FAULTS.map(([kind]) => kind)).size).toBe(17);
    const told = Array.from(
      plan.problems,
      ({ code, values }) => `${String(values?.['row'])} ${String(values?.['column'])} ${code}`
    );
    expect(told).toEqual(FAULTS.flatMap(([, row, , ...answers]) => answers.map((one) => `${row} ${one}`)));
    for (const problem of plan.problems) expect(problemText(problem)).not.toContain(problem.code);
  });

  test('lets the other rows be loaded, and says how far it is', () => {
    expect(plan.rowCount).toBe(ROWS);
    expect(plan.items).toHaveLength(ROWS - FAULTS.length);
    expect(told).toBeGreaterThan(ROWS / 2);
    // Any place of the list is in reach.
    for (const at of [40_000, 3, 40_001, ROWS - FAULTS.length - 1]) {
      const { row, name } = plan.items.at(at)!;
      expect(name).toBe(`Company ${row}`);
    }
  });

  test('is saved again with its own columns and the problem of each row, and no cell becomes a formula', () => {
    const file = problemFile(table, plan.problems);
    expect(file.head.slice(0, HEAD.length)).toEqual(HEAD);
    expect(file.rows).toHaveLength(ROWS);
    // A corrected copy is read again: the marks of direction of the screen would be control characters.
    expect(JSON.stringify(file.rows)).not.toMatch(/[\u2066-\u2069]/);
    const told = file.rows.flatMap((cells, at) => (cells.at(-1) === null ? [] : [at + 2]));
    expect(told).toEqual(FAULTS.map(([, row]) => row));
    const line = csvOf({ ...file, rows: [file.rows[30_303 - 2] ?? []] }).split('\r\n')[1];
    expect(line).toContain(`"'=1+1"`);
  });

  test('of which a person chooses the rows around each fault: those are written, also after the tab closes, and undone', async () => {
    const near = new Set(FAULTS.flatMap(([, row]) => Array.from({ length: 41 }, (_, at) => row - 20 + at)));
    const chosen = Array.from(plan.items).filter(({ row }) => near.has(row));
    const namesHere = (status: string) =>
      device.store.companies().flatMap((one) => (statusOf(one) === status ? one.name : []));
    let done = 0;
    const stopping = { isStopped: () => done > 0, tell: (count: number) => (done = count) };
    const of = { of: 'company', name: 'companies.csv' };
    const cut = unwrap(await startImport(device.store, of, chosen, stopping));
    expect([cut.done, namesHere('active').length]).toEqual([PIECE, PIECE]);
    await device.killTab();
    unwrap(await device.store.choose('au.administrator'));
    unwrap(await device.store.unlock(PASSPHRASE));
    const [kept] = keptImports(device.store);
    expect(kept).toMatchObject({ count: chosen.length, done: PIECE });
    const toTheEnd = { isStopped: () => false, tell: () => undefined };
    unwrap(await continueImport(device.store, kept!, toTheEnd));
    const names = chosen.map(({ name }) => name).sort();
    expect(namesHere('active').sort()).toEqual(names);
    expect(unwrap(await undoImport(device.store, kept!, 'undone'))).toEqual({
      removed: chosen.length,
      changed: 0
    });
    expect([namesHere('active'), namesHere('ended').sort()]).toEqual([[], names]);
    expect(device.store.documents('kept:import')).toEqual([]);
  });
});

function* companiesOf(table: Table, log: PlanLog): Iterable<PlannedItem | null> {
  const reader = {
    substanceOf: (name: string) => keyOfSubstance(name, CURRENT_EDITION),
    today: '2026-11-30' as CalendarDate,
    newId: (key: string) => `company:${sha256Uuid(key)}`
  };
  for (const one of readCompanies(table, [], reader, log))
    yield one && { row: one.row, name: one.company.name, about: '', document: one.company };
}
