/** What a file of 50,000 rows plans: rows that belong together, held only until the last of them has passed. */
import { addTo } from '../groups.ts';
import type { Problem } from '../result.ts';
import type { Column, Reading } from './columns.ts';
import { eachRow, type RowRead, type Table } from './read-table.ts';

type Tell = (problem: Problem) => void;

export class PlanLog {
  rowCount = 0;
  /** Here already, from an earlier file. */
  sameCount = 0;
  problemCount = 0;
  readonly #tell: readonly [problem: Tell, question: Tell];
  readonly #waiting: readonly [Problem[], Problem[]] = [[], []];

  constructor(problem: Tell, question: Tell) {
    this.#tell = [problem, question];
  }

  /** In rows that cannot be loaded. */
  problem(...problems: readonly Problem[]): void {
    this.problemCount += problems.length;
    this.#waiting[0].push(...problems);
  }

  /** A person answers them later. */
  question(...problems: readonly Problem[]): void {
    this.#waiting[1].push(...problems);
  }

  /** By row, although a row can wait for a later one. Null between two: a page can draw. */
  *flush(): Generator<null> {
    for (const [at, waiting] of this.#waiting.entries()) {
      if (waiting.length > 1) waiting.sort((a, b) => rowOf(a) - rowOf(b));
      for (const one of waiting.splice(0)) {
        this.#tell[at]?.(one);
        yield null;
      }
    }
  }
}

export interface RowGroup {
  readonly rows: readonly [RowRead, ...RowRead[]];
  /** Told already. */
  readonly faults: readonly Problem[];
}

export function rowOf({ values }: Problem): number {
  return Number(values?.['row'] ?? 0);
}

/** Null between two groups: a page can draw. The file is walked twice, because rows of one group need not be neighbours. */
export function* eachGroup(
  columns: readonly Column[],
  table: Table,
  reading: Omit<Reading, 'is1904'>,
  { keyOf, log }: { readonly keyOf: (row: RowRead) => string; readonly log: PlanLog }
): Generator<RowGroup | null> {
  const lastOf = new Map<string, number>();
  const found: Problem[] = [];
  let count = 0;
  for (const row of eachRow(columns, table, reading, found)) {
    lastOf.set(keyOf(row), ++count);
    found.splice(0);
    yield null;
  }
  found.splice(0);
  const notes = [...table.problems].sort((a, b) => rowOf(a) - rowOf(b));
  const notesOf = new Map<number, Problem[]>();
  for (const one of notes) addTo(notesOf, rowOf(one), one);
  const open = new Map<string, { rows: RowRead[]; faults: Problem[] }>();
  let [told, isReadable] = [0, true];
  const tellUpTo = (row: number): void => {
    for (let one = notes[told]; one && rowOf(one) <= row; one = notes[++told]) log.problem(one);
    log.problem(...found);
  };
  for (const row of eachRow(columns, table, reading, found)) {
    tellUpTo(row.row);
    log.rowCount++;
    // A heading is no row, but nothing below it can be read.
    isReadable = isReadable && !found.some(({ code }) => code.startsWith('list.column.'));
    const key = keyOf(row);
    const group = open.get(key) ?? { rows: [], faults: [] };
    group.rows.push(row);
    group.faults.push(...(notesOf.get(row.row) ?? []), ...found.splice(0));
    const isWhole = lastOf.get(key) === log.rowCount;
    if (isWhole) open.delete(key);
    else open.set(key, group);
    yield isWhole && isReadable ? (group as RowGroup & typeof group) : null;
    if (open.size === 0) yield* log.flush();
  }
  tellUpTo(Infinity);
  yield* log.flush();
}
