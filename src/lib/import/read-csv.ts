/** RFC 4180 piece by piece, with the separator of the first line: a comma, semicolon or tab. */
import { withoutGuards } from '#lib/ui/file/formula-guard.ts';
import { columnLetter, fileRefused, type Room } from './file-room.ts';

/** A longer record is a quotation mark without its pair. */
const MAX_RECORD_LENGTH = 2_000_000;
const FORMULA = /^[=@]|^[+-](?![0-9.])/;

export function readCsv(pieces: Iterable<string>, room: Room): void {
  const reader = new CsvReader(room);
  for (const piece of pieces) reader.push(piece, false);
  reader.push('', true);
}

class CsvReader {
  readonly #room: Room;
  #rest = '';
  #separator = '';
  #line = 1;
  #above: readonly string[] = [];

  constructor(room: Room) {
    this.#room = room;
  }

  /** Whole records are read; a begun one waits for the next piece. */
  push(piece: string, isLast: boolean): void {
    let text = this.#rest + piece;
    // The second half of a line end can be in the next piece.
    const isCut = !isLast && text.endsWith('\r');
    if (isCut) text = text.slice(0, -1);
    if (text.includes('\r')) text = text.replace(/\r\n?/g, '\n');
    if (this.#separator === '' && (isLast || text.includes('\n'))) this.#separator = separatorOf(text);
    let at = 0;
    while (this.#separator !== '' && at < text.length) {
      const end = this.#record(text, at, isLast);
      if (end < 0) break;
      at = end;
    }
    this.#rest = text.slice(at) + (isCut ? '\r' : '');
    if (this.#rest.length > MAX_RECORD_LENGTH) fileRefused('quote', { row: this.#line });
  }

  /** The start of the next record; negative if this one is not whole yet. */
  #record(text: string, start: number, isLast: boolean): number {
    const cells: string[] = [];
    let [at, lines] = [start, 1];
    let formulas: number[] | null = null;
    for (;;) {
      const isQuoted = text[at] === '"';
      const end = isQuoted ? endOfQuoted(text, at) : this.#endOfPlain(text, at);
      // The sign after a closing quotation mark can be in the next piece.
      if ((end < 0 || end >= text.length) && !isLast) return -1;
      if (end < 0) fileRefused('quote', { row: this.#line });
      const raw = text.slice(at, end);
      const cell = isQuoted ? raw.slice(1, -1).replace(/""/g, '"') : raw.trim();
      if (isQuoted && raw.includes('\n')) lines += raw.split('\n').length - 1;
      if (FORMULA.test(cell)) (formulas ??= []).push(cells.length);
      this.#room.takeColumn(cells.length, this.#line);
      // Columns repeat themselves: one text for equal neighbours.
      const above = this.#above[cells.length];
      // I2ES writes an apostrophe before what could be a formula.
      const plain = withoutGuards(cell);
      cells.push(plain === above ? above : plain);
      at = end;
      if (text[at] !== this.#separator) break;
      at++;
    }
    if (at < text.length && text[at] !== '\n') fileRefused('quote', { row: this.#line });
    for (const index of formulas ?? []) this.#room.note('list.cell.formula', this.#line, columnLetter(index));
    this.#above = cells;
    this.#room.takeRow(this.#line, cells);
    this.#line += lines;
    return at + 1;
  }

  #endOfPlain(text: string, at: number): number {
    const code = this.#separator.charCodeAt(0);
    let end = at;
    for (; end < text.length; end++) {
      const one = text.charCodeAt(end);
      if (one === code || one === 10) break;
    }
    return end;
  }
}

function separatorOf(text: string): string {
  const heading = (text.split('\n', 1)[0] ?? '').replace(/"[^"]*"/g, '');
  return [',', ';', '\t'].reduce((best, one) =>
    heading.split(one).length > heading.split(best).length ? one : best
  );
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
