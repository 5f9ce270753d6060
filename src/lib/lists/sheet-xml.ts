/** The few parts of an XLSX that a table needs (ECMA-376): sheets, shared texts, cells. No entity, no external part. */
import type { Cell } from '#lib/domain/lists/columns.ts';
import type { Table } from '#lib/domain/lists/read-table.ts';
import type { Problem } from '#lib/domain/result.ts';

/** The whole file is refused; a single cell is only a problem with its place. */
export class FileRefused extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.code);
    this.problem = problem;
  }
}

export function fileRefused(why: string, values: Readonly<Record<string, number>> = {}): never {
  throw new FileRefused({ code: `list.file.${why}`, values });
}

type Sheet = Omit<Table, 'is1904'>;

interface Token {
  /** Without its prefix; empty for text. */
  readonly name: string;
  readonly isEnd: boolean;
  readonly attributes: string;
  readonly text: string;
}

const TOKEN = /<(\/?)(?:[\w.-]+:)?([\w.-]+)([^<>]*)>|([^<]+)/g;

/** Each character is read once: no nested choice to run back through. */
function* tokensOf(xml: string): Generator<Token> {
  // A document type can define entities that grow without end.
  if (/<!(?:DOCTYPE|ENTITY)/i.test(xml)) fileRefused('damaged');
  for (const [, slash, name = '', attributes = '', text = ''] of xml.matchAll(TOKEN)) {
    yield { name, isEnd: slash === '/', attributes, text };
    if (name !== '' && attributes.endsWith('/')) yield { name, isEnd: true, attributes: '', text: '' };
  }
}

function attribute({ attributes }: Token, name: string): string {
  const found = new RegExp(`(?:^|\\s)(?:[\\w.-]+:)?${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`).exec(attributes);
  return plain(found?.[1] ?? found?.[2] ?? '');
}

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

function plain(text: string): string {
  return text.replace(/&(?:#x([0-9a-f]{1,6})|#([0-9]{1,7})|(\w{1,8}));/gi, (whole, hex, decimal, name) => {
    if (name !== undefined) return ENTITIES[String(name)] ?? whole;
    const code = hex === undefined ? Number(decimal) : parseInt(String(hex), 16);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '';
  });
}

export function readWorkbook(
  book: string,
  links: string
): { readonly sheets: readonly string[]; readonly is1904: boolean } {
  const targets = new Map<string, string>();
  for (const token of tokensOf(links))
    if (token.name === 'Relationship' && !token.isEnd)
      targets.set(attribute(token, 'Id'), attribute(token, 'Target'));
  const sheets: string[] = [];
  let is1904 = false;
  for (const token of tokensOf(book)) {
    if (token.name === 'workbookPr') is1904 ||= /^(?:1|true)$/.test(attribute(token, 'date1904'));
    if (token.name !== 'sheet' || token.isEnd || /hidden/i.test(attribute(token, 'state'))) continue;
    const target = targets.get(attribute(token, 'id')) ?? '';
    // Absolute or relative to the workbook; never out of the file.
    if (/worksheets\//.test(target)) sheets.push(target.replace(/^\/?(?:xl\/)?/, 'xl/'));
  }
  if (sheets.length === 0) fileRefused('noSheet');
  return { sheets, is1904 };
}

/** Each `si` is one text; `rPh` is how it is read aloud. */
export function sharedTexts(xml: string): readonly string[] {
  const texts: string[] = [];
  let [open, isAloud, isText] = [false, false, false];
  let text = '';
  for (const token of tokensOf(xml)) {
    if (token.name === 'si') {
      if (token.isEnd) texts.push(text);
      text = '';
      open = !token.isEnd;
    } else if (token.name === 'rPh') isAloud = !token.isEnd;
    else if (token.name === 't') isText = !token.isEnd;
    else if (token.name === '' && open && isText && !isAloud) text += plain(token.text);
  }
  return texts;
}

interface OpenCell {
  readonly column: number;
  readonly type: string;
  text: string;
}

/** All sheets of a file together. */
const MAX_ROWS = 20_000;
const MAX_COLUMNS = 60;
const MAX_PROBLEMS = 200;

/** The bounds of one file: two sheets are one file. */
export class Room {
  #rows = 0;
  #problems = 0;

  takeRow(): void {
    if (++this.#rows > MAX_ROWS) fileRefused('rows', { most: MAX_ROWS });
  }

  takeCell(column: number, row: number): void {
    if (column >= MAX_COLUMNS) fileRefused('columns', { most: MAX_COLUMNS, row });
  }

  hasProblem(): boolean {
    return ++this.#problems <= MAX_PROBLEMS;
  }
}

export function readSheet(xml: string, texts: readonly string[], room: Room): Sheet {
  const rows: { no: number; cells: Cell[] }[] = [];
  const problems: Problem[] = [];
  let row: { no: number; cells: Cell[] } | null = null;
  let cell: OpenCell | null = null;
  let isValue = false;
  const note = (code: string, column: string, no = row?.no ?? 0): void =>
    void (room.hasProblem() && problems.push({ code, values: { row: no, column } }));
  for (const token of tokensOf(xml)) {
    const { name, isEnd } = token;
    if (name === 'row' && !isEnd) {
      const no: number = Number(attribute(token, 'r')) || (rows.at(-1)?.no ?? 0) + 1;
      row = { no, cells: [] };
      room.takeRow();
      rows.push(row);
      if (/^(?:1|true)$/.test(attribute(token, 'hidden'))) note('list.row.hidden', '');
    } else if (name === 'c' && !isEnd && row !== null) {
      const column = columnIndex(attribute(token, 'r'), row.cells.length);
      room.takeCell(column, row.no);
      cell = { column, type: attribute(token, 't'), text: '' };
    } else if (name === 'c' && cell !== null && row !== null) {
      while (row.cells.length < cell.column) row.cells.push('');
      if (cell.type === 'e') note('list.cell.error', columnLetter(cell.column));
      row.cells[cell.column] = valueOf(cell, texts);
      cell = null;
    } else if (name === 'f' && !isEnd && cell !== null) note('list.cell.formula', columnLetter(cell.column));
    else if (name === 'v' || name === 't') isValue = !isEnd;
    else if (name === 'mergeCell' && !isEnd) {
      const [, letters = '', digits = '0'] = /^([A-Z]+)(\d+)/.exec(attribute(token, 'ref')) ?? [];
      note('list.cell.merged', letters, Number(digits));
    } else if (name === '' && isValue && cell !== null) cell.text += plain(token.text);
  }
  return { rows, problems };
}

function valueOf({ type, text }: OpenCell, texts: readonly string[]): Cell {
  if (type === 's') return (texts[Number(text)] ?? fileRefused('damaged')).trim();
  if (type === '' || type === 'n') {
    const value = Number(text);
    return text.trim() === '' ? '' : Number.isFinite(value) ? value : text;
  }
  return text.trim();
}

function columnIndex(reference: string, otherwise: number): number {
  const letters = /^[A-Z]{1,3}/.exec(reference)?.[0];
  if (letters === undefined) return otherwise;
  return [...letters].reduce((index, letter) => index * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}

export function columnLetter(index: number): string {
  return index < 26
    ? String.fromCharCode(65 + index)
    : columnLetter(Math.floor(index / 26) - 1) + columnLetter(index % 26);
}
