/** A line as it is drawn from left to right, whatever it is read from (Unicode Standard Annex 9). */
import bidiFactory from 'bidi-js';
import { shapeArabic } from './arabic-forms.ts';

export type Direction = 'ltr' | 'rtl';

const bidi = bidiFactory();
/** Marks that only steer the direction and are not drawn. */
const STEERING = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
/** Reversed, a mark would stand before its letter; it is drawn after it, back over it. */
const MARKS_FIRST = /(\p{M}+)([\ufb50-\ufdff\ufe80-\ufefc\u0590-\u06ff])/gu;

/** Whether any letter of it is read from the right. */
export function readsFromRight(text: string): boolean {
  return /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/.test(text);
}

/** Letters in their joined forms, in the order in which they stand on the paper. */
export function visualLine(line: string, direction: Direction): string {
  if (direction === 'ltr' && !readsFromRight(line)) return line.replace(STEERING, '');
  const shaped = shapeArabic(line);
  const reordered = bidi.getReorderedString(shaped, bidi.getEmbeddingLevels(shaped, direction));
  return reordered.replace(STEERING, '').replace(MARKS_FIRST, '$2$1');
}
