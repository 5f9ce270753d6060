/**
 * A file's columns as those of I2ES: suggested by their headings, chosen by a person. Dates in other orders and numbers
 * with two readings are asked, never guessed.
 */
import { foldText } from '../act/typed-text.ts';
import { isCalendarDate } from '../calendar-date.ts';
import { toUnambiguous } from '../quantity.ts';
import { accept, refuse, type Problem, type Result } from '../result.ts';
import { readCell, type Cell, type Column } from './columns.ts';
import type { Rows, Table, TableRow } from './read-table.ts';

/** The member of each column of the file; `LEFT_OUT` by a person's choice, null before a choice. */
export type Mapping = readonly (string | null)[];
export const LEFT_OUT = '';
/** Earlier choices, by heading. */
export type KnownHeadings = Readonly<Record<string, string>>;

export const DATE_ORDERS = ['dmy', 'mdy', 'ymd'] as const;
export type DateOrder = (typeof DATE_ORDERS)[number];
export const DECIMAL_SIGNS = ['point', 'comma'] as const;
export type DecimalSign = (typeof DECIMAL_SIGNS)[number];

export interface Arrangement {
  readonly mapping: Mapping;
  readonly dateOrder?: DateOrder | undefined;
  readonly decimalSign?: DecimalSign | undefined;
}

export interface Arranged {
  readonly table: Table;
  /** The first cell that needs an answer. */
  readonly askedDate: string | null;
  readonly askedNumber: string | null;
}

/** Without signs, and without what is in brackets, such as a unit. */
export function headingKey(heading: Cell): string {
  const bare = foldText(String(heading)).replace(/\([^)]*\)|\[[^\]]*\]/g, '');
  return (bare.replace(/[^\p{L}\p{N}]/gu, '') || foldText(String(heading))).slice(0, 60);
}

export function suggestMapping(
  columns: readonly Column[],
  headings: readonly Cell[],
  known: KnownHeadings = {}
): Mapping {
  const byKey = new Map<string, string>();
  for (const { name, member, alsoNamed = [] } of columns)
    for (const one of [name, member, ...alsoNamed])
      if (!byKey.has(headingKey(one))) byKey.set(headingKey(one), member);
  const taken = new Set<string>();
  return headings.map((heading) => {
    const key = headingKey(heading);
    if (key === '') return LEFT_OUT;
    const chosen = known[key];
    const isStill = chosen === LEFT_OUT || columns.some(({ member }) => member === chosen);
    // A path of XML ends with the name of its value.
    const last = headingKey(String(heading).split('/').pop() ?? '');
    const found = chosen !== undefined && isStill ? chosen : (byKey.get(key) ?? byKey.get(last) ?? null);
    if (found === null || found === LEFT_OUT || !taken.has(found)) {
      if (found) taken.add(found);
      return found;
    }
    return null;
  });
}

const MAX_TITLE_ROWS = 10;

/** Without a title above the headings: they are the first row that names every needed column. */
export function belowTitle(columns: readonly Column[], table: Table, known: KnownHeadings = {}): Table {
  let above = 0;
  for (const { no, cells } of table.rows) {
    if (hasNeeded(columns, suggestMapping(columns, cells, known))) {
      if (above === 0) return table;
      const problems = table.problems.filter(({ values }) => !(Number(values?.['row']) < no));
      return { ...table, rows: without(table.rows, above), problems };
    }
    if (++above > MAX_TITLE_ROWS) break;
  }
  return table;
}

function hasNeeded(columns: readonly Column[], mapping: Mapping): boolean {
  return columns.every(({ isNeeded, member }) => !isNeeded || mapping.includes(member));
}

function without<T>(all: Rows<T>, count: number): Rows<T> {
  return {
    length: all.length - count,
    *[Symbol.iterator]() {
      let at = 0;
      for (const one of all) if (at++ >= count) yield one;
    }
  };
}

/** The one sheet with all needed columns; if none has them, the first one. */
export function chooseTable(
  columns: readonly Column[],
  tables: readonly Table[],
  known: KnownHeadings = {}
): Result<number> {
  const fitting = tables.flatMap(({ rows }, at) => {
    const [head] = rows;
    const mapping = head ? suggestMapping(columns, head.cells, known) : [];
    return hasNeeded(columns, mapping) ? [at] : [];
  });
  if (fitting.length > 1) return refuse({ code: 'list.file.sheets', values: { count: fitting.length } });
  return tables.some(({ rows }) => rows.length > 0)
    ? accept(fitting[0] ?? 0)
    : refuse({ code: 'list.file.empty' });
}

const TEXT_DATE = /^(\d{1,4})[./\-\s\u5e74](\d{1,2})[./\-\s\u6708](\d{1,4})\u65e5?$/;
/** Midnight and a time zone are what a program adds to a day. */
const PROGRAM_DATE = /^(\d{4}-\d\d-\d\d)(?:[T ]00:00(?::00(?:\.0+)?)?)?(?:Z|[+-]\d\d:\d\d)?$/;
const DATE: Column = { name: 'date', member: 'date', as: 'date' };
const FIGURES: readonly Column['as'][] = ['figure', 'grams', 'percent'];
const READ_HERE: readonly Column['as'][] = [...FIGURES, 'date'];

/** Null between two rows: the page can draw. Each reading arranges the rows again, so memory holds them once. */
export function* arrangeTable(
  table: Table,
  columns: readonly Column[],
  arrangement: Arrangement
): Generator<null, Arranged> {
  const { mapping, dateOrder, decimalSign } = arrangement;
  const [head] = table.rows;
  const chosen = (head?.cells ?? []).map((heading, at) => {
    const member = mapping[at] ?? null;
    const column = columns.find((one) => one.member === member);
    return { at, column, isLeftOut: member === LEFT_OUT, heading: column?.name ?? heading };
  });
  const kept = chosen.filter(({ isLeftOut }) => !isLeftOut);
  let askedDate: string | null = null;
  let askedNumber: string | null = null;
  const settle = (cell: Cell, column: Column, row: number, problems: Problem[] | null): Cell => {
    if (typeof cell !== 'string' || cell === '') return cell;
    if (column.as === 'date') {
      if (/^\d{4}-\d\d-\d\d$/.test(cell)) return cell;
      const date = plainDate(cell);
      if (isCalendarDate(date)) return date;
      if (!TEXT_DATE.test(date)) return cell;
      if (dateOrder) return dateIn(date, dateOrder) ?? cell;
      askedDate ??= cell;
    } else if (FIGURES.includes(column.as) && isDoubtful(cell)) {
      if (!decimalSign) askedNumber ??= cell;
      else {
        const read = numberIn(cell, decimalSign);
        // A figure is read once more, as a person would type it.
        if (read) return (column.as === 'figure' ? toUnambiguous(read.plain) : read.plain) + read.unit;
        const values = { row, column: column.name, found: cell.slice(0, 40) };
        problems?.push({ code: 'list.cell.decimal', values });
      }
    }
    return cell;
  };
  const read = chosen.filter(({ column }) => column && READ_HERE.indexOf(column.as) >= 0);
  const settled = (row: TableRow, problems: Problem[] | null): readonly Cell[] => {
    let { cells } = row;
    for (const { at, column } of read) {
      const cell = cells[at] ?? '';
      const one = column ? settle(cell, column, row.no, problems) : cell;
      if (one === cell) continue;
      // Most rows stay as they are, and are not copied.
      if (cells === row.cells) cells = cells.slice();
      (cells as Cell[])[at] = one;
    }
    return cells;
  };
  const problems: Problem[] = [...table.problems];
  let isHeading = true;
  for (const row of table.rows) {
    if (!isHeading) settled(row, problems);
    isHeading = false;
    yield null;
  }
  const isWhole = kept.length === chosen.length;
  const arrange = (row: TableRow): TableRow => {
    const cells = settled(row, null);
    if (isWhole) return cells === row.cells ? row : { no: row.no, cells };
    // More cells than headings stay what they are: a problem of the row.
    return { no: row.no, cells: [...kept.map(({ at }) => cells[at] ?? ''), ...cells.slice(chosen.length)] };
  };
  // A day that a spreadsheet keeps as a number would be a number in a CSV file.
  const dates = chosen.filter(({ column }) => column?.as === 'date').map(({ at }) => at);
  const reading = { substanceOf: () => null, is1904: table.is1904 };
  const toOriginal = (row: TableRow): TableRow => {
    if (!dates.some((at) => typeof row.cells[at] === 'number')) return row;
    const cells = row.cells.map((cell, at) => {
      const date = dates.indexOf(at) >= 0 && cell !== '' ? readCell(DATE, cell, reading) : null;
      return date === null ? cell : String(date);
    });
    return { no: row.no, cells };
  };
  const heading = kept.map((one) => one.heading);
  const rows = mapped(table.rows, (row, at) => (at === 0 ? { no: row.no, cells: heading } : arrange(row)));
  return {
    table: { ...table, rows, problems, original: mapped(table.rows, toOriginal) },
    askedDate,
    askedNumber
  };
}

function mapped<T>(all: Rows<T>, change: (one: T, at: number) => T): Rows<T> {
  return {
    length: all.length,
    *[Symbol.iterator]() {
      let at = 0;
      for (const one of all) yield change(one, at++);
    }
  };
}

/** Arabic, Persian and full-width digits as Latin ones. */
function latinDigits(cell: string): string {
  return cell
    .normalize('NFKC')
    .replace(/[\u0660-\u0669\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) & 15))
    .trim();
}

function plainDate(cell: string): string {
  const digits = latinDigits(cell);
  return PROGRAM_DATE.exec(digits)?.[1] ?? digits;
}

function dateIn(text: string, order: DateOrder): string | null {
  const [, ...parts] = TEXT_DATE.exec(text) ?? [];
  const part = (letter: string): string => parts[order.indexOf(letter)] ?? '';
  const [year, month, day] = ['y', 'm', 'd'].map(part);
  const date = `${year}-${month?.padStart(2, '0')}-${day?.padStart(2, '0')}`;
  return isCalendarDate(date) ? date : null;
}

/** A comma is one sign or the other; so is a full stop before three digits. */
function isDoubtful(cell: string): boolean {
  const text = latinDigits(cell);
  return /\d[,\u066b\u066c]\d/.test(text) || /\d\.\d{3}(?!\d)/.test(text);
}

/** Without groups and with a decimal point; a unit after the figure stays. */
function numberIn(cell: string, sign: DecimalSign): { readonly plain: string; readonly unit: string } | null {
  const text = latinDigits(cell)
    .replace(/\u066c/g, sign === 'comma' ? '.' : ',')
    .replace(/\u066b/g, sign === 'comma' ? ',' : '.');
  const [, figure = '', unit = ''] = /^([\d.,'\u2019\s]*\d)(.*)$/.exec(text) ?? [];
  const [group, decimal] = sign === 'comma' ? ['.', ','] : [',', '.'];
  const whole = new RegExp(`^(?:\\d+|\\d{1,3}(?:[${group}\\s'\u2019]\\d{3})+)(?:\\${decimal}\\d+)?$`);
  if (!whole.test(figure)) return null;
  const plain = figure.replace(new RegExp(`[${group}\\s'\u2019]`, 'g'), '').replace(decimal, '.');
  return { plain, unit };
}
