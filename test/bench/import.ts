/** Reading a file of 50,000 rows, with every cell judged, against papaparse, which only splits the text. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import Papa from 'papaparse';
import { tableFile } from '#lib/ui/file/file-table.ts';
import { COMPANY_COLUMNS, readCompanies } from '#lib/domain/company/read-companies.ts';
import type { CalendarDate } from '#lib/domain/ids.ts';
import type { PlanLog } from '#lib/domain/lists/read-groups.ts';
import { eachRow, type Table, type TableRow } from '#lib/domain/lists/read-table.ts';
import { unwrap, type Problem } from '#lib/domain/result.ts';
import { sha256Uuid } from '#lib/domain/sha256.ts';
import { PackedList } from '#lib/import/packed-list.ts';
import { readFile, readTables } from '#lib/import/read-file.ts';
import { planImport, type PlannedItem } from '#lib/import/run-import.ts';
import { arranged, planOf } from '../samples/tables.ts';
import { median, round, type Row } from './row.ts';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

const ROWS = 50_000;
const RUNS = 5;
const HEAD =
  'name,address,country,national number,roles,responsible person,office,licence,operations,substances,schedules,licence start,licence end,conditions';

function companiesOf(count: number): string {
  const rows = Array.from(
    { length: count },
    (_, at) =>
      `Company ${at},"${at} Quay Street, Perth",AU,N-${at},importer,Ada North,Pharmacist,L-${at},import,morphine,1961-I,2026-01-01,2027-12-31,none`
  );
  return [HEAD, ...rows].join('\n');
}

/** Of this process alone: other work on the machine counts for neither side. */
function timeOf(work: () => void): number {
  collect();
  const began = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(began);
  return (user + system) / 1000;
}

/** Everything up to typed rows, with each problem. */
function readAll(bytes: Uint8Array): number {
  const problems: Problem[] = [];
  const table = arranged(COMPANY_COLUMNS, unwrap(readTables(bytes)));
  const rows = [...eachRow(COMPANY_COLUMNS, table, { substanceOf: (name) => name }, problems)];
  return rows.length + problems.length;
}

/** Most bytes in use while rows pass by, a thousand at a time, and nobody keeps them. */
function heapOf(bytes: Uint8Array): number {
  collect();
  const before = process.memoryUsage().heapUsed;
  let [most, count] = [0, 0];
  readFile(bytes, undefined, () => ({
    row: () => {
      if (++count % 5000 !== 0) return;
      collect();
      most = Math.max(most, process.memoryUsage().heapUsed - before);
    },
    problem: () => undefined
  }));
  return most / 1e6;
}

const planCompanies = (table: Table, log: PlanLog) =>
  readCompanies(
    table,
    [],
    {
      substanceOf: (name) => name,
      today: '2026-11-30' as CalendarDate,
      newId: (key) => `company:${sha256Uuid(key)}`
    },
    log
  );

/** Most bytes in use while the page has the file and makes its plan, with all that it holds at the end. */
async function heapOfPlan(bytes: Uint8Array): Promise<number> {
  collect();
  const inUse = (): number => {
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    return heapUsed + arrayBuffers;
  };
  const before = inUse();
  let [most, turn] = [0, 0];
  const look = (): void => {
    if (++turn % 20 !== 0) return;
    collect();
    most = Math.max(most, inUse() - before);
  };
  const rows = new PackedList<TableRow>();
  readFile(bytes, undefined, () => ({
    row: (no, cells) => rows.push({ no, cells }),
    problem: () => undefined
  }));
  const table = arranged(COMPANY_COLUMNS, [{ rows, problems: [], is1904: false }]);
  const plan = await planImport(
    {
      columns: COMPANY_COLUMNS,
      plan: (table, _name, log) => Promise.resolve(plannedCompanies(table, log))
    },
    table,
    'companies.csv',
    { isStopped: () => false, tell: look }
  );
  collect();
  most = Math.max(most, inUse() - before);
  if (plan?.items.length !== plan?.rowCount) throw new Error('Not every row is planned');
  return most / 1e6;
}

function* plannedCompanies(table: Table, log: PlanLog): Iterable<PlannedItem | null> {
  for (const one of planCompanies(table, log))
    yield one && { row: one.row, name: one.company.name, about: one.company.address, document: one.company };
}

export async function benchImport(): Promise<readonly Row[]> {
  const [half, whole] = [companiesOf(ROWS / 2), companiesOf(ROWS)];
  const encoder = new TextEncoder();
  const [halfBytes, bytes] = [encoder.encode(half), encoder.encode(whole)];
  const [ours, bare, halves]: number[][] = [[], [], []];
  for (let run = 0; run < RUNS; run++) {
    bare!.push(timeOf(() => void Papa.parse(new TextDecoder().decode(bytes), { skipEmptyLines: true })));
    ours!.push(timeOf(() => void readAll(bytes)));
    halves!.push(timeOf(() => void readAll(halfBytes)));
  }
  const cells = Papa.parse<string[]>(whole).data;
  const workbook = await tableFile('xlsx', { name: 'Companies', head: cells[0]!, rows: cells.slice(1) });
  const packed = new Uint8Array(await workbook.arrayBuffer());
  const sheet = timeOf(() => void readAll(packed));
  const dryRun = timeOf(() => {
    const table = arranged(COMPANY_COLUMNS, unwrap(readTables(bytes)));
    planOf((log) => planCompanies(table, log));
  });
  const [heapOfHalf, heap] = [heapOf(halfBytes), heapOf(bytes)];
  const heapOfFew = await heapOfPlan(encoder.encode(companiesOf(ROWS / 5)));
  const heapOfAll = await heapOfPlan(bytes);
  const [time, floor] = [median(ours!), median(bare!)];
  const row = (name: string, figures: Partial<Row> & Pick<Row, 'ours'>): Row => ({
    name,
    reference: null,
    unit: 'ms',
    ratio: null,
    goal: null,
    growth: null,
    ...figures
  });
  return [
    row('50,000 rows of CSV read and judged, to papaparse', {
      ours: round(time),
      reference: round(floor),
      ratio: round(time / floor),
      goal: 3,
      growth: round(time / median(halves!))
    }),
    row('50,000 rows of XLSX read and judged', {
      ours: round(sheet),
      reference: round(floor),
      ratio: round(sheet / floor)
    }),
    row('50,000 companies: dry run with names compared', { ours: round(dryRun) }),
    row('heap while 50,000 rows pass, to 25,000', {
      ours: round(heap),
      reference: round(heapOfHalf),
      unit: 'MB',
      growth: round(heap / heapOfHalf)
    }),
    row('page with the plan of 50,000 companies, to 10,000', {
      ours: round(heapOfAll),
      reference: round(heapOfFew),
      unit: 'MB',
      growth: round(heapOfAll / heapOfFew)
    })
  ];
}
