/**
 * A file as tables, within bounds: CSV, XLSX or XML. A file of 411 kB can unpack to 400 MB: bytes, entries and the ratio
 * are counted while it is unpacked, and what is not needed is not unpacked.
 */
import { Unzip, UnzipInflate } from 'fflate';
import type { Table, TableRow } from '#lib/domain/lists/read-table.ts';
import { accept, refuse, type Problem, type Result } from '#lib/domain/result.ts';
import { fileRefused, FileRefused, MAX_FILE_BYTES, Room, type TableSink } from './file-room.ts';
import { readCsv } from './read-csv.ts';
import { readWorkbook, SharedTexts, SheetReader } from './read-sheet.ts';
import { XmlTable } from './read-xml.ts';

/** Sheets are read while they are unpacked; the rest is held. */
const MAX_UNPACKED = 160_000_000;
const MAX_HELD = 24_000_000;
const MAX_RATIO = 150;
/** Below this, any ratio is harmless. */
const UNJUDGED_BYTES = 4_000_000;
const MAX_PARTS = 300;
/** Bytes that are unpacked at a time: at most a thousand times as many come out. */
const SLICE = 4096;
const TEXT_SLICE = 262_144;

type Bytes = Uint8Array;

const UNMARKED = ['windows-1252', 'windows-1251', 'windows-1256'] as const;
export type Encoding = (typeof UNMARKED)[number] | 'utf-8' | 'utf-16le' | 'utf-16be';

export interface EncodingGuess {
  readonly encoding: Encoding;
  /** The first words that differ from one encoding to the next. */
  readonly sample: string;
}

export interface SheetSink extends TableSink {
  /** Names of XML are known at the end. */
  heading?(cells: readonly string[]): void;
}

/** Called for each sheet, in the order of the file. */
type OpenSheet = (sheet: OpenedSheet) => SheetSink;

export interface OpenedSheet {
  readonly index: number;
  readonly is1904: boolean;
  readonly name: string;
}

/** Empty if the bytes say it: a mark, or nothing but UTF-8. Otherwise a person has to look. */
export function encodingsOf(bytes: Bytes): readonly EncodingGuess[] {
  if (isPacked(bytes) || isOld(bytes) || markedEncoding(bytes) !== null || isUtf8(bytes)) return [];
  if (bytes.includes(0)) return [];
  return UNMARKED.map((encoding) => ({ encoding, sample: sampleOf(bytes, encoding) })).sort(
    (a, b) => scoreOf(b) - scoreOf(a)
  );
}

/** A short one: `check-file.ts` packs a long one. */
export interface ReadTable extends Table {
  readonly rows: TableRow[];
  readonly problems: Problem[];
}

export function readTables(bytes: Bytes, encoding?: Encoding): Result<readonly ReadTable[]> {
  const tables: ReadTable[] = [];
  const read = readFile(bytes, encoding, ({ index, ...sheet }) => {
    const table: ReadTable = { ...sheet, rows: [], problems: [] };
    tables[index] = table;
    return {
      row: (no, cells) => void table.rows.push({ no, cells }),
      problem: (problem) => void table.problems.push(problem),
      heading: (cells) => void table.rows.unshift({ no: 1, cells })
    };
  });
  return read.ok ? accept(tables) : read;
}

export function readFile(bytes: Bytes, encoding: Encoding | undefined, open: OpenSheet): Result<true> {
  try {
    if (bytes.length === 0) fileRefused('empty');
    if (bytes.length > MAX_FILE_BYTES) fileRefused('tooLarge', { most: MAX_FILE_BYTES / 1e6 });
    if (isOld(bytes)) fileRefused('oldOrLocked');
    if (isPacked(bytes)) readXlsx(bytes, open);
    else readText(bytes, encoding ?? markedEncoding(bytes) ?? 'utf-8', open);
    return accept(true);
  } catch (error) {
    if (error instanceof FileRefused) return refuse(error.problem);
    return refuse({ code: 'list.file.damaged' });
  }
}

function startsWith(bytes: Bytes, start: readonly number[]): boolean {
  return start.every((byte, index) => bytes[index] === byte);
}

function isPacked(bytes: Bytes): boolean {
  return startsWith(bytes, [0x50, 0x4b]);
}

/** The container of old workbooks, and of locked ones. */
function isOld(bytes: Bytes): boolean {
  return startsWith(bytes, [0xd0, 0xcf, 0x11, 0xe0]);
}

/** By its mark, or by the empty halves of plain letters. */
function markedEncoding(bytes: Bytes): Encoding | null {
  if (startsWith(bytes, [0xef, 0xbb, 0xbf])) return 'utf-8';
  if (startsWith(bytes, [0xff, 0xfe])) return 'utf-16le';
  if (startsWith(bytes, [0xfe, 0xff])) return 'utf-16be';
  const head = bytes.subarray(0, 400);
  const zeros = (half: number): number => head.filter((byte, at) => byte === 0 && at % 2 === half).length;
  const [even, odd] = [zeros(0), zeros(1)];
  if (odd > head.length / 4 && even === 0) return 'utf-16le';
  return even > head.length / 4 && odd === 0 ? 'utf-16be' : null;
}

function isUtf8(bytes: Bytes): boolean {
  try {
    for (const _piece of decode(bytes, 'utf-8'));
    return true;
  } catch {
    return false;
  }
}

function* decode(bytes: Bytes, encoding: Encoding): Generator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  for (let at = 0; at < bytes.length; at += TEXT_SLICE)
    yield decoder.decode(bytes.subarray(at, at + TEXT_SLICE), { stream: true });
  yield decoder.decode();
}

const MAX_SAMPLE = 5;

function sampleOf(bytes: Bytes, encoding: Encoding): string {
  const first = bytes.findIndex((byte) => byte >= 0x80);
  const text = new TextDecoder(encoding).decode(bytes.subarray(Math.max(0, first - 200), first + 2000));
  const words = text.split(/[\s,;"]+/).filter((word) => /[^\u0000-\u007f]/.test(word)); // eslint-disable-line no-control-regex -- Plain letters are the same in all.
  return [...new Set(words)].slice(0, MAX_SAMPLE).join(' ');
}

/** Words look like words: of one script, capitals only at the beginning, and Latin ones mostly of plain letters. */
function scoreOf({ sample }: EncodingGuess): number {
  const words = sample.split(' ');
  const isWord = (word: string): boolean => {
    if (/^\p{P}*(?:\p{Script=Cyrillic}+|\p{Script=Arabic}+)\p{P}*$/u.test(word))
      return !/\p{Ll}\p{Lu}/u.test(word);
    const plain = word.match(/[a-z]/gi)?.length ?? 0;
    return /^[\p{Script=Latin}\p{P}]+$/u.test(word) && plain * 2 > word.length && !/\p{Ll}\p{Lu}/u.test(word);
  };
  return words.filter(isWord).length / words.length;
}

function readText(bytes: Bytes, encoding: Encoding, open: OpenSheet): void {
  if (!encoding.startsWith('utf-16') && bytes.includes(0)) fileRefused('notATable');
  const sink = open({ index: 0, is1904: false, name: '' });
  const room = new Room().open(sink);
  try {
    if (!isXml(bytes, encoding)) return readCsv(decode(bytes, encoding), room);
    const table = new XmlTable(room);
    for (const piece of decode(bytes, encoding)) table.push(piece);
    sink.heading?.(table.end());
  } catch (error) {
    // The decoder met bytes that are no text in this encoding.
    if (error instanceof TypeError) fileRefused('encoding');
    throw error;
  }
}

function isXml(bytes: Bytes, encoding: Encoding): boolean {
  return /^\ufeff?\s*<[?!a-z]/i.test(new TextDecoder(encoding).decode(bytes.subarray(0, 400)));
}

const BOOK = 'xl/workbook.xml';
const LINKS = 'xl/_rels/workbook.xml.rels';
const TEXTS = 'xl/sharedStrings.xml';

/** The shared texts can follow the sheets, so the file is walked twice. */
function readXlsx(bytes: Bytes, open: OpenSheet): void {
  const texts = new SharedTexts();
  const held = new Map([
    [BOOK, ''],
    [LINKS, '']
  ]);
  const found = unpack(bytes, MAX_HELD, (name) => {
    if (name === TEXTS) return texts;
    if (!held.has(name)) return null;
    return { push: (piece) => void held.set(name, (held.get(name) ?? '') + piece), end: () => undefined };
  });
  const [book = '', links = ''] = held.values();
  if (book === '' || links === '') fileRefused('notATable');
  const { sheets, is1904 } = readWorkbook(book, links);
  if (sheets.some(({ path }) => !found.has(path))) fileRefused('damaged');
  const room = new Room();
  // Parts of a ZIP follow each other, so one sheet ends before the next begins.
  unpack(bytes, MAX_UNPACKED, (name) => {
    const index = sheets.findIndex(({ path }) => path === name);
    const sheet = sheets[index];
    return sheet ? new SheetReader(texts.texts, room.open(open({ index, is1904, name: sheet.name }))) : null;
  });
}

interface PartReader {
  push(piece: string): void;
  end(): void;
}

/** Feeds the parts that somebody reads, and names all of them. */
function unpack(
  bytes: Bytes,
  most: number,
  readerOf: (name: string) => PartReader | null
): ReadonlySet<string> {
  const names = new Set<string>();
  let [unpacked, packed, count, begun, whole] = [0, 0, 0, 0, 0];
  const zip = new Unzip((part) => {
    const { name } = part;
    if (++count > MAX_PARTS) fileRefused('parts', { most: MAX_PARTS });
    if (/vbaProject|macrosheets|activeX/i.test(name)) fileRefused('macros');
    if (/^xl\/externalLinks\//i.test(name)) fileRefused('links');
    if (names.has(name) || /^[\\/]|\.\.|:/.test(name)) fileRefused('damaged');
    names.add(name);
    const reader = readerOf(name);
    if (reader === null) return;
    begun++;
    const decoder = new TextDecoder('utf-8', { fatal: true });
    part.ondata = (error, piece, isLast) => {
      // An error that this function throws comes back as the error of the part.
      if (error) throw error;
      unpacked += piece.length;
      const isBomb = unpacked > UNJUDGED_BYTES && unpacked > MAX_RATIO * packed;
      if (isBomb || unpacked > most) fileRefused('bomb', { most: most / 1e6 });
      reader.push(decoder.decode(piece, { stream: !isLast }));
      if (!isLast) return;
      reader.end();
      whole++;
    };
    part.start();
  });
  zip.register(UnzipInflate);
  for (let at = 0; at < bytes.length; at += SLICE) {
    packed = Math.min(at + SLICE, bytes.length);
    zip.push(bytes.subarray(at, packed), packed === bytes.length);
  }
  if (whole < begun || !hasEnd(bytes)) fileRefused('damaged');
  return names;
}

/** The end of a zip's directory: without it the file was cut. */
function hasEnd(bytes: Bytes): boolean {
  for (let at = bytes.length - 22; at >= 0 && at > bytes.length - 66_000; at--)
    if (startsWith(bytes.subarray(at, at + 4), [0x50, 0x4b, 5, 6])) return true;
  return false;
}
