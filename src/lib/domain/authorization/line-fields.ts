/** Reads the boxes of one line; problems carry the line's number and its substance's article. */
import { PHARMACEUTICAL_FORMS, type PharmaceuticalForm } from '../act/body.ts';
import type { DraftLine } from '../draft/draft.ts';
import type { MicrogramsText } from '../ids.ts';
import type { Problem } from '../result.ts';
import { type Substance, groundOf } from '../goods/substance.ts';
import { lineFieldOf, type LineField } from './form-fields.ts';
import type { Findings } from './judge-context.ts';
import type { ProblemCode } from '../act/problem-codes.ts';
import { parseTypedQuantity, parseUnit } from './typed-quantity.ts';
import { cleanText, findTextProblem, isBlank } from '../act/typed-text.ts';

/** Forms of pure substance; all others are preparations. */
const BULK_FORMS: readonly PharmaceuticalForm[] = [
  'powder',
  'crystals',
  'raw-material',
  'reference-standard'
];

/** Paths are `lines.<key>.<box>`; articles are those of the substance (`groundOf`). */
export class LineFindings {
  constructor(
    private readonly findings: Findings,
    private readonly key: string,
    private readonly no: number,
    private readonly substance: Substance | null
  ) {}

  add(code: ProblemCode, box: LineField, values: Problem['values'] = {}): void {
    const ground = this.substance ? groundOf([this.substance]) : this.findings.ground;
    this.findings.add(code, `lines.${this.key}.${box}`, { line: this.no, ...values }, ground);
  }

  addParsed(problems: readonly Problem[]): void {
    for (const one of problems)
      this.add(one.code as ProblemCode, (one.path ?? 'quantity') as LineField, one.values);
  }
}

export function readPharmaceuticalForm(typed: DraftLine, notes: LineFindings): PharmaceuticalForm | null {
  const text = lineFieldOf(typed, 'pharmaceuticalForm').trim();
  const found = PHARMACEUTICAL_FORMS.find((form) => form === text);
  if (found) return found;
  if (text === '') notes.add('line.pharmaceuticalForm.missing', 'pharmaceuticalForm');
  else notes.add('line.pharmaceuticalForm.unknown', 'pharmaceuticalForm', { typed: text });
  return null;
}

export function isPreparation(form: PharmaceuticalForm): boolean {
  return !BULK_FORMS.includes(form);
}

/** 1971 art. 12(1)(b): "if it is a preparation, the name of the preparation"; 1961 does not require it. */
export function readPreparation(
  typed: DraftLine,
  form: PharmaceuticalForm | null,
  substance: Substance | null,
  notes: LineFindings
): string {
  const name = cleanText(lineFieldOf(typed, 'preparation'));
  const found = findTextProblem(name, 200, false);
  if (found) notes.add(found.code, 'preparation', found.values);
  const isAsked = form !== null && isPreparation(form) && substance?.convention === 1971;
  if (isBlank(name) && isAsked) notes.add('line.preparation.missing', 'preparation');
  return name;
}

/** The typed quantity or the content's total; a difference between them is a problem. */
export function readStated(
  typed: DraftLine,
  total: MicrogramsText | null,
  notes: LineFindings
): MicrogramsText | null {
  if (lineFieldOf(typed, 'quantity').trim() === '') {
    if (!total) notes.add('line.quantity.missing', 'quantity');
    return total;
  }
  const stated = readQuantity(typed, 'quantity', 'unit', notes);
  if (stated && total && stated !== total)
    notes.add('line.content.differs', 'quantity', { quantity: stated, content: total });
  return stated;
}

export function readQuantity(
  typed: DraftLine,
  box: 'quantity' | 'limit',
  unitBox: 'unit' | 'limitUnit',
  notes: LineFindings
): MicrogramsText | null {
  const unitText = lineFieldOf(typed, unitBox).trim();
  const unit = parseUnit(unitText);
  if (!unit) {
    if (unitText === '') notes.add('quantity.unit.missing', unitBox);
    else notes.add('quantity.unit.unknown', unitBox, { typed: unitText });
    return null;
  }
  const quantity = parseTypedQuantity(lineFieldOf(typed, box), unit, box);
  if (!quantity.ok) notes.addParsed(quantity.problems);
  else if (quantity.value === '0') notes.add('quantity.zero', box);
  else return quantity.value;
  return null;
}
