/** Measured without drawing a row; else an average letter width plus a margin. */

import type { CalendarDate } from '#lib/domain/ids.ts';
import { formatDate } from '#lib/i18n/format.ts';

interface Kind {
  readonly rem: number;
  readonly weight: number;
  /** Paddings of the cell, shape and paddings of a badge, and a hair. */
  readonly around: number;
  readonly aroundGuessed: number;
}

const ROOT_PX = 16;
const BADGE: Kind = { rem: 0.8125, weight: 600, around: 3.2, aroundGuessed: 2.75 };
const WORD: Kind = { rem: 0.9375, weight: 400, around: 1.2, aroundGuessed: 2.25 };
const HEAD: Kind = { ...WORD, rem: 0.8125, weight: 600 };

const LETTER_REM = 0.49;
/** Chinese signs are as wide as two letters; Cyrillic and Arabic ones are somewhat wider than Latin ones. */
const SIGN_LETTERS = 1.7;
const OTHER_LETTERS = 1.15;

export function badgeRem(words: readonly string[]): number {
  return remOf(words, BADGE);
}

export function wordRem(words: readonly string[]): number {
  return remOf(words, WORD);
}

export function headRem(words: readonly string[]): number {
  return remOf(words, HEAD);
}

export function dayRem(): number {
  const days = MONTHS.map((month) => formatDate(`2026-${month}-28` as CalendarDate));
  return wordRem(days.map((day) => day.replace(/\p{Nd}/gu, '0')));
}

const MONTHS = ['01', '02', '03', '04', '05', '06', '07', '08', '09', '10', '11', '12'];

function remOf(words: readonly string[], kind: Kind): number {
  const measure = measureIn(kind);
  const wide = measure
    ? longestOf(words, measure) + kind.around
    : longestOf(words, lettersOf) * LETTER_REM + kind.aroundGuessed;
  return Math.ceil(wide * 100) / 100;
}

function longestOf(words: readonly string[], widthOf: (word: string) => number): number {
  return Math.max(0, ...words.map(widthOf));
}

let pen: CanvasRenderingContext2D | null | undefined;
let family = '';

/** Measured at the root's usual size, since everything scales with it. */
function measureIn({ rem, weight }: Kind): ((word: string) => number) | null {
  if (typeof document === 'undefined') return null;
  if (pen === undefined) {
    pen = document.createElement('canvas').getContext('2d');
    family = getComputedStyle(document.body).fontFamily;
  }
  const by = pen;
  if (!by) return null;
  by.font = `${weight} ${rem * ROOT_PX}px ${family}`;
  return (word) => by.measureText(word).width / ROOT_PX;
}

function lettersOf(word: string): number {
  return [...word].reduce((sum, sign) => sum + widthOf(sign), 0);
}

function widthOf(sign: string): number {
  if (sign > '\u2e80') return SIGN_LETTERS;
  return /[\p{Script=Cyrillic}\p{Script=Arabic}]/u.test(sign) ? OTHER_LETTERS : 1;
}
