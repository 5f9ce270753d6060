/** Reads the boxes of one line; problems carry the line's number and its substance's article. */
import {
  PHARMACEUTICAL_FORMS,
  type PharmaceuticalForm,
  CONTENT_UNITS,
  type Content,
  type Line,
  type ContentUnit
} from '../act/body.ts';
import type { ProblemCode } from '../act/problem-codes.ts';
import { cleanText, findTextProblem, isBlank } from '../act/typed-text.ts';
import type { DraftLine } from '../draft/draft.ts';
import { type Substance, groundOf } from '../goods/substance.ts';
import type { MicrogramsText, DecimalText } from '../ids.ts';
import { decimalToRatio, microgramsOf, microgramsToText, multiplyExactly } from '../quantity.ts';
import type { Problem } from '../result.ts';
import { lineFieldOf, type LineField } from './form-fields.ts';
import type { Findings } from './judge-context.ts';
import { parseTypedQuantity, parseUnit, parseTypedCount, parseTypedDecimal } from './typed-quantity.ts';

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

/** Ticked by the officer; the atropine sulfate of a dosage unit is typed in milligrams. */
export function readScheduleThree(typed: DraftLine, notes: LineFindings): Line['scheduleThree'] | null {
  if (lineFieldOf(typed, 'scheduleThree') !== 'yes') return null;
  const atropine = lineFieldOf(typed, 'atropine').trim();
  if (atropine === '') return {};
  const read = parseTypedQuantity(atropine, 'mg', 'atropine');
  if (!read.ok) notes.addParsed(read.problems);
  return read.ok ? { atropine: read.value } : {};
}

export function readStated(
  typed: DraftLine,
  total: MicrogramsText | null,
  notes: LineFindings
): MicrogramsText | null {
  if (lineFieldOf(typed, 'quantity').trim() === '') {
    if (!total) notes.add('line.quantity.missing', 'quantity');
    return total;
  }
  const stated = readQuantity(typed, notes);
  if (stated && total && stated !== total)
    notes.add('line.content.differs', 'quantity', { quantity: stated, content: total });
  return stated;
}

function readQuantity(typed: DraftLine, notes: LineFindings): MicrogramsText | null {
  const unitText = lineFieldOf(typed, 'unit').trim();
  const unit = parseUnit(unitText);
  if (!unit) {
    if (unitText === '') notes.add('quantity.unit.missing', 'unit');
    else notes.add('quantity.unit.unknown', 'unit', { typed: unitText });
    return null;
  }
  const quantity = parseTypedQuantity(lineFieldOf(typed, 'quantity'), unit, 'quantity');
  if (!quantity.ok) notes.addParsed(quantity.problems);
  else if (quantity.value === '0') notes.add('quantity.zero', 'quantity');
  else return quantity.value;
  return null;
}

/**
 * Composition of a preparation and its exact quantity: strength × size × units × packs (1971 art. 12(1)(b) requires the
 * pharmaceutical form; national forms the content).
 */
const NEEDED_FIELDS = ['strength', 'unitSize', 'unitsPerPack', 'packs'] as const;
const CONTENT_FIELDS = [...NEEDED_FIELDS, 'per'] as const;
const SMALL_DECIMAL = /^\d{1,6}(?:\.\d{1,4})?$/;

interface ReadContent {
  readonly content: Content;
  readonly total: MicrogramsText;
}

/** Any typed content is judged and therefore visible, whatever the pharmaceutical form. */
export function hasContent(line: DraftLine): boolean {
  return CONTENT_FIELDS.some((name) => typedIn(line, name) !== '');
}

function typedIn(line: DraftLine, name: (typeof CONTENT_FIELDS)[number]): string {
  return lineFieldOf(line, name).trim();
}

export function readContent(line: DraftLine, findings: LineFindings): ReadContent | null {
  if (!hasContent(line)) return null;
  const content = readParts(line, findings);
  if (!content) return null;
  const total = totalOf(content);
  if (total === null || total === 0) {
    findings.add('line.content.malformed', 'packs');
    return null;
  }
  if (isMoreThanPure(content)) findings.add('line.content.impossible', 'strength');
  return { content, total: microgramsToText(total) };
}

/** Empty boxes of a tablet mean strength per 1 unit, and a size of one unit. */
function readParts(line: DraftLine, findings: LineFindings): Content | null {
  const unit = readUnit(line, findings);
  const strength = readStrength(line, findings);
  const per = readSize('per', typedIn(line, 'per') || '1', findings);
  const size = typedIn(line, 'unitSize') || (unit === 'unit' ? '1' : '');
  const unitSize = size === '' ? missing('unitSize', findings) : readSize('unitSize', size, findings);
  const unitsPerPack = readCount(line, 'unitsPerPack', 1e6, findings);
  const packs = readCount(line, 'packs', 1e9, findings);
  if (!unit || !strength || !per || !unitSize || !unitsPerPack || !packs) return null;
  return { strength, per, unit, unitSize, unitsPerPack, packs };
}

function readUnit(line: DraftLine, findings: LineFindings): ContentUnit | null {
  const typed = lineFieldOf(line, 'perUnit') || 'unit';
  const unit = CONTENT_UNITS.find((one) => one === typed) ?? null;
  if (!unit) findings.add('line.content.malformed', 'perUnit');
  return unit;
}

function readStrength(line: DraftLine, findings: LineFindings): MicrogramsText | null {
  const typed = typedIn(line, 'strength');
  if (typed === '') return missing('strength', findings);
  const unit = parseUnit(lineFieldOf(line, 'strengthUnit') || 'mg');
  if (!unit) {
    findings.add('quantity.unit.unknown', 'strengthUnit', { typed: lineFieldOf(line, 'strengthUnit') });
    return null;
  }
  const strength = parseTypedQuantity(typed, unit, 'strength');
  if (!strength.ok) findings.addParsed(strength.problems);
  else if (strength.value === '0') findings.add('line.content.malformed', 'strength');
  return strength.ok && strength.value !== '0' ? strength.value : null;
}

function readSize(name: 'per' | 'unitSize', typed: string, findings: LineFindings): DecimalText | null {
  const size = parseTypedDecimal(typed, name);
  if (!size.ok) findings.addParsed(size.problems);
  else if (!SMALL_DECIMAL.test(size.value) || Number(size.value) === 0)
    findings.add('line.content.malformed', name);
  else return size.value;
  return null;
}

function readCount(
  line: DraftLine,
  name: 'unitsPerPack' | 'packs',
  most: number,
  findings: LineFindings
): number | null {
  const typed = typedIn(line, name);
  if (typed === '') return missing(name, findings);
  const count = parseTypedCount(typed, most, name);
  if (!count.ok) findings.addParsed(count.problems);
  else if (count.value === 0) findings.add('line.content.malformed', name);
  else return count.value;
  return null;
}

function missing(name: (typeof NEEDED_FIELDS)[number], findings: LineFindings): null {
  findings.add(`line.content.${name}.missing`, name);
  return null;
}

export function totalOf({ strength, per, unitSize, unitsPerPack, packs }: Content): number | null {
  const size = decimalToRatio(unitSize);
  const share = decimalToRatio(per);
  return multiplyExactly(
    [microgramsOf(strength), size.units, share.scale, unitsPerPack, packs],
    [size.scale, share.units]
  );
}

/** More than a gram of substance in a gram of preparation. */
function isMoreThanPure({ strength, per, unit }: Content): boolean {
  const { units, scale } = decimalToRatio(per);
  return unit === 'g' && microgramsOf(strength) * scale > units * 1e6;
}
