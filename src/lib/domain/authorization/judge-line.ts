/**
 * One line of goods: substance, form, pharmaceutical form, quantity as stated and as anhydrous base, with
 * what follows for display while it is typed (1961 art. 31(4)(b), 1971 art. 12(1)(b); rule R17).
 */
import {
  PHARMACEUTICAL_FORMS,
  type Content,
  type Factor,
  type Line,
  type PharmaceuticalForm
} from '../act/body.ts';
import { textProblem } from '../act/shape.ts';
import type { DraftLine } from '../draft/draft.ts';
import type { MicrogramsText } from '../ids.ts';
import { microgramsOf, toBase } from '../quantity.ts';
import type { Problem } from '../result.ts';
import { designationOf, findForm, findSubstance, type Substance, type SubstanceForm } from '../substance.ts';
import { lineFieldOf, type LineField } from './form-fields.ts';
import type { Findings, JudgeContext } from './judge-context.ts';
import { readContent } from './line-content.ts';
import { readFactor } from './line-factor.ts';
import type { ProblemCode } from './problem-codes.ts';
import { parseTypedQuantity, parseUnit, quantityToText } from './typed-quantity.ts';
import { cleanText, withText } from './typed-text.ts';

/** Pharmaceutical forms in which a substance travels as such; all others are preparations. */
const BULK_FORMS: readonly PharmaceuticalForm[] = [
  'powder',
  'crystals',
  'raw-material',
  'reference-standard'
];

/** A line as far as it is understood; what is not yet known is null. */
export interface ComputedLine {
  readonly key: string;
  readonly no: number;
  readonly substance: Substance | null;
  readonly form: SubstanceForm | null;
  readonly designation: string | null;
  readonly stated: MicrogramsText | null;
  readonly base: MicrogramsText | null;
  readonly factor: Factor | null;
  readonly content: Content | null;
  /** What strength, size, units and packs amount to. */
  readonly contentTotal: MicrogramsText | null;
  /** Ready for the act; null while anything of it is missing or refused. */
  readonly line: Line | null;
}

/** Findings of one line: paths are `lines.<key>.<box>`, articles those of its substance's Convention. */
export class LineFindings {
  constructor(
    private readonly findings: Findings,
    private readonly key: string,
    private readonly no: number,
    private readonly substance: Substance | null
  ) {}

  add(code: ProblemCode, box: LineField, values: Problem['values'] = {}): void {
    const convention = this.substance?.convention ?? this.findings.convention;
    this.findings.add(code, `lines.${this.key}.${box}`, { line: this.no, ...values }, convention);
  }

  addParsed(problems: readonly Problem[]): void {
    for (const one of problems)
      this.add(one.code as ProblemCode, (one.path ?? 'quantity') as LineField, one.values);
  }
}

export function judgeLine(
  typed: DraftLine,
  no: number,
  context: JudgeContext,
  findings: Findings
): ComputedLine {
  const substance = findSubstance(lineFieldOf(typed, 'substance'), context.edition);
  const notes = new LineFindings(findings, typed.key, no, substance);
  if (!substance) addUnlessFound(typed, 'substance', notes);
  const form = substance ? findForm(substance, lineFieldOf(typed, 'form')) : null;
  if (substance && !form) addUnlessFound(typed, 'form', notes);
  const pharmaceuticalForm = readPharmaceuticalForm(typed, notes);
  const preparation = readPreparation(typed, pharmaceuticalForm, substance, notes);
  const read = readContent(typed, notes);
  const stated = readStated(typed, read?.total ?? null, notes);
  const factor = form ? readFactor(typed, form, context, notes) : null;
  const designation = substance && form ? designationOf(substance, form) : null;
  const base = stated && factor ? toBase(stated, factor.value) : null;
  const content = read?.content ?? null;
  const known = { key: typed.key, no, substance, form, designation, stated, base, factor, content };
  const isWhole = substance && form && designation && pharmaceuticalForm && stated && base && factor;
  const line: Line | null = !isWhole
    ? null
    : {
        no,
        substance: substance.key,
        form: form.key,
        designation,
        pharmaceuticalForm,
        ...withText('preparation', preparation),
        ...(content ? { content } : {}),
        stated,
        base,
        factor
      };
  return { ...known, contentTotal: read?.total ?? null, line };
}

function addUnlessFound(typed: DraftLine, box: 'substance' | 'form', notes: LineFindings): void {
  const text = lineFieldOf(typed, box).trim();
  if (text === '') notes.add(`line.${box}.missing`, box);
  else notes.add(`line.${box}.unknown`, box, { typed: text });
}

function readPharmaceuticalForm(typed: DraftLine, notes: LineFindings): PharmaceuticalForm | null {
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

/** 1971 art. 12(1)(b): "if it is a preparation, the name of the preparation"; 1961 does not ask for it. */
function readPreparation(
  typed: DraftLine,
  form: PharmaceuticalForm | null,
  substance: Substance | null,
  notes: LineFindings
): string {
  const name = cleanText(lineFieldOf(typed, 'preparation'));
  if (textProblem(name, 0, 200, false) !== null) notes.add('text.tooLong', 'preparation', { most: 200 });
  const isAsked = form !== null && isPreparation(form) && substance?.convention === 1971;
  if (name === '' && isAsked) notes.add('line.preparation.missing', 'preparation');
  return name;
}

/** What is typed, or what the content amounts to; two figures that differ are both named. */
function readStated(
  typed: DraftLine,
  total: MicrogramsText | null,
  notes: LineFindings
): MicrogramsText | null {
  if (lineFieldOf(typed, 'quantity').trim() === '') {
    if (!total) notes.add('line.quantity.missing', 'quantity');
    return total;
  }
  const stated = readQuantity(typed, 'quantity', 'unit', notes);
  if (stated && total && stated !== total) {
    const [quantity, content] = [stated, total].map((text) => quantityToText(microgramsOf(text)));
    notes.add('line.content.differs', 'quantity', { quantity: quantity ?? '', content: content ?? '' });
  }
  return stated;
}

/** A typed figure with its unit, above zero. */
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
