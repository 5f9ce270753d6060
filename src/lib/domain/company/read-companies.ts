/** Companies from a spreadsheet: a dry run. A row is a company, or one more licence of it; nothing is saved while a row has a problem. */
import { foldText } from '../act/typed-text.ts';
import { addTo } from '../groups.ts';
import type { CalendarDate, CountryCode, SubstanceKey } from '../ids.ts';
import type { Column, Reading } from '../lists/columns.ts';
import { readRows, type Row, type Table } from '../lists/read-table.ts';
import { TREATY_SCHEDULES } from '../act/kinds/national-practice.ts';
import type { Problem } from '../result.ts';
import { findMixedWord } from '../lookalike/find-lookalike.ts';
import { leftCompanies, openBook } from './company-book.ts';
import { Doubles } from './merge-companies.ts';
import { COMPANY_ROLES, OPERATIONS, parseCompany, type Company, type Licence } from './company.ts';
import { judgeCompany } from './judge-company.ts';

export const COMPANY_COLUMNS: readonly Column[] = [
  { name: 'name', member: 'name', as: 'text', isNeeded: true },
  { name: 'address', member: 'address', as: 'text', isNeeded: true },
  { name: 'country', member: 'country', as: 'country', isNeeded: true },
  { name: 'national number', member: 'nationalNumber', as: 'text' },
  { name: 'roles', member: 'roles', as: 'words' },
  { name: 'responsible person', member: 'responsible', as: 'text' },
  { name: 'office', member: 'office', as: 'text' },
  { name: 'licence', member: 'number', as: 'text' },
  { name: 'operations', member: 'operations', as: 'words' },
  { name: 'substances', member: 'substances', as: 'words' },
  { name: 'schedules', member: 'schedules', as: 'words' },
  { name: 'licence start', member: 'validFrom', as: 'date' },
  { name: 'licence end', member: 'validUntil', as: 'date' },
  { name: 'conditions', member: 'conditions', as: 'text' }
];

const MAX_TOLD = 200;

interface CompaniesRead {
  readonly problems: readonly Problem[];
  readonly added: readonly Company[];
  /** Companies of the register with what the file says in addition. */
  readonly changed: readonly Company[];
  readonly sameCount: number;
  /** New companies that look like another one: they can be saved all the same. */
  readonly questions: readonly Problem[];
}

type RowRead = Row & { readonly row: number };

interface Reader extends Omit<Reading, 'is1904'> {
  readonly today: CalendarDate;
  readonly newId: () => string;
}

export function readCompanies(table: Table, register: readonly Company[], reader: Reader): CompaniesRead {
  const problems: Problem[] = [...table.problems];
  const groups = new Map<string, RowRead[]>();
  for (const row of readRows(COMPANY_COLUMNS, table, reader, problems)) addTo(groups, keyOf(row), row);
  const book = openBook(register, []);
  const byNumber = new Map(register.map((one) => [numberKey(one), one]));
  const [added, changed]: [Company[], Company[]] = [[], []];
  let sameCount = 0;
  const rowsOf = new Map<Company, number>();
  for (const rows of groups.values()) {
    const first = rows[0] as RowRead & Company;
    const numbered = first.nationalNumber ? byNumber.get(numberKey(first)) : undefined;
    // A row without a name has its problem already.
    const held =
      numbered ?? (first.name ? book.companyOf({ ...first, country: first.country as CountryCode }) : null);
    const company = toCompany(rows as [RowRead, ...RowRead[]], held, reader, problems);
    if (!held) rowsOf.set(company, first.row);
    if (!held) added.push(company);
    else if (JSON.stringify(company) === JSON.stringify(held)) sameCount++;
    else changed.push(company);
  }
  const isSound = problems.length === 0;
  return {
    problems: problems.sort((a, b) => rowOf(a) - rowOf(b)).slice(0, MAX_TOLD),
    added: isSound ? added : [],
    changed: isSound ? changed : [],
    sameCount,
    questions: isSound ? findAlike(register, rowsOf) : []
  };
}

/** If both companies are new, the later row is named. */
function findAlike(register: readonly Company[], added: ReadonlyMap<Company, number>): readonly Problem[] {
  const doubles = new Doubles([...leftCompanies(register), ...added.keys()]);
  const problems: Problem[] = [];
  for (const [company, row] of added) {
    const { name } = company;
    const others = doubles.of(company).filter((one) => (added.get(one) ?? 0) < row);
    const known = others[0]?.name;
    const word = findMixedWord(name);
    if (known !== undefined) problems.push({ code: 'company.name.alike', values: { row, name, known } });
    else if (word !== null) problems.push({ code: 'company.name.mixed', values: { row, name, word } });
    if (problems.length >= MAX_TOLD) break;
  }
  return problems;
}

const rowOf = ({ values }: Problem): number => Number(values?.['row'] ?? 0);

const numberKey = (one: { readonly country?: unknown; readonly nationalNumber?: unknown }): string =>
  `${String(one.country)} ${foldText(String(one.nationalNumber ?? ''))}`;

function keyOf(row: Row): string {
  return row['nationalNumber']
    ? numberKey(row)
    : `${String(row['country'])} ${foldText(String(row['name']))} ${foldText(String(row['address']))}`;
}

function toCompany(
  rows: readonly [RowRead, ...RowRead[]],
  held: Company | null,
  reader: Reader,
  problems: Problem[]
): Company {
  const [first] = rows;
  const { name, address, country, nationalNumber, responsible, office } = first as Record<string, unknown>;
  const roles = readWords(first, 'roles', COMPANY_ROLES, problems);
  const licences = new Map((held?.licences ?? []).map((one) => [one.number, one]));
  for (const row of rows) {
    const licence = toLicence(row, reader, problems);
    if (licence) licences.set(licence.number, licence);
  }
  const company = {
    ...(held ?? { _id: reader.newId(), schema: 1 }),
    history: held?.history ?? [{ status: 'active', on: reader.today }],
    name,
    address,
    country,
    ...(nationalNumber ? { nationalNumber } : {}),
    ...(roles.length > 0 ? { roles } : {}),
    ...(responsible ? { responsible: { name: responsible, ...(office ? { office } : {}) } } : {}),
    ...(licences.size > 0 ? { licences: [...licences.values()] } : {})
  } as Company;
  const isTold = problems.some(({ values }) => rows.some(({ row }) => row === values?.['row']));
  const parsed = parseCompany(company);
  const unreadable: Problem[] = isTold ? [] : [{ code: 'company.row.unreadable', path: 'name' }];
  for (const { path = '', ...one } of parsed.ok ? judgeCompany(company) : unreadable)
    problems.push({ ...one, values: { ...one.values, row: first.row, column: columnOf(path) } });
  return company;
}

function columnOf(path: string): string {
  const member = path.split('.').pop();
  return COMPANY_COLUMNS.find((one) => one.member === member)?.name ?? 'name';
}

function toLicence(row: RowRead, { substanceOf }: Reader, problems: Problem[]): Licence | null {
  const { number, validFrom, validUntil, conditions } = row as Row & Partial<Licence>;
  if (!number) return null;
  const operations = readWords(row, 'operations', OPERATIONS, problems);
  const schedules = readWords(row, 'schedules', TREATY_SCHEDULES, problems);
  const tell = (code: string, column: string, found = ''): void =>
    void problems.push({ code, values: { row: row.row, column, found: found.slice(0, 40) } });
  // A wrong date has its own problem: its cell is not empty.
  const isTold = (name: string): boolean =>
    problems.some((one) => rowOf(one) === row.row && one.values?.['column'] === name);
  if (!validFrom && !isTold('licence start')) tell('list.cell.missing', 'licence start');
  if (!validUntil && !isTold('licence end')) tell('list.cell.missing', 'licence end');
  if (operations.length === 0) tell('list.cell.missing', 'operations');
  const substances = ((row['substances'] ?? []) as readonly string[]).flatMap((name) => {
    const key = substanceOf(name);
    if (key === null) tell('list.cell.substance', 'substances', name);
    return (key as SubstanceKey | null) ?? [];
  });
  return {
    number,
    operations,
    substances,
    schedules,
    validFrom,
    validUntil,
    ...(conditions ? { conditions } : {})
  } as Licence;
}

function readWords(
  row: RowRead,
  column: string,
  known: readonly string[],
  problems: Problem[]
): readonly string[] {
  const words = (row[column] ?? []) as readonly string[];
  const spelled = words.map((word) => known.find((one) => one.toLowerCase() === word.toLowerCase()) ?? word);
  for (const found of spelled.filter((word) => !known.includes(word)))
    problems.push({
      code: 'company.word.unknown',
      values: { row: row.row, column, found: found.slice(0, 40), known: known.join(', ') }
    });
  return spelled;
}
