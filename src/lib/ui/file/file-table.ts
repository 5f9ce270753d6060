/** Numbers are numbers, dates are dates, and no text can become a formula. */

import type { CalendarDate } from '#lib/domain/ids.ts';
import { withoutFormulas } from './formula-guard.ts';

/** A `Date` at midnight UTC is a calendar day; at any other time it is an instant. */
export type Cell = string | number | Date | null;

export interface FileTable {
  readonly name: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
  readonly isRightToLeft?: boolean;
}

export type TableKind = 'csv' | 'xlsx';

export async function tableFile(kind: TableKind, ...tables: readonly FileTable[]): Promise<Blob> {
  if (kind === 'xlsx') return xlsxOf(...tables);
  const parts: string[] = [];
  for (const table of tables.slice(0, 1))
    for (const part of csvParts(table)) {
      parts.push(part);
      await pauseWhenDue();
    }
  return new Blob(parts, { type: 'text/csv;charset=utf-8' });
}

/** RFC 4180 after a UTF-8 byte order mark, which spreadsheet programs need. Every cell is quoted. */
export function csvOf(table: FileTable): string {
  return [...csvParts(table)].join('');
}

function* csvParts({ head, rows }: FileTable): Generator<string> {
  yield '\ufeff';
  for (const row of [head, ...rows]) yield `${row.map(csvCell).join(',')}\r\n`;
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
 * Office Open XML (ECMA-376), written in slices between which the page answers: no worker, because one from a `blob:`
 * address is forbidden by the content security policy, and the built app cannot name another.
 */
export async function xlsxOf(...tables: readonly FileTable[]): Promise<Blob> {
  const { strToU8, Zip, ZipDeflate } = await import('fflate');
  const packed: Uint8Array<ArrayBuffer>[] = [];
  const zip = new Zip((_error, part) => void packed.push(new Uint8Array(part)));
  const add = async (path: string, parts: Iterable<string>): Promise<void> => {
    const file = new ZipDeflate(path, { level: 2 });
    zip.add(file);
    for (const part of parts) {
      file.push(strToU8(part));
      await pauseWhenDue();
    }
    file.push(new Uint8Array(0), true);
  };
  for (const [path, part] of Object.entries(partsOf(sheetNames(tables)))) await add(path, [HEAD + part]);
  for (const [index, table] of tables.entries())
    await add(`xl/worksheets/sheet${index + 1}.xml`, sheetParts(table, await widthsOf(table)));
  zip.end();
  return new Blob(packed, { type: SPREADSHEET });
}

/** A browser draws each 16 ms: the page keeps 4 of them. */
const SLICE_MS = 12;
let since = 0;

/** Between the rows of a long list. */
export async function pauseWhenDue(): Promise<void> {
  if (performance.now() - since < SLICE_MS) return;
  await new Promise((go) => setTimeout(go));
  since = performance.now();
}

const SPREADSHEET = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';

/** The number of a style is its place in `cellXfs`. */
const STYLES = { plain: 0, head: 1, day: 2, instant: 3 } as const;

function partsOf(names: readonly string[]): Readonly<Record<string, string>> {
  const sheets = names.map((name, at) => ({ name, id: at + 1, path: `worksheets/sheet${at + 1}.xml` }));
  const type = (path: string, of: string, role = ''): string =>
    `<Override PartName="/xl/${path}" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.${of}${role}+xml"/>`;
  const relation = (id: string, type: string, target: string): string =>
    `<Relationship Id="${id}" Type="${OFFICE}/${type}" Target="${target}"/>`;
  const relations = (list: string): string =>
    `<Relationships xmlns="${PACKAGE}/relationships">${list}</Relationships>`;
  return {
    '[Content_Types].xml':
      `<Types xmlns="${PACKAGE}/content-types">` +
      '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
      type('workbook.xml', 'sheet', '.main') +
      type('styles.xml', 'styles') +
      sheets.map(({ path }) => type(path, 'worksheet')).join('') +
      '</Types>',
    '_rels/.rels': relations(relation('rId1', 'officeDocument', 'xl/workbook.xml')),
    'xl/_rels/workbook.xml.rels': relations(
      relation('rId0', 'styles', 'styles.xml') +
        sheets.map(({ id, path }) => relation(`rId${id}`, 'worksheet', path)).join('')
    ),
    'xl/workbook.xml':
      `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>` +
      sheets
        .map(({ name, id }) => `<sheet name="${escapeXml(name)}" sheetId="${id}" r:id="rId${id}"/>`)
        .join('') +
      '</sheets></workbook>',
    'xl/styles.xml':
      `<styleSheet xmlns="${MAIN}"><numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy-mm-dd"/>` +
      '<numFmt numFmtId="165" formatCode="yyyy-mm-dd hh:mm"/></numFmts>' +
      '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>' +
      '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>' +
      '<fills count="2"><fill><patternFill patternType="none"/></fill>' +
      '<fill><patternFill patternType="gray125"/></fill></fills>' +
      '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>' +
      '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>' +
      '<cellXfs count="4"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>' +
      '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>' +
      '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>' +
      '<xf numFmtId="165" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs></styleSheet>'
  };
}

function* sheetParts({ head, rows, isRightToLeft }: FileTable, widths: readonly number[]): Generator<string> {
  const columns = widths.map(
    (width, at) => `<col min="${at + 1}" max="${at + 1}" width="${width}" customWidth="1"/>`
  );
  const view = isRightToLeft
    ? '<sheetViews><sheetView rightToLeft="1" workbookViewId="0"/></sheetViews>'
    : '';
  const cols = columns.length > 0 ? `<cols>${columns.join('')}</cols>` : '';
  yield `${HEAD}<worksheet xmlns="${MAIN}">${view}${cols}<sheetData>`;
  yield rowXml(head, 1, STYLES.head);
  for (let at = 0; at < rows.length; at += ROWS_AT_ONCE)
    yield rows
      .slice(at, at + ROWS_AT_ONCE)
      .map((row, index) => rowXml(row, at + index + 2))
      .join('');
  yield '</sheetData></worksheet>';
}

const ROWS_AT_ONCE = 20;

function rowXml(row: readonly Cell[], number: number, style?: number): string {
  const cells = row.map((value, at) => cellXml(value, columnName(at) + number, style)).join('');
  return `<row r="${number}">${cells}</row>`;
}

function columnName(at: number): string {
  return (at < 26 ? '' : columnName(Math.floor(at / 26) - 1)) + String.fromCharCode(65 + (at % 26));
}

/** Characters that XML cannot hold are left out; the others keep their blanks and line breaks. */
function escapeXml(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '')
    .replace(/[&<>"\r]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

/** Spreadsheet programs count days from here and cannot show an earlier one as a date. */
const FIRST_SHEET_DAY = new Date('1900-03-01');

/** Spreadsheet programs call a file with a longer one damaged. */
const MAX_TEXT = 32_767;

function cellXml(value: Cell, place: string, style?: number): string {
  if (value === null) return '';
  if (value instanceof Date && value >= FIRST_SHEET_DAY)
    return `<c r="${place}" s="${isDay(value) ? STYLES.day : STYLES.instant}"><v>${sheetDays(value)}</v></c>`;
  if (typeof value === 'number' && Number.isFinite(value)) return `<c r="${place}"><v>${value}</v></c>`;
  const text = escapeXml(cellText(value).slice(0, MAX_TEXT));
  return `<c r="${place}" s="${style ?? STYLES.plain}" t="inlineStr"><is><t xml:space="preserve">${text}</t></is></c>`;
}

/** Days since the end of 1899, of which programs believe that it was followed by a leap year. */
function sheetDays(value: Date): number {
  return value.getTime() / 86_400_000 + 25_569;
}

/** A date wider than its column is shown as number signs. */
const [MIN_WIDTH, MAX_WIDTH] = [12, 60];

async function widthsOf({ head, rows }: FileTable): Promise<readonly number[]> {
  const widths = head.map((text) => Math.max(MIN_WIDTH, text.length + 2));
  for (const row of rows) {
    row.forEach((value, at) => (widths[at] = Math.max(widths[at] ?? MIN_WIDTH, cellText(value).length + 2)));
    await pauseWhenDue();
  }
  return widths.map((width) => Math.min(width, MAX_WIDTH));
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
