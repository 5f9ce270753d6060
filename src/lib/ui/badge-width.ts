/** How wide a column of badges or of short words is, in the reader's language: a table lays out its rows without measuring. */

const LETTER_REM = 0.49;
/** Shape, paddings of the badge and of its cell. */
const AROUND_REM = 2.75;
/** Paddings of a cell. */
const CELL_REM = 2.25;
/** Chinese signs are as wide as two letters; Cyrillic and Arabic ones are somewhat wider than Latin ones. */
const SIGN_LETTERS = 1.7;
const OTHER_LETTERS = 1.15;

/** In rem, for the longest of the words. */
export function badgeRem(words: readonly string[]): number {
  return remOf(words, AROUND_REM);
}

/** The same for words without a badge. */
export function wordRem(words: readonly string[]): number {
  return remOf(words, CELL_REM);
}

function remOf(words: readonly string[], around: number): number {
  const longest = Math.max(0, ...words.map(lettersOf));
  return Math.round((longest * LETTER_REM + around) * 100) / 100;
}

function lettersOf(word: string): number {
  return [...word].reduce((sum, sign) => sum + widthOf(sign), 0);
}

function widthOf(sign: string): number {
  if (sign > '\u2e80') return SIGN_LETTERS;
  return /[\p{Script=Cyrillic}\p{Script=Arabic}]/u.test(sign) ? OTHER_LETTERS : 1;
}
