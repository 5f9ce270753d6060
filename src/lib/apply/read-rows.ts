/** Rows pasted from a spreadsheet as lines of goods. Every problem has its row; with one, nothing is taken over. */
import {
  goodsToValue,
  substanceOptions,
  usualContentUnit,
  valueToGoods
} from '#lib/authorization/line-options.ts';
import { textToBytes } from '#lib/crypto/bytes.ts';
import { PHARMACEUTICAL_FORMS } from '#lib/domain/act/body.ts';
import { foldText } from '#lib/domain/act/typed-text.ts';
import { MAX_APPLIED_LINES, type AppliedKind } from '#lib/domain/application/application.ts';
import { judgeApplied } from '#lib/domain/application/judge-application.ts';
import type { JudgeContext } from '#lib/domain/authorization/judge-context.ts';
import { parseUnit, splitTypedQuantity } from '#lib/domain/authorization/typed-quantity.ts';
import type { DraftLine, Typed } from '#lib/domain/draft/draft.ts';
import { goodsNames, keyOfSubstance } from '#lib/domain/goods/substance-search.ts';
import { designationOf, formsOf, type EditionIndex } from '#lib/domain/goods/substance.ts';
import type { Problem, Result } from '#lib/domain/result.ts';
import { accept, refuse } from '#lib/domain/result.ts';
import { pharmaceuticalWord } from '#lib/i18n/form-words.ts';
import { m } from '#lib/i18n/messages.ts';
import { readListFile } from '#lib/lists/read-file.ts';

/** In this order without headings; each heading in English or as on the form. */
export const ROW_COLUMNS = [
  ['substance', 'substance', m.authorization_substance],
  ['pharmaceuticalForm', 'form', m.authorization_pharmaceutical_form],
  ['quantity', 'quantity', m.authorization_quantity],
  ['unit', 'unit', m.authorization_unit],
  ['preparation', 'preparation', m.authorization_preparation],
  ['strength', 'strength', m.authorization_strength],
  ['unitsPerPack', 'units per pack', m.authorization_units_per_pack],
  ['packs', 'packs', m.authorization_packs]
] as const;
type RowColumn = (typeof ROW_COLUMNS)[number][0];

type Cells = Partial<Record<RowColumn, string>>;
type Tell = (code: string, column: RowColumn, values?: Problem['values']) => void;

export function readRows(
  text: string,
  of: AppliedKind,
  context: JudgeContext,
  newKey: () => string = () => crypto.randomUUID()
): Result<readonly DraftLine[]> {
  const tables = readListFile(textToBytes(text));
  if (!tables.ok) return tables;
  const rows = (tables.value[0]?.rows ?? []).map(({ no, cells }) => ({ no, cells: cells.map(String) }));
  const heading = rows[0] && findHeading(rows[0].cells);
  const problems: Problem[] = [...(tables.value[0]?.problems ?? [])];
  for (const unknown of heading?.unknown ?? [])
    problems.push({ code: 'apply.rows.heading', values: { row: rows[0]?.no ?? 1, found: unknown } });
  const columns = heading?.columns ?? ROW_COLUMNS.map(([name]) => name);
  const filled = (heading ? rows.slice(1) : rows).filter(({ cells }) =>
    cells.some((cell) => cell.trim() !== '')
  );
  if (filled.length === 0) return refuse({ code: 'apply.rows.none' });
  if (filled.length > MAX_APPLIED_LINES)
    return refuse({ code: 'apply.rows.many', values: { count: filled.length, most: MAX_APPLIED_LINES } });
  const lines = filled.map(({ no, cells }) => {
    const tell: Tell = (code, column, values) =>
      void problems.push({ code, values: { row: no, column: columnWord(column), ...values } });
    if (cells.length > columns.length && cells.slice(columns.length).some((cell) => cell.trim() !== ''))
      problems.push({ code: 'apply.rows.wide', values: { row: no, most: columns.length } });
    const read: Cells = {};
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
): { readonly columns: readonly (RowColumn | null)[]; readonly unknown: readonly string[] } | null {
  const columns = cells.map(
    (cell) =>
      ROW_COLUMNS.find(([name, english, word]) =>
        [name, english, word()].some((one) => foldText(one) === foldText(cell))
      )?.[0] ?? null
  );
  if (!columns.includes('substance')) return null;
  return { columns, unknown: cells.filter((cell, at) => cell !== '' && columns[at] === null) };
}

function columnWord(name: RowColumn): string {
  return ROW_COLUMNS.find(([one]) => one === name)?.[2]() ?? name;
}

function toLine(read: Cells, edition: EditionIndex, tell: Tell): Typed {
  const pharmaceuticalForm = readPharmaceuticalForm(read.pharmaceuticalForm ?? '', tell);
  const amount = readAmount(read.quantity ?? '', read.unit ?? '', 'unit', tell);
  const strength = readAmount(read.strength ?? '', '', 'strength', tell);
  return {
    ...readGoods(read.substance ?? '', edition, tell),
    pharmaceuticalForm,
    quantity: amount.figure,
    unit: amount.unit,
    preparation: read.preparation ?? '',
    ...(strength.figure === ''
      ? {}
      : {
          strength: strength.figure,
          strengthUnit: strength.unit,
          per: '1',
          perUnit: usualContentUnit(pharmaceuticalForm),
          unitSize: '1'
        }),
    unitsPerPack: read.unitsPerPack ?? '',
    packs: read.packs ?? ''
  };
}

/** A name of one form, or of a substance that has one form only. */
function readGoods(typed: string, edition: EditionIndex, tell: Tell): Typed {
  if (typed === '') {
    tell('list.cell.missing', 'substance');
    return {};
  }
  const asked = foldText(typed);
  const exact = edition.edition.rows.flatMap((substance) =>
    formsOf(substance)
      .filter((form) =>
        [designationOf(substance, form), ...goodsNames(substance, form)].some(
          (name) => foldText(name) === asked
        )
      )
      .map((form) => ({ substance, form }))
  );
  const key = keyOfSubstance(typed, edition);
  const found =
    exact.length > 0
      ? exact.map(({ substance, form }) => goodsToValue(substance.key, form.key))
      : substanceOptions(typed, edition)
          .map(({ value }) => value)
          .filter((value) => key === null || valueToGoods(value).substance === key);
  const [only] = found;
  if (only !== undefined && found.length === 1) return valueToGoods(only);
  if (only === undefined) tell('list.cell.substance', 'substance', { found: typed.slice(0, 60) });
  else {
    const names = substanceOptions(typed, edition).filter(({ value }) => found.includes(value));
    const known = names.slice(0, 5).map(({ label }) => label);
    tell('apply.rows.several', 'substance', { found: typed.slice(0, 60), known: known.join(' · ') });
  }
  return {};
}

function readPharmaceuticalForm(typed: string, tell: Tell): string {
  if (typed === '') {
    tell('list.cell.missing', 'pharmaceuticalForm');
    return '';
  }
  const asked = foldText(typed);
  const found = PHARMACEUTICAL_FORMS.find((form) =>
    [form, form.replace(/-/g, ' '), pharmaceuticalWord(form)].some((one) => foldText(one) === asked)
  );
  if (!found) tell('apply.rows.form', 'pharmaceuticalForm', { found: typed.slice(0, 60) });
  return found ?? '';
}

/** The unit after the figure is meant, not the one in its own cell; without any, nothing is guessed. */
function readAmount(
  typed: string,
  unit: string,
  column: 'unit' | 'strength',
  tell: Tell
): { readonly figure: string; readonly unit: string } {
  const split = splitTypedQuantity(typed);
  const written = split.unit || unit;
  const meant = parseUnit(written);
  if (typed !== '' && written === '') tell('list.cell.missing', column);
  else if (typed !== '' && !meant) tell('quantity.unit.unknown', column, { typed: written.slice(0, 20) });
  return { figure: split.figure.trim(), unit: meant ?? '' };
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
