/**
 * A list's file as a table, CSV or XLSX, within bounds: a file of 411 kB can unpack to 400 MB. Bytes, entries and the
 * ratio are counted while it is unpacked, and what is not needed is not unpacked.
 */
import { Unzip, UnzipInflate } from 'fflate';
import type { Cell } from '#lib/domain/lists/columns.ts';
import type { Table } from '#lib/domain/lists/read-table.ts';
import { accept, refuse, type Problem, type Result } from '#lib/domain/result.ts';
import {
  columnLetter,
  fileRefused,
  FileRefused,
  readSheet,
  Room,
  readWorkbook,
  sharedTexts
} from './sheet-xml.ts';

export const MAX_FILE_BYTES = 8_000_000;
const MAX_UNPACKED = 24_000_000;
const MAX_RATIO = 150;
/** Below this, any ratio is harmless. */
const UNJUDGED_BYTES = 4_000_000;
const MAX_PARTS = 300;
/** Bytes that are unpacked at a time: at most a thousand times as many come out. */
const SLICE = 4096;

type Bytes = Uint8Array;

export function readListFile(bytes: Bytes): Result<readonly Table[]> {
  try {
    if (bytes.length === 0) fileRefused('empty');
    if (bytes.length > MAX_FILE_BYTES) fileRefused('tooLarge', { most: MAX_FILE_BYTES / 1e6 });
    if (startsWith(bytes, [0xd0, 0xcf, 0x11, 0xe0])) fileRefused('oldOrLocked');
    if (startsWith(bytes, [0x50, 0x4b])) return accept(readXlsx(bytes));
    return accept([readCsv(textOf(bytes))]);
  } catch (error) {
    if (error instanceof FileRefused) return refuse(error.problem);
    return refuse({ code: 'list.file.damaged' });
  }
}

function startsWith(bytes: Bytes, start: readonly number[]): boolean {
  return start.every((byte, index) => bytes[index] === byte);
}

function textOf(bytes: Bytes): string {
  if (startsWith(bytes, [0xff, 0xfe]) || startsWith(bytes, [0xfe, 0xff])) fileRefused('encoding');
  if (bytes.includes(0)) fileRefused('notATable');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return fileRefused('encoding');
  }
}

function readXlsx(bytes: Bytes): readonly Table[] {
  const parts = unpack(bytes);
  const partOf = (name: string): string | null => {
    const pieces = parts.get(name);
    return pieces ? decodePieces(pieces) : null;
  };
  const book = partOf('xl/workbook.xml');
  const links = partOf('xl/_rels/workbook.xml.rels');
  if (book === null || links === null) fileRefused('notATable');
  const { sheets, is1904 } = readWorkbook(book ?? '', links ?? '');
  const texts = sharedTexts(partOf('xl/sharedStrings.xml') ?? '');
  const room = new Room();
  return sheets.map((path) => {
    const xml = partOf(path);
    if (xml === null) return fileRefused('damaged');
    const { rows, problems } = readSheet(xml, texts, room);
    return { rows: trimmed(rows), problems, is1904 };
  });
}

const NEEDED = /^xl\/(?:workbook\.xml|_rels\/workbook\.xml\.rels|sharedStrings\.xml|worksheets\/[^/]+\.xml)$/;

function unpack(bytes: Bytes): ReadonlyMap<string, readonly Bytes[]> {
  const kept = new Map<string, Bytes[]>();
  const whole = new Set<string>();
  let [unpacked, count, packed] = [0, 0, 0];
  const zip = new Unzip((part) => {
    if (++count > MAX_PARTS) fileRefused('parts', { most: MAX_PARTS });
    if (/vbaProject|macrosheets|activeX/i.test(part.name)) fileRefused('macros');
    if (/^xl\/externalLinks\//i.test(part.name)) fileRefused('links');
    if (!NEEDED.test(part.name)) return;
    if (kept.has(part.name)) fileRefused('damaged');
    const pieces: Bytes[] = [];
    kept.set(part.name, pieces);
    part.ondata = (error, piece, isLast) => {
      // What this function throws comes back as the error of the part.
      if (error) throw error;
      unpacked += piece.length;
      const isBomb = unpacked > UNJUDGED_BYTES && unpacked > MAX_RATIO * packed;
      if (isBomb || unpacked > MAX_UNPACKED) fileRefused('bomb', { most: MAX_UNPACKED / 1e6 });
      pieces.push(piece);
      if (isLast) whole.add(part.name);
    };
    part.start();
  });
  zip.register(UnzipInflate);
  for (let at = 0; at < bytes.length; at += SLICE) {
    packed = Math.min(at + SLICE, bytes.length);
    zip.push(bytes.subarray(at, packed), packed === bytes.length);
  }
  if (whole.size < kept.size || !hasEnd(bytes)) fileRefused('damaged');
  return kept;
}

/** The end of a zip's directory: without it the file was cut. */
function hasEnd(bytes: Bytes): boolean {
  for (let at = bytes.length - 22; at >= 0 && at > bytes.length - 66_000; at--)
    if (startsWith(bytes.subarray(at, at + 4), [0x50, 0x4b, 5, 6])) return true;
  return false;
}

function decodePieces(pieces: readonly Bytes[]): string {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  return pieces.map((piece) => decoder.decode(piece, { stream: true })).join('') + decoder.decode();
}

/** Blank rows before the heading are no part of the table. */
function trimmed(rows: Table['rows']): Table['rows'] {
  const first = rows.findIndex(({ cells }) => cells.some((cell) => cell !== ''));
  return first < 0 ? [] : rows.slice(first);
}

/** RFC 4180, with the separator of the first line: a comma, semicolon or tab. */
function readCsv(typed: string): Table {
  const text = typed.replace(/^\ufeff/, '').replace(/\r\n?/g, '\n');
  const [heading = ''] = text.split('\n', 1);
  const separator = [',', ';', '\t'].reduce((best, one) =>
    heading.split(one).length > heading.split(best).length ? one : best
  );
  const rows: { no: number; cells: Cell[] }[] = [];
  const problems: Problem[] = [];
  const room = new Room();
  let [at, no] = [0, 1];
  while (at < text.length) {
    const started = no;
    const cells: Cell[] = [];
    for (;;) {
      const quoted = text[at] === '"';
      const end = quoted ? endOfQuoted(text, at) : endOfPlain(text, at, separator);
      if (end < 0) fileRefused('quote', { row: started });
      const raw = text.slice(at, end);
      const cell = quoted ? raw.slice(1, -1).replace(/""/g, '"') : raw.trim();
      if (quoted) no += raw.split('\n').length - 1;
      if (/^[=@]|^[+-](?![0-9.])/.test(cell) && room.hasProblem())
        problems.push({
          code: 'list.cell.formula',
          values: { row: started, column: columnLetter(cells.length) }
        });
      room.takeCell(cells.length, started);
      cells.push(cell);
      at = end;
      if (text[at] !== separator) break;
      at++;
    }
    if (at < text.length && text[at] !== '\n') fileRefused('quote', { row: started });
    at++;
    no++;
    room.takeRow();
    rows.push({ no: started, cells });
  }
  return { rows: trimmed(rows), problems, is1904: false };
}

function endOfQuoted(text: string, at: number): number {
  let end = at + 1;
  for (;;) {
    end = text.indexOf('"', end);
    if (end < 0) return -1;
    if (text[end + 1] !== '"') return end + 1;
    end += 2;
  }
}

function endOfPlain(text: string, at: number, separator: string): number {
  let end = at;
  while (end < text.length && text[end] !== separator && text[end] !== '\n') end++;
  return end;
}
