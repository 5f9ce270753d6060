/** A run of one font. Chinese has one weight: for bold, strokes are drawn thicker. */
import type { jsPDF } from 'jspdf';
import { drawAsGiven } from './draw-as-given.ts';
import type { FaceRun } from './faces.ts';
import { weightOf, type Face, type Weight } from './fonts.ts';

/** Fraction of the size, matching a bold font's extra stroke width. */
const THICKER = 0.03;
const MILLIMETRES_PER_POINT = 25.4 / 72;

export function setFace(doc: jsPDF, face: Face, weight: Weight): void {
  doc.setFont(face, weightOf(face, weight));
}

/** Current size and ink; returns the width. */
export function drawRun(doc: jsPDF, { face, text }: FaceRun, x: number, y: number, weight: Weight): number {
  setFace(doc, face, weight);
  if (weightOf(face, weight) === weight) drawAsGiven(doc, text, x, y);
  else drawThick(doc, text, x, y);
  return doc.getTextWidth(text);
}

/** Scripts without a bold font are neither reversed nor joined. */
function drawThick(doc: jsPDF, text: string, x: number, y: number): void {
  const [ink, width] = [doc.getDrawColor(), doc.getLineWidth()];
  doc.setDrawColor(doc.getTextColor());
  doc.setLineWidth(doc.getFontSize() * MILLIMETRES_PER_POINT * THICKER);
  doc.text(text, x, y, { renderingMode: 'fillThenStroke' });
  doc.setDrawColor(ink);
  doc.setLineWidth(width);
}
