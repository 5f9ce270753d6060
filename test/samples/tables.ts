import {
  arrangeTable,
  chooseTable,
  suggestMapping,
  type Arrangement
} from '#lib/domain/lists/arrange-table.ts';
import type { Column } from '#lib/domain/lists/columns.ts';
import { PlanLog } from '#lib/domain/lists/read-groups.ts';
import type { Table } from '#lib/domain/lists/read-table.ts';
import { unwrap, type Problem } from '#lib/domain/result.ts';

/** The sheet that fits, with the columns that its headings suggest. */
export function arranged(
  columns: readonly Column[],
  tables: readonly Table[],
  answers: Omit<Arrangement, 'mapping'> = {}
): Table {
  const table = tables[unwrap(chooseTable(columns, tables))]!;
  const [head] = table.rows;
  const mapping = suggestMapping(columns, head?.cells ?? []);
  return toTheEnd(arrangeTable(table, columns, { mapping, ...answers })).table;
}

export function toTheEnd<T>(work: Iterator<unknown, T>): T {
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}

/** Everything that a plan finds. */
export function planOf<T>(plan: (log: PlanLog) => Iterable<T | null>) {
  const [problems, questions, added]: [Problem[], Problem[], T[]] = [[], [], []];
  const log = new PlanLog(
    (one) => problems.push(one),
    (one) => questions.push(one)
  );
  for (const item of plan(log)) if (item) added.push(item);
  toTheEnd(log.flush());
  return { problems, questions, added, rowCount: log.rowCount, sameCount: log.sameCount };
}
