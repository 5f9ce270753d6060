/**
 * Joins the letters of a line and reorders it for drawing from left to right (Unicode Standard Annex 9). jsPDF does no
 * shaping, but Unicode has a code for each joined form (blocks FB50 and FE80) and the font has all. Vowel signs are left
 * out, as in most print: placing them needs the font's own tables.
 */
import bidiFactory from 'bidi-js';
import type { Direction } from '#lib/i18n/locale.ts';

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

export function levelsOf(paragraph: string, direction?: Direction): Levels {
  return bidi.getEmbeddingLevels(paragraph, direction);
}

export function drawnLine(paragraph: string, levels: Levels, start: number, end: number): string {
  if (start === end) return '';
  const reordered = bidi.getReorderedString(paragraph, levels, start, end - 1).slice(start, end);
  return withoutSteering(reordered).replace(MARKS_FIRST, '$2$1');
}

/** Forms of a letter: isolated, final; letters that join onwards also initial and medial. */
type Forms = readonly string[];

const FORMS: ReadonlyMap<string, Forms> = collectForms();
const LAM = '\u0644';
/** Joins on both sides in one form: the stroke that lengthens a word. */
const TATWEEL = '\u0640';
const MARK = /\p{M}/u;
const VOWEL_SIGNS = /[\u064b-\u0652\u0670]/g;

/** Each form decomposes to its letter; forms of a letter are adjacent, in the order of `Forms`. */
function collectForms(): Map<string, Forms> {
  const forms = new Map<string, string[]>();
  // The Arabic block first; special Persian and Urdu forms come later.
  for (const [first, last] of [
    [0xfe80, 0xfefc],
    [0xfb50, 0xfbb1],
    [0xfbd3, 0xfbe9],
    [0xfbfc, 0xfbff]
  ] as const) {
    const before = new Set(forms.keys());
    for (let code = first; code <= last; code++) {
      const form = String.fromCharCode(code);
      const letter = form.normalize('NFKC');
      if (!before.has(letter)) forms.set(letter, [...(forms.get(letter) ?? []), form]);
    }
  }
  return forms;
}

/** Reading order, letters replaced by their drawn forms; lam and alef become one. The rest stays. */
export function shapeArabic(text: string): string {
  const letters = [...text.replace(VOWEL_SIGNS, '')];
  let shaped = '';
  for (let at = 0; at < letters.length; at++) {
    const letter = letters[at] ?? '';
    const pair = letter === LAM ? FORMS.get(letter + (letters[at + 1] ?? '')) : undefined;
    const forms = pair ?? FORMS.get(letter);
    const joinsBefore = joinsOnwards(neighbour(letters, at, -1));
    const end = pair ? at + 1 : at;
    const joinsAfter = (forms?.length ?? 0) > 2 && joinsBackwards(neighbour(letters, end, 1));
    shaped += forms?.[(joinsBefore ? 1 : 0) + (joinsAfter ? 2 : 0)] ?? forms?.[0] ?? letter;
    at = end;
  }
  return shaped;
}

/** Next letter in a direction; marks do not prevent joining. */
function neighbour(letters: readonly string[], at: number, step: 1 | -1): string {
  let next = at + step;
  while (MARK.test(letters[next] ?? '')) next += step;
  return letters[next] ?? '';
}

function joinsOnwards(letter: string): boolean {
  return letter === TATWEEL || (FORMS.get(letter)?.length ?? 0) > 2;
}

function joinsBackwards(letter: string): boolean {
  return letter === TATWEEL || (FORMS.get(letter)?.length ?? 0) > 1;
}
