import type { jsPDF } from 'jspdf';
import { QUIET_ZONE, squareOf } from '#lib/print-code/square.ts';

/** Millimetres with the quiet zone: modules of 0.4 mm in the largest code of a form, and 40 mm of code in all others. */
export const CODE_SIDE = 45.2;

interface Place {
  readonly x: number;
  readonly y: number;
  /** Millimetres, with the quiet zone. */
  readonly size: number;
}

/** Dark runs of a row become one box each; otherwise the file would be large. */
export function drawSquare(doc: jsPDF, text: string, place: Place): void {
  const square = squareOf(text);
  const unit = place.size / (square.size + 2 * QUIET_ZONE);
  doc.setFillColor(0, 0, 0);
  for (let y = 0; y < square.size; y++) {
    for (let x = 0; x < square.size; x++) {
      let end = x;
      while (square.get(end, y)) end++;
      const [left, top] = [place.x + (QUIET_ZONE + x) * unit, place.y + (QUIET_ZONE + y) * unit];
      if (end > x) doc.rect(left, top, (end - x) * unit, unit, 'F');
      x = end;
    }
  }
}
