/** Breaks text into lines that fit. No letter is lost: a word wider than the line is broken inside. */

/** A letter with the marks that stand on it. */
const CLUSTER = /\P{M}\p{M}*|\p{M}+/gu;

/** Breaks at line feeds and ordinary spaces; a no-break space keeps a figure and its unit together. */
export function wrapText(text: string, width: number, measure: (text: string) => number): string[] {
  return text.split('\n').flatMap((paragraph) => wrapParagraph(paragraph, width, measure));
}

function wrapParagraph(paragraph: string, width: number, measure: (text: string) => number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of paragraph.split(/ +/).flatMap((word) => breakWord(word, width, measure))) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && measure(longer) > width) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return [...lines, line];
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
