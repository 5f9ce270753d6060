/** The rows of a file's table, each cell read as its column says. Every problem has its row and column. */
import type { Problem } from '../result.ts';
import { readCell, type Cell, type Column, type Reading } from './columns.ts';

/** An array, or pieces that are unpacked while they are read. */
export interface Rows<T> extends Iterable<T> {
  readonly length: number;
}

export interface TableRow {
  readonly no: number;
  readonly cells: readonly Cell[];
}

export interface Table {
  readonly rows: Rows<TableRow>;
  /** Formulas, merged cells and the like, each with its row and column. */
  readonly problems: readonly Problem[];
  readonly is1904: boolean;
  /** Of the sheet. */
  readonly name?: string;
  /** The file's own rows, if its columns were arranged. */
  readonly original?: Table['rows'];
}

export type Row = Readonly<Record<string, unknown>>;
export type RowRead = Row & { readonly row: number };

export function* eachRow(
  columns: readonly Column[],
  table: Table,
  reading: Omit<Reading, 'is1904'>,
  problems: Problem[]
): Generator<RowRead> {
  const whole = { ...reading, is1904: table.is1904 };
  let places: readonly (Column | null)[] | null = null;
  let isEmpty = table.problems.length === 0;
  for (const { no, cells } of table.rows) {
    if (places === null) places = findColumns(columns, cells, problems);
    else if (places.length > 0 && cells.some((cell) => cell !== '')) {
      isEmpty = false;
      yield readRow(places, cells, no, whole, problems);
    }
  }
  if (isEmpty && problems.length === 0) problems.push({ code: 'list.file.empty' });
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
): RowRead {
  const members: Record<string, unknown> = {};
  // A separator without its quotes moves every value after it into another column.
  if (cells.slice(places.length).some((cell) => cell !== ''))
    problems.push({ code: 'list.row.long', values: { row, column: '' } });
  for (let index = 0; index < places.length; index++) {
    const column = places[index];
    const cell = cells[index] ?? '';
    if (!column) continue;
    const value = cell === '' ? null : readCell(column, cell, reading);
    if (value !== null) members[column.member] = value;
    else if (cell !== '' || column.isNeeded) {
      const code = cell === '' ? 'list.cell.missing' : `list.cell.${column.as}`;
      problems.push({ code, values: { row, column: column.name, found: String(cell).slice(0, 40) } });
    }
  }
  members['row'] = row;
  return members as RowRead;
}
