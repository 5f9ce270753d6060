/** Breaks text into lines that fit. No letter is lost: an overlong word is broken. */
import type { Direction } from '#lib/i18n/locale.ts';
import { drawnLine, levelsOf, readsFromRight, shapeArabic, withoutSteering } from './visual-line.ts';

type Measure = (text: string) => number;

const CLUSTER = /\P{M}\p{M}*|\p{M}+/gu;

/**
 * Chinese has no spaces: a line can end after any character, but not begin with a closing sign or end with an opening
 * one.
 */
const HAN = /\p{Script=Han}/u;
const UNIT =
  /[（《「『【〈“‘]*\p{Script=Han}[，。、；：？！）》」』】〉”’…—·]*|(?:(?![（《「『【〈“‘]*\p{Script=Han}).)+/gu;

/** Breaks at line feeds, ordinary spaces and in Chinese; no-break spaces keep a figure with its unit. */
export function wrapText(text: string, width: number, measure: Measure): string[] {
  return text.split('\n').flatMap((paragraph) => wrapParagraph(paragraph, width, measure));
}

function wrapParagraph(paragraph: string, width: number, measure: Measure): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of paragraph.split(/ +/)) {
    const pieces = unitsOf(word).flatMap((unit) => breakWord(unit, width, measure));
    for (const [index, piece] of pieces.entries()) {
      const longer = line === '' || index > 0 ? line + piece : `${line} ${piece}`;
      if (line !== '' && measure(longer) > width) {
        lines.push(line);
        line = piece;
      } else line = longer;
    }
  }
  return [...lines, line];
}

function unitsOf(word: string): string[] {
  return HAN.test(word) ? (word.match(UNIT) ?? [word]) : [word];
}

function breakWord(word: string, width: number, measure: Measure): string[] {
  if (measure(word) <= width) return [word];
  const pieces: string[] = [];
  let piece = '';
  for (const cluster of word.match(CLUSTER) ?? []) {
    if (piece !== '' && measure(piece + cluster) > width) {
      pieces.push(piece);
      piece = '';
    }
    piece += cluster;
  }
  return [...pieces, piece];
}

export interface LaidLine {
  /** Joined forms, left to right as on paper. */
  readonly text: string;
  readonly isFromRight: boolean;
}

/**
 * Each paragraph has its own direction (Unicode Standard Annex 9, P2): an Arabic address on an English form runs from
 * the right, a Latin name in it from the left. On an Arabic form every paragraph begins at the right, and one with a
 * Latin name before Arabic words runs from there.
 */
export function layText(
  text: string,
  width: number,
  measure: Measure,
  around: Direction = 'ltr'
): LaidLine[] {
  return text.split('\n').flatMap((paragraph) => layParagraph(paragraph, width, measure, around));
}

function layParagraph(paragraph: string, width: number, measure: Measure, around: Direction): LaidLine[] {
  if (!readsFromRight(paragraph)) {
    const lines = wrapText(withoutSteering(paragraph), width, measure);
    return lines.map((text) => ({ text, isFromRight: around === 'rtl' }));
  }
  // After shaping: a dropped isolated vowel sign leaves two spaces where lines count one.
  const shaped = shapeArabic(paragraph).replace(/ +/g, ' ').trim();
  const levels = levelsOf(shaped, around === 'rtl' ? around : undefined);
  const isFromRight = levels.paragraphs.some(({ level }) => level % 2 === 1);
  let end = 0;
  return wrapText(shaped, width, (piece) => measure(withoutSteering(piece))).map((line) => {
    // The space at a line break belongs to no line.
    const start = shaped[end] === ' ' ? end + 1 : end;
    end = start + line.length;
    return { text: drawnLine(shaped, levels, start, end), isFromRight };
  });
}
