/** Reorders a line for drawing from left to right (Unicode Standard Annex 9). */
import bidiFactory from 'bidi-js';
import { shapeArabic } from './arabic-forms.ts';

export type Direction = 'ltr' | 'rtl';

const bidi = bidiFactory();
/** Marks that only steer direction or separate letters; never drawn. */
const STEERING = /[\u061c\u200c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
/** Reversal puts a mark before its letter; it must be drawn after. */
const MARKS_FIRST = /(\p{M}+)([\ufb50-\ufdff\ufe80-\ufefc\u0590-\u06ff])/gu;

export function readsFromRight(text: string): boolean {
  return /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/.test(text);
}

/** Marks and isolates of our own messages, not shown on paper; our messages have no overrides. */
export function isIsolating(code: number): boolean {
  return (code >= 0x2066 && code <= 0x2069) || code === 0x200e || code === 0x200f || code === 0x61c;
}

export function withoutSteering(text: string): string {
  return text.replace(STEERING, '');
}

/** Joined forms in paper order. */
export function visualLine(line: string, direction: Direction): string {
  if (direction === 'ltr' && !readsFromRight(line)) return withoutSteering(line);
  const shaped = shapeArabic(line);
  return drawnLine(shaped, levelsOf(shaped, direction), 0, shaped.length);
}

type Levels = ReturnType<typeof bidi.getEmbeddingLevels>;

/** A paragraph's direction by its first strong letter, else that of its surroundings. */
export function directionOf(paragraph: string, around: Direction): Direction {
  const [first] = bidi.getEmbeddingLevels(paragraph).paragraphs;
  const isDirected = /\p{L}/u.test(paragraph);
  return isDirected && first ? (first.level % 2 === 1 ? 'rtl' : 'ltr') : around;
}

/** Levels of a whole paragraph; the first strong letter decides unless a direction is given. */
export function levelsOf(paragraph: string, direction?: Direction): Levels {
  return bidi.getEmbeddingLevels(paragraph, direction);
}

export function drawnLine(paragraph: string, levels: Levels, start: number, end: number): string {
  if (start === end) return '';
  const reordered = bidi.getReorderedString(paragraph, levels, start, end - 1).slice(start, end);
  return withoutSteering(reordered).replace(MARKS_FIRST, '$2$1');
}
