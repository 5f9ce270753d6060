/** Rows pasted from a spreadsheet as lines of goods. Every problem has its row; with one, nothing is taken over. */
import {
  GOODS_COLUMNS,
  toLine,
  type GoodsCells,
  type GoodsColumn,
  type TellCell
} from '#lib/authorization/goods-cells.ts';
import { textToBytes } from '#lib/crypto/bytes.ts';
import { foldText } from '#lib/domain/act/typed-text.ts';
import { MAX_APPLIED_LINES, type AppliedKind } from '#lib/domain/application/application.ts';
import { judgeApplied } from '#lib/domain/application/judge-application.ts';
import type { JudgeContext } from '#lib/domain/authorization/judge-context.ts';
import type { DraftLine } from '#lib/domain/draft/draft.ts';
import type { Problem, Result } from '#lib/domain/result.ts';
import { accept, refuse } from '#lib/domain/result.ts';
import { readTables } from '#lib/import/read-file.ts';

export function readRows(
  text: string,
  of: AppliedKind,
  context: JudgeContext,
  newKey: () => string = () => crypto.randomUUID()
): Result<readonly DraftLine[]> {
  const tables = readTables(textToBytes(text));
  if (!tables.ok) return tables;
  const rows = (tables.value[0]?.rows ?? []).map(({ no, cells }) => ({ no, cells: cells.map(String) }));
  const heading = rows[0] && findHeading(rows[0].cells);
  const problems: Problem[] = [...(tables.value[0]?.problems ?? [])];
  for (const unknown of heading?.unknown ?? [])
    problems.push({ code: 'apply.rows.heading', values: { row: rows[0]?.no ?? 1, found: unknown } });
  const columns = heading?.columns ?? GOODS_COLUMNS.map(([name]) => name);
  const filled = (heading ? rows.slice(1) : rows).filter(({ cells }) =>
    cells.some((cell) => cell.trim() !== '')
  );
  if (filled.length === 0) return refuse({ code: 'apply.rows.none' });
  if (filled.length > MAX_APPLIED_LINES)
    return refuse({ code: 'apply.rows.many', values: { count: filled.length, most: MAX_APPLIED_LINES } });
  const lines = filled.map(({ no, cells }) => {
    const tell: TellCell = (code, column, values) =>
      void problems.push({ code, values: { row: no, column: columnWord(column), ...values } });
    if (cells.length > columns.length && cells.slice(columns.length).some((cell) => cell.trim() !== ''))
      problems.push({ code: 'apply.rows.wide', values: { row: no, most: columns.length } });
    const read: GoodsCells = {};
    columns.forEach((name, at) => name && (read[name] = (cells[at] ?? '').trim()));
    return { no, line: { key: newKey(), fields: toLine(read, context.edition, tell) } };
  });
  problems.push(...judgeRows(lines, of, context, problems));
  const byRow = (one: Problem): number => Number(one.values?.['row'] ?? 0);
  return problems.length > 0
    ? refuse(...problems.sort((a, b) => byRow(a) - byRow(b)))
    : accept(lines.map(({ line }) => line));
}

/** Null if the first row already has goods. */
function findHeading(
  cells: readonly string[]
): { readonly columns: readonly (GoodsColumn | null)[]; readonly unknown: readonly string[] } | null {
  const columns = cells.map(
    (cell) =>
      GOODS_COLUMNS.find(([name, english, word]) =>
        [name, english, word()].some((one) => foldText(one) === foldText(cell))
      )?.[0] ?? null
  );
  if (!columns.includes('substance')) return null;
  return { columns, unknown: cells.filter((cell, at) => cell !== '' && columns[at] === null) };
}

function columnWord(name: GoodsColumn): string {
  return GOODS_COLUMNS.find(([one]) => one === name)?.[2]() ?? name;
}

/** Problems of each row whose cells could be read. */
function judgeRows(
  rows: readonly { readonly no: number; readonly line: DraftLine }[],
  of: AppliedKind,
  context: JudgeContext,
  told: readonly Problem[]
): readonly Problem[] {
  const hasProblem = new Set(told.map(({ values }) => values?.['row']));
  const form = { fields: {}, lines: rows.map(({ line }) => line) };
  return judgeApplied(of, form, context).flatMap((problem) => {
    const key = /^lines\.([^.]+)\./.exec(problem.path ?? '')?.[1];
    const row = rows.find(({ line }) => line.key === key);
    if (!row || hasProblem.has(row.no) || problem.weight === 'notice') return [];
    return [{ ...problem, values: { ...problem.values, row: row.no } }];
  });
}
