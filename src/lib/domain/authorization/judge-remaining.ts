/**
 * Exports cannot exceed the rest of the import authorization, without tolerance (1961 art. 31(1), (4)(d); rule R8).
 * Equal forms compare as stated, others as anhydrous base.
 */
import type { Line } from '../act/body.ts';
import type { Quantities } from '../dossier/dossier.ts';
import { comparedAs, importLineOf, isOverdrawn } from '../dossier/import-line.ts';
import type { Rest } from '../dossier/import-use.ts';
import type { DraftFields, DraftLine } from '../draft/draft.ts';
import { microgramsOf } from '../quantity.ts';
import { lineFieldOf } from './form-fields.ts';
import type { ExportContext, Findings } from './judge-context.ts';
import type { ComputedLine } from './judge-line.ts';
import { LineFindings, readQuantity } from './line-fields.ts';

/** Totals of the form's lines; as base once any drawn line is in another form. */
interface Drawn {
  stated: number;
  base: number;
  basis: keyof Quantities;
}

export function judgeRemaining(
  form: DraftFields,
  lines: readonly ComputedLine[],
  context: ExportContext,
  findings: Findings
): readonly Line[] {
  const act = context.importAct;
  const ready: Line[] = [];
  const drawn = new Map<number, Drawn>();
  lines.forEach((line, index) => {
    const typed = form.lines[index];
    if (!typed || !line.substance) return;
    const notes = new LineFindings(findings, line.key, line.no, line.substance);
    if (!act) {
      judgePaperLimit(typed, line, notes);
      if (line.line) ready.push(line.line);
      return;
    }
    const target = importLineOf(goodsOf(typed, line), act.body.lines);
    if (!target) return notes.add('export.line.notInImport', 'substance', { substance: line.substance.name });
    judgeSameGoods(line, target, notes);
    if (!line.line) return;
    judgeDrawn(line.line, target, remainingOf(target, context), drawn, notes);
    ready.push({ ...line.line, importLine: target.no });
  });
  return ready;
}

/** Another salt, or tablets instead of ampoules: a notice for the officer. */
function judgeSameGoods({ form, pharmaceuticalForm }: ComputedLine, target: Line, notes: LineFindings): void {
  if (form && form.key !== target.form)
    notes.add('line.form.differs', 'form', { authorized: target.designation });
  if (pharmaceuticalForm && pharmaceuticalForm !== target.pharmaceuticalForm) {
    const authorizedForm = target.pharmaceuticalForm;
    notes.add('line.pharmaceuticalForm.differs', 'pharmaceuticalForm', {
      pharmaceuticalForm,
      authorizedForm
    });
  }
}

function goodsOf(
  typed: DraftLine,
  { substance, form, pharmaceuticalForm }: ComputedLine
): Parameters<typeof importLineOf>[0] {
  const named = lineFieldOf(typed, 'importLine').trim();
  const goods = { substance: substance?.key, form: form?.key, pharmaceuticalForm };
  return named === '' ? goods : { ...goods, importLine: Number(named) };
}

function remainingOf(target: Line, context: ExportContext): Rest {
  const all = { stated: microgramsOf(target.stated), base: microgramsOf(target.base) };
  return context.remaining?.[target.no] ?? all;
}

function judgeDrawn(
  line: Line,
  target: Line,
  remaining: Rest,
  drawn: Map<number, Drawn>,
  notes: LineFindings
): void {
  const sum = drawn.get(target.no) ?? { stated: 0, base: 0, basis: remaining.basis ?? 'stated' };
  sum.stated += microgramsOf(line.stated);
  sum.base += microgramsOf(line.base);
  if (comparedAs(line, target) === 'base') sum.basis = 'base';
  drawn.set(target.no, sum);
  const { basis } = sum;
  if (!isOverdrawn(basis, sum, remaining)) return;
  notes.add('export.line.exceedsImport', 'quantity', {
    asked: sum[basis],
    remaining: Math.max(remaining[basis], 0),
    importLine: target.no
  });
}

/** A paper import authorization's allowed quantity is typed next to the exported one. */
function judgePaperLimit(typed: DraftLine, line: ComputedLine, notes: LineFindings): void {
  if (lineFieldOf(typed, 'limit').trim() === '') return notes.add('line.limit.missing', 'limit');
  const limit = readQuantity(typed, 'limit', 'limitUnit', notes);
  if (!limit || !line.stated || microgramsOf(line.stated) <= microgramsOf(limit)) return;
  notes.add('export.line.exceedsImport', 'quantity', {
    asked: line.stated,
    remaining: limit,
    importLine: line.no
  });
}
