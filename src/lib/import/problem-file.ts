/** A file with what is wrong in each row. */
import { addTo } from '#lib/domain/groups.ts';
import type { Cell } from '#lib/domain/lists/columns.ts';
import type { Table } from '#lib/domain/lists/read-table.ts';
import type { Problem } from '#lib/domain/result.ts';
import { m } from '#lib/i18n/messages.ts';
import { problemText } from '#lib/i18n/problem-text.ts';
import type { FileTable } from '#lib/ui/file/file-table.ts';

/** The file's own columns, as they were, and one more. */
export function problemFile(table: Table, problems: Iterable<Problem>): FileTable {
  const all = table.original ?? table.rows;
  const told = new Map<number, string[]>();
  for (const problem of problems) {
    const { row, column } = problem.values ?? {};
    const text = problemText(problem);
    addTo(told, Number(row), column ? m.ui_labelled({ label: String(column), text }) : text);
  }
  let width = 0;
  for (const { cells } of all) width = Math.max(width, cells.length);
  const padded = (cells: readonly Cell[]) => Array.from({ length: width }, (_, at) => cells[at] ?? null);
  const [head, ...rows] = Array.from(all, ({ no, cells }, at) => [
    ...padded(cells),
    // The reader refuses the marks that isolate a quoted cell on the screen.
    at === 0
      ? m.import_problem()
      : (told
          .get(no)
          ?.join(' ')
          .replace(/[\u2066-\u2069]/g, '') ?? null)
  ]);
  return { name: m.import_problem(), head: (head ?? []).map((cell) => String(cell ?? '')), rows };
}
