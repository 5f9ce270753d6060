/**
 * Factor from the stated form to anhydrous base, for returns to the Board (1961 art. 20, 1971 art. 16(4)). Without one
 * in the edition (plant material) the authority gives the content, shown as `national`.
 */
import type { Factor } from '../act/body.ts';
import type { DraftLine } from '../draft/draft.ts';
import type { DecimalText } from '../ids.ts';
import { isFactor } from '../goods/substance-edition.ts';
import { factorOf, type SubstanceForm } from '../goods/substance.ts';
import { lineFieldOf } from './form-fields.ts';
import type { JudgeContext } from './judge-context.ts';
import type { LineFindings } from './line-fields.ts';
import { parseTypedDecimal } from './typed-quantity.ts';

export function readFactor(
  line: DraftLine,
  form: SubstanceForm,
  context: JudgeContext,
  findings: LineFindings
): Factor | null {
  const typed = lineFieldOf(line, 'nationalFactor').trim();
  if (typed !== '') return readNationalFactor(typed, form, context, findings);
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
