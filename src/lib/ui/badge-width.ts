/** How wide a column of badges is, from the words of the reader's language: a table lays out its rows without measuring. */

const LETTER_REM = 0.49;
/** Shape, paddings of the badge and of its cell. */
const AROUND_REM = 2.75;
/** Chinese signs are as wide as two letters. */
const SIGN_LETTERS = 1.7;

/** In rem, for the longest of the words. */
export function badgeRem(words: readonly string[]): number {
  const longest = Math.max(0, ...words.map(lettersOf));
  return Math.round((longest * LETTER_REM + AROUND_REM) * 100) / 100;
}

function lettersOf(word: string): number {
  return [...word].reduce((sum, sign) => sum + (sign > '\u2e80' ? SIGN_LETTERS : 1), 0);
}
