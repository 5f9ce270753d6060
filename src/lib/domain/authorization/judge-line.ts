/**
 * One line of goods: substance, form, pharmaceutical form, quantity and anhydrous base (1961 art. 31(4)(b), 1971 art.
 * 12(1)(b); rule R17).
 */
import type { Content, Factor, Line, PharmaceuticalForm } from '../act/body.ts';
import type { DraftLine } from '../draft/draft.ts';
import type { DecimalText, MicrogramsText } from '../ids.ts';
import { toBase } from '../quantity.ts';
import {
  designationOf,
  findForm,
  findSubstance,
  factorOf,
  type Substance,
  type SubstanceForm
} from '../goods/substance.ts';
import { isFactor } from '../goods/substance-edition.ts';
import { lineFieldOf } from './form-fields.ts';
import type { Findings, JudgeContext } from './judge-context.ts';
import {
  readContent,
  LineFindings,
  readPharmaceuticalForm,
  readPreparation,
  readScheduleThree,
  readStated
} from './line-fields.ts';
import { withText } from '../act/typed-text.ts';
import { parseTypedDecimal } from './typed-quantity.ts';

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
  readonly scheduleThree: Line['scheduleThree'] | null;
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
    contentTotal: read?.total ?? null,
    scheduleThree: readScheduleThree(typed, notes)
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
    factor,
    ...(known.scheduleThree ? { scheduleThree: known.scheduleThree } : {})
  };
}

function addUnlessFound(typed: DraftLine, box: 'substance' | 'form', notes: LineFindings): void {
  const text = lineFieldOf(typed, box).trim();
  if (text === '') notes.add(`line.${box}.missing`, box);
  else notes.add(`line.${box}.unknown`, box, { typed: text });
}

/**
 * Factor from the stated form to anhydrous base, for returns to the Board (1961 art. 20, 1971 art. 16(4)). Without one
 * in the edition (plant material) the authority gives the content, shown as `national`.
 */
function readFactor(
  line: DraftLine,
  form: SubstanceForm,
  context: JudgeContext,
  findings: LineFindings
): Factor | null {
  const typed = lineFieldOf(line, 'nationalFactor').trim();
  // The practice that lists a national substance gives its factor.
  if (typed !== '' && form.factorSource !== 'national')
    return readNationalFactor(typed, form, context, findings);
  const factor = factorOf(form, context.edition);
  if (!factor) findings.add('line.factor.unknown', 'nationalFactor', { form: form.name });
  return factor;
}

function readNationalFactor(
  typed: string,
  form: SubstanceForm,
  { country, today }: JudgeContext,
  findings: LineFindings
): Factor | null {
  const value = parseShare(typed);
  if (value === null || (form.key === 'base' && value !== '1')) {
    findings.add('line.factor.malformed', 'nationalFactor', { typed });
    return null;
  }
  findings.add('line.factor.national', 'nationalFactor', { value });
  return { value, source: 'national', edition: `${country} ${today.slice(0, 4)}`, date: today };
}

/** `0.12`, `0,12` or `12 %` to `0.12`; null unless above 0 and at most 1. */
export function parseShare(typed: string): DecimalText | null {
  const isPercent = /[%٪]\s*$/.test(typed.normalize('NFKC'));
  const decimal = parseTypedDecimal(typed.normalize('NFKC').replace(/\s*[%٪]\s*$/, ''), 'share', true);
  if (!decimal.ok) return null;
  const share = isPercent ? hundredthOf(decimal.value) : decimal.value;
  return isFactor(share) ? share : null;
}

function hundredthOf(decimal: DecimalText): string {
  const [whole = '0', fraction = ''] = decimal.split('.');
  const digits = whole.padStart(3, '0');
  const text = `${digits.slice(0, -2)}.${digits.slice(-2)}${fraction}`;
  return text.replace(/^0+(?=\d)/, '').replace(/\.?0+$/, '');
}
