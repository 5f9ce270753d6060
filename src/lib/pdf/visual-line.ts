/** A line as it is drawn from left to right, whatever it is read from (Unicode Standard Annex 9). */
import bidiFactory from 'bidi-js';
import { shapeArabic } from './arabic-forms.ts';

export type Direction = 'ltr' | 'rtl';

const bidi = bidiFactory();
/** Marks that only steer the direction, or part two letters, and are not drawn. */
const STEERING = /[\u061c\u200c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
/** Reversed, a mark would stand before its letter; it is drawn after it, back over it. */
const MARKS_FIRST = /(\p{M}+)([\ufb50-\ufdff\ufe80-\ufefc\u0590-\u06ff])/gu;

/** Whether any letter of it is read from the right. */
export function readsFromRight(text: string): boolean {
  return /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/.test(text);
}

/** Marks and isolates that our own sentences bear and no sheet shows; an override is nobody's sentence of ours. */
export function isIsolating(code: number): boolean {
  return (code >= 0x2066 && code <= 0x2069) || code === 0x200e || code === 0x200f || code === 0x61c;
}

export function withoutSteering(text: string): string {
  return text.replace(STEERING, '');
}

/** Letters in their joined forms, in the order in which they stand on the paper. */
export function visualLine(line: string, direction: Direction): string {
  if (direction === 'ltr' && !readsFromRight(line)) return withoutSteering(line);
  const shaped = shapeArabic(line);
  return drawnLine(shaped, levelsOf(shaped, direction), 0, shaped.length);
}

export type Levels = ReturnType<typeof bidi.getEmbeddingLevels>;

/** From which side a paragraph is read, by its first strong letter; where it has none, as what stands around it. */
export function directionOf(paragraph: string, around: Direction): Direction {
  const [first] = bidi.getEmbeddingLevels(paragraph).paragraphs;
  const isDirected = /\p{L}/u.test(paragraph);
  return isDirected && first ? (first.level % 2 === 1 ? 'rtl' : 'ltr') : around;
}

/** The levels of a whole paragraph, by its first strong letter unless a direction is given. */
export function levelsOf(paragraph: string, direction?: Direction): Levels {
  return bidi.getEmbeddingLevels(paragraph, direction);
}

/** One line of a paragraph, whose letters are joined already. */
export function drawnLine(paragraph: string, levels: Levels, start: number, end: number): string {
  if (start === end) return '';
  const reordered = bidi.getReorderedString(paragraph, levels, start, end - 1).slice(start, end);
  return withoutSteering(reordered).replace(MARKS_FIRST, '$2$1');
}
