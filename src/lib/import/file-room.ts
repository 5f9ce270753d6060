/** The bounds of one file, whatever its format. */
import type { Cell } from '#lib/domain/lists/columns.ts';
import type { Problem } from '#lib/domain/result.ts';

export const MAX_FILE_BYTES = 32_000_000;
const MAX_ROWS = 50_000;
const MAX_COLUMNS = 200;
const MAX_CELL_LENGTH = 32_767;
const MAX_PROBLEMS = 20_000;
/** One shared text can be in each cell of a sheet. */
const MAX_LENGTH = 100_000_000;

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

/** One row at a time, so that memory stays small. */
export interface TableSink {
  row(no: number, cells: readonly Cell[]): void;
  problem(problem: Problem): void;
}

/** Controls that no text has, marks that turn the direction of what follows, and halves of a character. */
const PLAIN = /^[\x20-\x7e]*$/;
const STRANGE =
  // eslint-disable-next-line no-control-regex -- These are what is looked for.
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u202a-\u202e\u2066-\u2069\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

/** The sheets of one file share one room. */
export class Room {
  #rows = 0;
  #problems = 0;
  #length = 0;
  #sink: TableSink | null = null;
  #hasBegun = false;

  open(sink: TableSink): this {
    [this.#sink, this.#hasBegun] = [sink, false];
    return this;
  }

  takeColumn(column: number, row: number): void {
    if (column >= MAX_COLUMNS) fileRefused('columns', { most: MAX_COLUMNS, row });
  }

  takeRow(no: number, cells: readonly Cell[]): void {
    // The heading is one more.
    if (++this.#rows > MAX_ROWS + 1) fileRefused('rows', { most: MAX_ROWS });
    cells.forEach((cell, index) => {
      if (typeof cell !== 'string') return;
      if (cell.length > MAX_CELL_LENGTH) fileRefused('cell', { most: MAX_CELL_LENGTH, row: no });
      if ((this.#length += cell.length) > MAX_LENGTH) fileRefused('bomb', { most: MAX_LENGTH / 1e6 });
      if (!PLAIN.test(cell) && STRANGE.test(cell)) this.note('list.cell.strange', no, columnLetter(index));
    });
    // Blank rows before the heading are no part of the table.
    this.#hasBegun ||= cells.some((cell) => cell !== '');
    if (this.#hasBegun) this.#sink?.row(no, cells);
  }

  note(code: string, row: number, column: string): void {
    if (++this.#problems <= MAX_PROBLEMS) this.#sink?.problem({ code, values: { row, column } });
  }
}

export function columnLetter(index: number): string {
  return index < 26
    ? String.fromCharCode(65 + index)
    : columnLetter(Math.floor(index / 26) - 1) + columnLetter(index % 26);
}
