/** The few parts of an XLSX that a table needs (ECMA-376): sheets, shared texts, cells. No external part. */
import type { Cell } from '#lib/domain/lists/columns.ts';
import { columnLetter, fileRefused, type Room } from './file-room.ts';
import { XmlReader } from './read-xml.ts';

const isOn = (value = ''): boolean => /^(?:1|true)$/.test(value);

export function readWorkbook(
  book: string,
  links: string
): {
  readonly sheets: readonly { readonly path: string; readonly name: string }[];
  readonly is1904: boolean;
} {
  const targets = new Map<string, string>();
  const sheets: { path: string; name: string }[] = [];
  let is1904 = false;
  readAll(links, (name, { Id = '', Target = '' }) => name === 'Relationship' && targets.set(Id, Target));
  readAll(book, (element, { date1904, id = '', name = '', state = '' }) => {
    if (element === 'workbookPr') is1904 ||= isOn(date1904);
    if (element !== 'sheet' || /hidden/i.test(state)) return;
    const target = targets.get(id) ?? '';
    // Absolute or relative to the workbook; never out of the file.
    if (/worksheets\//.test(target)) sheets.push({ path: target.replace(/^\/?(?:xl\/)?/, 'xl/'), name });
  });
  if (sheets.length === 0) fileRefused('noSheet');
  return { sheets, is1904 };
}

function readAll(xml: string, open: (name: string, attributes: Readonly<Record<string, string>>) => void) {
  const reader = new XmlReader({ open, close: () => undefined, text: () => undefined });
  reader.push(xml);
  reader.end();
}

/** Each `si` is one text; `rPh` is how it is read aloud. */
export class SharedTexts {
  readonly texts: string[] = [];
  readonly #reader: XmlReader;

  constructor() {
    let [isAloud, isText, text] = [false, false, ''];
    this.#reader = new XmlReader({
      open: (name) => {
        if (name === 'si') text = '';
        else if (name === 'rPh') isAloud = true;
        else if (name === 't') isText = !isAloud;
      },
      close: (name) => {
        if (name === 'si') this.texts.push(text);
        else if (name === 'rPh') isAloud = false;
        else if (name === 't') isText = false;
      },
      text: (part) => isText && (text += part)
    });
  }

  push(piece: string): void {
    this.#reader.push(piece);
  }

  end(): void {
    this.#reader.end();
  }
}

/** A sheet as its pieces are unpacked. */
export class SheetReader {
  readonly #reader: XmlReader;
  readonly #room: Room;
  readonly #texts: readonly string[];
  #row = 0;
  #cells: Cell[] = [];
  #column = 0;
  #type = '';
  #text = '';
  #isValue = false;

  constructor(texts: readonly string[], room: Room) {
    this.#room = room;
    this.#texts = texts;
    this.#reader = new XmlReader({
      open: (name, attributes) => this.#open(name, attributes),
      close: (name) => this.#close(name),
      text: (text) => this.#isValue && (this.#text += text)
    });
  }

  push(piece: string): void {
    this.#reader.push(piece);
  }

  end(): void {
    this.#reader.end();
  }

  #open(name: string, { r = '', t = '', ref = '', hidden }: Readonly<Record<string, string>>): void {
    if (name === 'row') {
      // Problems name a row by its number.
      if (!/^[1-9]\d{0,6}$|^$/.test(r)) fileRefused('damaged');
      this.#row = Number(r) || this.#row + 1;
      this.#cells = [];
      if (isOn(hidden)) this.#room.note('list.row.hidden', this.#row, '');
    } else if (name === 'c') {
      this.#column = columnIndex(r, this.#cells.length);
      this.#room.takeColumn(this.#column, this.#row);
      [this.#type, this.#text] = [t, ''];
    } else if (name === 'f') this.#room.note('list.cell.formula', this.#row, columnLetter(this.#column));
    else if (name === 'v' || name === 't') this.#isValue = true;
    else if (name === 'mergeCell') {
      const [, letters = '', digits = '0'] = /^([A-Z]+)(\d+)/.exec(ref) ?? [];
      this.#room.note('list.cell.merged', Number(digits), letters);
    }
  }

  #close(name: string): void {
    if (name === 'v' || name === 't') this.#isValue = false;
    else if (name === 'c') {
      while (this.#cells.length < this.#column) this.#cells.push('');
      if (this.#type === 'e') this.#room.note('list.cell.error', this.#row, columnLetter(this.#column));
      this.#cells[this.#column] = this.#value();
    } else if (name === 'row') this.#room.takeRow(this.#row, this.#cells);
  }

  #value(): Cell {
    const text = this.#text;
    if (this.#type === 's') return (this.#texts[Number(text)] ?? fileRefused('damaged')).trim();
    if (this.#type === '' || this.#type === 'n') {
      const value = Number(text);
      return text.trim() === '' ? '' : Number.isFinite(value) ? value : text;
    }
    return text.trim();
  }
}

function columnIndex(reference: string, otherwise: number): number {
  const letters = /^[A-Z]{1,3}/.exec(reference)?.[0];
  if (letters === undefined) return otherwise;
  return [...letters].reduce((index, letter) => index * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}
