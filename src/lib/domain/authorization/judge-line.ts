/**
 * One line of goods: substance, form, pharmaceutical form, quantity and anhydrous base (1961 art. 31(4)(b), 1971 art.
 * 12(1)(b); rule R17).
 */
import type { Content, Factor, Line, PharmaceuticalForm } from '../act/body.ts';
import type { DraftLine } from '../draft/draft.ts';
import type { MicrogramsText } from '../ids.ts';
import { toBase } from '../quantity.ts';
import {
  designationOf,
  findForm,
  findSubstance,
  type Substance,
  type SubstanceForm
} from '../goods/substance.ts';
import { lineFieldOf } from './form-fields.ts';
import type { Findings, JudgeContext } from './judge-context.ts';
import { readContent } from './line-content.ts';
import { readFactor } from './line-factor.ts';
import { LineFindings, readPharmaceuticalForm, readPreparation, readStated } from './line-fields.ts';
import { withText } from '../act/typed-text.ts';

export { isPreparation } from './line-fields.ts';

export interface ComputedLine {
  readonly key: string;
  readonly no: number;
  readonly substance: Substance | null;
  readonly form: SubstanceForm | null;
  readonly designation: string | null;
  readonly pharmaceuticalForm: PharmaceuticalForm | null;
  readonly preparation: string;
  readonly stated: MicrogramsText | null;
  readonly base: MicrogramsText | null;
  readonly factor: Factor | null;
  readonly content: Content | null;
  readonly contentTotal: MicrogramsText | null;
  /** Null while any part is missing or refused. */
  readonly line: Line | null;
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
  const known = {
    key: typed.key,
    no,
    substance,
    form,
    designation: substance && form ? designationOf(substance, form) : null,
    pharmaceuticalForm,
    preparation,
    stated,
    base: stated && factor ? toBase(stated, factor.value) : null,
    factor,
    content: read?.content ?? null,
    contentTotal: read?.total ?? null
  };
  return { ...known, line: toLine(known) };
}

function toLine(known: Omit<ComputedLine, 'line'>): Line | null {
  const { no, substance, form, designation, pharmaceuticalForm, stated, base, factor, content } = known;
  if (!substance || !form || !designation || !pharmaceuticalForm || !stated || !base || !factor) return null;
  return {
    no,
    substance: substance.key,
    form: form.key,
    designation,
    pharmaceuticalForm,
    ...withText('preparation', known.preparation),
    ...(content ? { content } : {}),
    stated,
    base,
    factor
  };
}

function addUnlessFound(typed: DraftLine, box: 'substance' | 'form', notes: LineFindings): void {
  const text = lineFieldOf(typed, box).trim();
  if (text === '') notes.add(`line.${box}.missing`, box);
  else notes.add(`line.${box}.unknown`, box, { typed: text });
}
