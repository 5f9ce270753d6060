/** Companies from a spreadsheet: a dry run. A row is a company, or one more licence of it; a company with a problem in one of its rows is left out. */
import { foldText } from '../act/typed-text.ts';
import type { CalendarDate, CountryCode, SubstanceKey } from '../ids.ts';
import type { Column, Reading } from '../lists/columns.ts';
import { eachGroup, rowOf, type PlanLog, type RowGroup } from '../lists/read-groups.ts';
import type { Row, RowRead, Table } from '../lists/read-table.ts';
import { TREATY_SCHEDULES } from '../act/kinds/national-practice.ts';
import type { Problem } from '../result.ts';
import { findMixedWord } from '../lookalike/find-lookalike.ts';
import { leftCompanies, openBook } from './company-book.ts';
import { doubleKeys, Doubles } from './merge-companies.ts';
import { COMPANY_ROLES, OPERATIONS, parseCompany, statusOf, type Company, type Licence } from './company.ts';
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

/** Without a problem in any of its rows. */
interface CompanyRead {
  readonly row: number;
  readonly company: Company;
  /** A company of the register, with what the file says in addition. */
  readonly isChange: boolean;
}

interface Reader extends Omit<Reading, 'is1904'> {
  readonly today: CalendarDate;
  /** The same company gets the same id, so that a second run adds nothing. */
  readonly newId: (key: string) => string;
}

export function* readCompanies(
  table: Table,
  register: readonly Company[],
  reader: Reader,
  log: PlanLog
): Generator<CompanyRead | null> {
  const book = openBook(register);
  const byNumber = new Map(register.map((one) => [numberKey(one), one]));
  const doubles = new Doubles(leftCompanies(register));
  /** Of this file: no more of a company than a later row is compared with. */
  const named = new Map<string, string>();
  const read = ({ rows, faults }: RowGroup): CompanyRead | null => {
    const first = rows[0] as RowRead & Company;
    const { row } = first;
    const numbered = first.nationalNumber ? byNumber.get(numberKey(first)) : undefined;
    // A row without a name has its problem already.
    const held =
      numbered ?? (first.name ? book.companyOf({ ...first, country: first.country as CountryCode }) : null);
    const own = [...faults];
    const company = toCompany(keyOf(first), rows, held, reader, own);
    log.problem(...own.slice(faults.length));
    if (own.length > 0) return null;
    if (held && statusOf(held) === 'ended')
      log.question({ code: 'company.row.ended', values: { row, name: held.name } });
    if (held && JSON.stringify(company) === JSON.stringify(held)) {
      log.sameCount++;
      return null;
    }
    if (!held) log.question(...askAlike(company, row, doubles, named));
    return { row, company, isChange: held !== null };
  };
  for (const group of eachGroup(COMPANY_COLUMNS, table, reader, { keyOf, log })) yield group && read(group);
}

/** New companies that look like another one can be saved all the same. If both are new, the later row is named. */
function askAlike(
  company: Company,
  row: number,
  doubles: Doubles,
  named: Map<string, string>
): readonly Problem[] {
  const { name } = company;
  let known = doubles.of(company)[0]?.name;
  for (const key of doubleKeys(company)) {
    known ??= named.get(key);
    if (!named.has(key)) named.set(key, name);
  }
  const word = findMixedWord(name);
  if (known !== undefined) return [{ code: 'company.name.alike', values: { row, name, known } }];
  return word === null ? [] : [{ code: 'company.name.mixed', values: { row, name, word } }];
}

const numberKey = (one: { readonly country?: unknown; readonly nationalNumber?: unknown }): string =>
  `${String(one.country)} ${foldText(String(one.nationalNumber ?? ''))}`;

function keyOf(row: Row): string {
  return row['nationalNumber']
    ? numberKey(row)
    : `${String(row['country'])} ${foldText(String(row['name']))} ${foldText(String(row['address']))}`;
}

function toCompany(
  key: string,
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
    ...(held ?? { _id: reader.newId(key), schema: 1 }),
    history: held?.history ?? [{ status: 'active', on: reader.today }],
    name,
    address,
    country,
    ...(nationalNumber ? { nationalNumber } : {}),
    ...(roles.length > 0 ? { roles } : {}),
    ...(responsible ? { responsible: { name: responsible, ...(office ? { office } : {}) } } : {}),
    ...(licences.size > 0 ? { licences: [...licences.values()] } : {})
  } as Company;
  const isTold = problems.length > 0;
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
