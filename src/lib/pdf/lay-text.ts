/**
 * Lays out text in lines. Each paragraph has its own direction (Unicode Standard Annex 9, P2): an Arabic address on an
 * English form runs from the right, a Latin name in it from the left.
 */
import { shapeArabic } from './arabic-forms.ts';
import { drawnLine, levelsOf, readsFromRight, withoutSteering } from './visual-line.ts';
import { wrapText } from './wrap-text.ts';

export interface LaidLine {
  /** Joined forms, left to right as on paper. */
  readonly text: string;
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
  // After shaping: a dropped isolated vowel sign leaves two spaces where lines count one.
  const shaped = shapeArabic(paragraph).replace(/ +/g, ' ').trim();
  const levels = levelsOf(shaped);
  const isFromRight = levels.paragraphs.some(({ level }) => level % 2 === 1);
  let end = 0;
  return wrapText(shaped, width, (piece) => measure(withoutSteering(piece))).map((line) => {
    // The space at a line break belongs to no line.
    const start = shaped[end] === ' ' ? end + 1 : end;
    end = start + line.length;
    return { text: drawnLine(shaped, levels, start, end), isFromRight };
  });
}
