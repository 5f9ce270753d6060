/** Numbers are numbers, dates are dates, and no text can become a formula. */

import type { CalendarDate } from '#lib/domain/ids.ts';

/** A `Date` at midnight UTC is a calendar day; at any other time it is an instant. */
export type Cell = string | number | Date | null;

export interface FileTable {
  readonly name: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

export type TableKind = 'csv' | 'xlsx';

export async function tableFile(kind: TableKind, ...tables: readonly FileTable[]): Promise<Blob> {
  return kind === 'csv'
    ? new Blob(tables.slice(0, 1).map(csvOf), { type: 'text/csv;charset=utf-8' })
    : xlsxOf(...tables);
}

/** RFC 4180 after a UTF-8 byte order mark, which spreadsheet programs need. Every cell is quoted. */
export function csvOf({ head, rows }: FileTable): string {
  return '\ufeff' + [head, ...rows].map((row) => row.map(csvCell).join(',')).join('\r\n') + '\r\n';
}

function csvCell(value: Cell): string {
  const text = typeof value === 'string' ? withoutFormulas(value) : cellText(value);
  return `"${text.replace(/"/g, '""')}"`;
}

export function dayCell(day: CalendarDate | null): Date | null {
  return day === null ? null : new Date(day);
}

export function cellText(value: Cell): string {
  if (value instanceof Date) return isoOf(value);
  return value === null ? '' : String(value);
}

function isoOf(date: Date): string {
  const iso = date.toISOString();
  return isDay(date) ? iso.slice(0, 10) : iso;
}

function isDay(date: Date): boolean {
  return date.getTime() % 86_400_000 === 0;
}

/**
 * A program with another list separator begins a new cell in the middle of a text: a formula can also follow a
 * separator or control character. Blanks, invisible characters and quotation marks in between do not count, and some
 * programs read full-width signs as plain ones.
 */
const FORMULA = String.raw`[\s\p{Cf}\p{Cc}"]*[=+\-@\uff1d\uff0b\uff0d\uff20\ufe66\ufe62\ufe63\ufe6b]`;
const FORMULA_AT_START = new RegExp(String.raw`^(?:\p{Cc}|${FORMULA})`, 'u');
const FORMULA_AFTER_SEPARATOR = new RegExp(String.raw`[,;|\p{Cc}\p{Zl}\p{Zp}](?=${FORMULA})`, 'gu');

/** An apostrophe makes the rest plain text in every spreadsheet program. */
function withoutFormulas(text: string): string {
  const guarded = text.replace(FORMULA_AFTER_SEPARATOR, "$&'");
  return FORMULA_AT_START.test(text) ? `'${guarded}` : guarded;
}

export async function xlsxOf(...tables: readonly FileTable[]): Promise<Blob> {
  // @ts-expect-error The package has types of its public entries alone. The public entry compresses long sheets in a worker
  // from a blob: address, which the content security policy forbids; its promise then never settles. This inner one
  // compresses on the page.
  const writer = import('../../../../node_modules/write-excel-file/modules/export/writeXlsxFileUniversal.js');
  const { generateXlsxFileSync } = (await writer) as { readonly generateXlsxFileSync: WriteXlsx };
  const names = sheetNames(tables);
  const sheets = tables.map(({ head, rows }, index) => ({
    data: [
      head.map((value) => ({ value, type: String, fontWeight: 'bold' as const })),
      ...rows.map((row) => row.map(xlsxCell))
    ],
    columns: head.map((_, at) => ({ width: widthOf([head, ...rows].map((row) => row[at] ?? null)) })),
    sheet: names[index]
  }));
  return generateXlsxFileSync(sheets, undefined, undefined, noPictures);
}

type WriteXlsx = (
  sheets: readonly object[],
  sheetOptions: undefined,
  options: undefined,
  readPicture: (picture: unknown) => Promise<Uint8Array>
) => Promise<Blob>;

function noPictures(): Promise<never> {
  return Promise.reject(new Error('A table has no pictures.'));
}

/** Spreadsheet programs count days from here and cannot show an earlier one as a date. */
const FIRST_SHEET_DAY = new Date('1900-03-01');

function xlsxCell(value: Cell): object | null {
  if (value === null) return null;
  if (value instanceof Date && value >= FIRST_SHEET_DAY)
    return { value, type: Date, format: isDay(value) ? 'yyyy-mm-dd' : 'yyyy-mm-dd hh:mm' };
  return typeof value === 'number' ? { value, type: Number } : { value: cellText(value), type: String };
}

/** A date wider than its column is shown as number signs. */
const [MIN_WIDTH, MAX_WIDTH] = [12, 60];

function widthOf(column: readonly Cell[]): number {
  const longest = column.reduce<number>(
    (most, value) => Math.max(most, cellText(value).length + 2),
    MIN_WIDTH
  );
  return Math.min(longest, MAX_WIDTH);
}

/** Spreadsheet programs allow 31 characters at most, forbid seven signs, and ignore case in names. */
const MAX_SHEET_NAME = 31;

function sheetNames(tables: readonly FileTable[]): readonly string[] {
  const taken = new Set<string>();
  return tables.map(({ name }) => {
    const plain = name.replace(/[[\]:*?/\\]/g, ' ').trim();
    for (let count = 1; ; count++) {
      const end = count === 1 ? '' : ` ${count}`;
      const tried = plain.slice(0, MAX_SHEET_NAME - end.length).trim() + end;
      if (taken.has(tried.toLowerCase())) continue;
      taken.add(tried.toLowerCase());
      return tried;
    }
  });
}
