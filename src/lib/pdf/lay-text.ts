/**
 * A text in lines as they are drawn. Which way a paragraph is read is its own (Unicode Standard Annex 9, P2):
 * an Arabic address on an English form is read from the right, a Latin name within it from the left.
 */
import { shapeArabic } from './arabic-forms.ts';
import { drawnLine, levelsOf, readsFromRight, withoutSteering } from './visual-line.ts';
import { wrapText } from './wrap-text.ts';

export interface LaidLine {
  /** Letters in their joined forms, from left to right as they stand on the paper. */
  readonly text: string;
  /** Begins at the right end of its box. */
  readonly isFromRight: boolean;
}

type Measure = (text: string) => number;

export function layText(text: string, width: number, measure: Measure): LaidLine[] {
  return text.split('\n').flatMap((paragraph) => layParagraph(paragraph, width, measure));
}

function layParagraph(paragraph: string, width: number, measure: Measure): LaidLine[] {
  if (!readsFromRight(paragraph)) {
    const lines = wrapText(withoutSteering(paragraph), width, measure);
    return lines.map((text) => ({ text, isFromRight: false }));
  }
  // After it is shaped: a vowel sign that stood alone, and is left out, leaves two spaces where lines count one.
  const shaped = shapeArabic(paragraph).replace(/ +/g, ' ').trim();
  const levels = levelsOf(shaped);
  const isFromRight = levels.paragraphs.some(({ level }) => level % 2 === 1);
  let end = 0;
  return wrapText(shaped, width, (piece) => measure(withoutSteering(piece))).map((line) => {
    // The space at which a line was broken is in no line.
    const start = shaped[end] === ' ' ? end + 1 : end;
    end = start + line.length;
    return { text: drawnLine(shaped, levels, start, end), isFromRight };
  });
}
