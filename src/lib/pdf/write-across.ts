/** A word across the sheet, rising to the right, light enough to read through. */
import type { jsPDF } from 'jspdf';
import { drawAsGiven } from './draw-as-given.ts';
import { FAMILY, weightOf, type Face } from './fonts.ts';
import { SHEET } from './paper.ts';

export interface Across {
  /** Millimetres from the top to its middle. */
  readonly y: number;
  readonly size: number;
  readonly ink: readonly [number, number, number];
  readonly opacity: number;
  /** A font with all its letters, which are given in drawing order. */
  readonly face?: Face;
}

const SLOPE = 45;

export function writeAcross(doc: jsPDF, word: string, across: Across): void {
  const { y, size, ink, opacity, face = FAMILY } = across;
  doc.setFont(face, weightOf(face, 'bold'));
  doc.setFontSize(size);
  const shift = (doc.getTextWidth(word) / 2) * Math.SQRT1_2;
  doc.saveGraphicsState();
  doc.setGState(aGState(doc, opacity));
  doc.setTextColor(...ink);
  drawAsGiven(doc, word, SHEET.width / 2 - shift + 7, y + shift + 7, SLOPE);
  doc.restoreGraphicsState();
}

function aGState(doc: jsPDF, opacity: number): unknown {
  return doc.GState({ opacity });
}
