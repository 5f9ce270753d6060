import { CURRENT_EDITION, findSubstance, type EditionIndex } from '../goods/substance.ts';
import type { ReturnForm } from './return-document.ts';

/**
 * Form A has a group in grams and milligrams. INCB's own division is not at hand: these are the drugs of the edition
 * whose usual dose is below a milligram.
 */
const MILLIGRAMS = [
  'alfentanil',
  'etorphine',
  'fentanyl',
  'remifentanil',
  'sufentanil',
  'lysergide',
  'brolamfetamine'
];

/** Micrograms of the smallest unit that a return gives of a substance. */
export function unitOf(substance: string): 1e3 | 1e6 {
  return MILLIGRAMS.includes(substance) ? 1e3 : 1e6;
}

/** Half up, once, after adding: INCB's list gives no rule of rounding. */
export function roundedFor(substance: string, micrograms: number): number {
  const unit = unitOf(substance);
  return Math.floor(micrograms / unit + 0.5) * unit;
}

export function isCovered(
  form: ReturnForm,
  substance: string,
  edition: EditionIndex = CURRENT_EDITION
): boolean {
  const found = findSubstance(substance, edition);
  if (form === 'a' || form === 'c') return found?.convention === 1961;
  return found?.convention === 1971 && (form === 'p' || found.schedules.includes('II'));
}
