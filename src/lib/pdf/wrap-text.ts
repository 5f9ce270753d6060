/** Breaks text into lines that fit. No letter is lost: an overlong word is broken. */

/** A letter with its marks. */
const CLUSTER = /\P{M}\p{M}*|\p{M}+/gu;

/**
 * Chinese has no spaces: a line can end after any character, but not begin with a closing sign or end with an opening
 * one.
 */
const HAN = /\p{Script=Han}/u;
const UNIT =
  /[（《「『【〈“‘]*\p{Script=Han}[，。、；：？！）》」』】〉”’…—·]*|(?:(?![（《「『【〈“‘]*\p{Script=Han}).)+/gu;

/** Breaks at line feeds, ordinary spaces and in Chinese; no-break spaces keep a figure with its unit. */
export function wrapText(text: string, width: number, measure: (text: string) => number): string[] {
  return text.split('\n').flatMap((paragraph) => wrapParagraph(paragraph, width, measure));
}

function wrapParagraph(paragraph: string, width: number, measure: (text: string) => number): string[] {
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

function breakWord(word: string, width: number, measure: (text: string) => number): string[] {
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
