/**
 * Composition of a preparation and its exact quantity: strength × size × units × packs (1971 art. 12(1)(b) requires the
 * pharmaceutical form; national forms the content).
 */
import { CONTENT_UNITS, type Content, type ContentUnit } from '../act/body.ts';
import type { DraftLine } from '../draft/draft.ts';
import type { DecimalText, MicrogramsText } from '../ids.ts';
import { decimalToRatio, microgramsOf, microgramsToText } from '../quantity.ts';
import { multiplyExactly } from '../act/exact-product.ts';
import { lineFieldOf } from './form-fields.ts';
import type { LineFindings } from './line-fields.ts';
import { parseTypedCount, parseTypedDecimal, parseTypedQuantity, parseUnit } from './typed-quantity.ts';

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

/** Null if empty or reported as a problem. */
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
