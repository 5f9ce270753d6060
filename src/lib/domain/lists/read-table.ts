/**
 * A file's table as documents of a list: a dry run. Every problem has its row and column; nothing is published while one
 * is left.
 */
import { judgeContent } from '../act/parse-act.ts';
import type { ListKind } from '../act/kinds/lists.ts';
import { addTo } from '../groups.ts';
import { accept, refuse, type Problem, type Result } from '../result.ts';
import {
  COLUMNS,
  cellText,
  readCell,
  scopeMembers,
  type Cell,
  type Column,
  type Reading
} from './columns.ts';
import { bundledEntries } from './edition.ts';
import { keyOfEntry, scopeOf, type InForce, type ListAct } from './in-force.ts';

export interface Table {
  readonly rows: readonly { readonly no: number; readonly cells: readonly Cell[] }[];
  /** Formulas, merged cells and the like, each with its row and column. */
  readonly problems: readonly Problem[];
  readonly is1904: boolean;
}

interface Publication {
  readonly edition: string;
  readonly source: string;
  readonly effective: string;
  /** What the file does not name stays as it is. */
  readonly keepsOthers: boolean;
}

export type Row = Readonly<Record<string, unknown>>;
type Content = Readonly<Record<string, unknown>> & { readonly entries: readonly Row[] };

export interface Difference {
  readonly scope: string;
  readonly before: readonly string[] | null;
  readonly after: readonly string[] | null;
}

export interface DryRun {
  readonly problems: readonly Problem[];
  /** Only those that differ from what counts now. */
  readonly documents: readonly Content[];
  readonly differences: readonly Difference[];
  readonly rowCount: number;
}

/** A document stays below the server's limit, whatever the script. */
const MAX_LENGTH = 36_000;
const MAX_SHOWN = 200;

export function dryRun(
  kind: ListKind,
  table: Table,
  publication: Publication,
  { inForce, reading }: { readonly inForce: InForce; readonly reading: Omit<Reading, 'is1904'> }
): DryRun {
  const problems: Problem[] = [...table.problems];
  const read = readRows(COLUMNS[kind], table, reading, problems);
  const documents = problems.length === 0 ? toDocuments(kind, read, publication, inForce, problems) : [];
  const differences = documents.flatMap((one) => one.differences).slice(0, 5000);
  const contents = documents.flatMap((one) => one.contents);
  return {
    problems: problems.slice(0, MAX_SHOWN),
    documents: problems.length > 0 ? [] : contents.map((one) => ({ ...one, parts: contents.length })),
    differences,
    rowCount: read.length
  };
}

export function readRows(
  columns: readonly Column[],
  table: Table,
  reading: Omit<Reading, 'is1904'>,
  problems: Problem[]
): (Row & { readonly row: number })[] {
  const [head, ...rows] = table.rows;
  const places = head ? findColumns(columns, head.cells, problems) : [];
  const read = rows
    .filter(({ cells }) => places.length > 0 && cells.some((cell) => cell !== ''))
    .map(({ no, cells }) => ({
      ...readRow(places, cells, no, { ...reading, is1904: table.is1904 }, problems),
      row: no
    }));
  if (read.length === 0 && problems.length === 0) problems.push({ code: 'list.file.empty' });
  return read;
}

/** The one sheet with the list's headings; if none or several have them, the first one's problems say what is wrong. */
export function chooseTable(columns: readonly Column[], tables: readonly Table[]): Result<Table> {
  const fitting = tables.filter(
    ({ rows: [head] }) => head && findColumns(columns, head.cells, []).some(isLastNeeded(columns))
  );
  const [only = tables[0], ...more] = fitting;
  if (more.length > 0) return refuse({ code: 'list.file.sheets', values: { count: fitting.length } });
  return only ? accept(only) : refuse({ code: 'list.file.empty' });
}

function isLastNeeded(columns: readonly Column[]): (column: Column | null) => boolean {
  const last = columns.filter((one) => one.isNeeded).length;
  let count = 0;
  return (column) => Boolean(column?.isNeeded) && ++count === last;
}

/** Columns by heading, in any order; another sheet has other headings. */
function findColumns(
  columns: readonly Column[],
  cells: readonly Cell[],
  problems: Problem[]
): (Column | null)[] {
  const names = cells.map((cell) => String(cell).trim().toLowerCase());
  const isFor = ({ name, alsoNamed = [] }: Column, heading: string): boolean =>
    [name, ...alsoNamed].some((one) => one.toLowerCase() === heading);
  for (const column of columns) {
    const found = names.filter((name) => isFor(column, name)).length;
    if (found === 0 && column.isNeeded)
      problems.push({ code: 'list.column.missing', values: { row: 1, column: column.name } });
    if (found > 1) problems.push({ code: 'list.column.twice', values: { row: 1, column: column.name } });
  }
  return names.map((name) => {
    const column = columns.find((one) => isFor(one, name)) ?? null;
    if (column === null && name !== '')
      problems.push({ code: 'list.column.unknown', values: { row: 1, column: name.slice(0, 40) } });
    return column;
  });
}

function readRow(
  places: readonly (Column | null)[],
  cells: readonly Cell[],
  row: number,
  reading: Reading,
  problems: Problem[]
): Row {
  const members: Record<string, unknown> = {};
  // A separator without its quotes moves every value after it into another column.
  if (cells.slice(places.length).some((cell) => cell !== ''))
    problems.push({ code: 'list.row.long', values: { row, column: '' } });
  places.forEach((column, index) => {
    const cell = cells[index] ?? '';
    if (column === null) return;
    const values = { row, column: column.name, found: String(cell).slice(0, 40) };
    if (cell === '') {
      if (column.isNeeded) problems.push({ code: 'list.cell.missing', values });
      return;
    }
    const value = readCell(column, cell, reading);
    if (value === null) problems.push({ code: `list.cell.${column.as}`, values });
    else members[column.member] = value;
  });
  return members;
}

interface Documents {
  readonly contents: readonly Content[];
  readonly differences: readonly Difference[];
}

function toDocuments(
  kind: ListKind,
  rows: readonly (Row & { readonly row: number })[],
  { keepsOthers, ...publication }: Publication,
  inForce: InForce,
  problems: Problem[]
): readonly Documents[] {
  const members = scopeMembers(kind);
  const groups = new Map<string, (Row & { readonly row: number })[]>();
  for (const row of rows) addTo(groups, [kind, ...members.map((one) => row[one])].join(' '), row);
  return [...groups].map(([scope, found]) => {
    const own = found.map(({ row: _row, ...entry }) => without(entry, members));
    const current = (inForce.get(scope) ?? []).flatMap(({ act }) => act.body.entries as readonly Row[]);
    const keys = new Set(own.map((entry) => keyOfEntry(kind, entry)));
    const kept = keepsOthers ? current.filter((entry) => !keys.has(keyOfEntry(kind, entry))) : [];
    const shared = { ...publication, ...only(found[0] ?? {}, members) };
    const before = problems.length;
    judgeRows(kind, { ...shared, entries: own }, found, problems);
    const after = [...kept, ...own];
    if (kind === 'substance-edition') judgeSalts(found, after, problems);
    const differences =
      problems.length > before ? [] : compare(kind, scope, baseline(kind, current, after), after);
    const contents =
      differences.length === 0 ? [] : split(own.concat(kept)).map((entries) => ({ ...shared, entries }));
    return { contents, differences };
  });
}

/** Each entry alone, because one list of problems is limited; then twice the same entry. */
function judgeRows(
  kind: ListKind,
  content: Content,
  rows: readonly { readonly row: number }[],
  problems: Problem[]
): void {
  const known = new Map<string, number>();
  content.entries.forEach((entry, index) => {
    const row = rows[index]?.row ?? 0;
    const key = keyOfEntry(kind, entry);
    const earlier = known.get(key);
    if (earlier !== undefined)
      problems.push({ code: 'list.entry.twice', values: { row, earlier, column: '' } });
    known.set(key, row);
    for (const { path = '', ...problem } of judgeContent(kind, ['INCB', '*'], {
      ...content,
      entries: [entry]
    })) {
      const member = path.replace(/^entries\.0\./, '').split('.')[0];
      const column = COLUMNS[kind].find((one) => one.member === member)?.name ?? String(member);
      problems.push({ ...problem, values: { ...problem.values, row, column } });
    }
  });
}

/** A salt of a substance that no row names would be in no search, without a word. */
function judgeSalts(
  rows: readonly (Row & { readonly row: number })[],
  entries: readonly Row[],
  problems: Problem[]
): void {
  const named = [...bundledEntries(), ...entries].filter(({ form }) => form === undefined);
  const known = new Set<unknown>(named.map(({ substance }) => substance));
  for (const { row, form, substance } of rows)
    if (form !== undefined && !known.has(substance))
      problems.push({ code: 'list.entry.orphan', values: { row, column: 'key', found: String(substance) } });
}

/** What the documents of one publication change, for the person who confirms it. */
export function differencesOf(documents: readonly ListAct[], inForce: InForce): Difference[] {
  const groups = new Map<string, ListAct[]>();
  for (const act of documents) addTo(groups, scopeOf(act), act);
  return [...groups].flatMap(([scope, acts]) => {
    const kind = acts[0]?.body.kind;
    const entries = (all: readonly ListAct[]): Row[] =>
      all.flatMap(({ body }) => body.entries as readonly Row[]);
    const current = (inForce.get(scope) ?? []).map(({ act }) => act);
    const after = entries(acts);
    return kind ? compare(kind, scope, baseline(kind, entries(current), after), after) : [];
  });
}

/** Before INCB's first edition, the bundled one counts; a file takes nothing away from it. */
function baseline(kind: ListKind, current: readonly Row[], after: readonly Row[]): readonly Row[] {
  if (kind !== 'substance-edition' || current.length > 0) return current;
  const keys = new Set(after.map((entry) => keyOfEntry(kind, entry)));
  return bundledEntries().filter((entry) => keys.has(keyOfEntry(kind, entry)));
}

function compare(kind: ListKind, scope: string, before: readonly Row[], after: readonly Row[]): Difference[] {
  const columns = COLUMNS[kind].filter(({ member }) => scopeMembers(kind).indexOf(member) < 0);
  const cellsOf = (entry: Row): string[] => columns.map((column) => cellText(column, entry));
  const old = new Map(before.map((entry) => [keyOfEntry(kind, entry), cellsOf(entry)]));
  const differences: Difference[] = [];
  for (const entry of after) {
    const [key, cells] = [keyOfEntry(kind, entry), cellsOf(entry)];
    const earlier = old.get(key) ?? null;
    old.delete(key);
    if (earlier?.join('\n') !== cells.join('\n')) differences.push({ scope, before: earlier, after: cells });
  }
  for (const cells of old.values()) differences.push({ scope, before: cells, after: null });
  return differences;
}

function split(entries: readonly Row[]): Row[][] {
  const parts: Row[][] = [[]];
  let length = 0;
  for (const entry of entries) {
    length += JSON.stringify(entry).length;
    const isFull = length > MAX_LENGTH;
    if (isFull) length = JSON.stringify(entry).length;
    if (isFull) parts.push([entry]);
    else parts[parts.length - 1]?.push(entry);
  }
  return parts;
}

function only(row: Row, members: readonly string[]): Row {
  return Object.fromEntries(members.map((one) => [one, row[one]]));
}

function without(row: Row, members: readonly string[]): Row {
  return Object.fromEntries(Object.entries(row).filter(([name]) => members.indexOf(name) < 0));
}
