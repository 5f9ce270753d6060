/**
 * Draws characters in the given order. jsPDF would reverse right-to-left text again, and join lam with an alef that is
 * adjacent on paper but not in the word.
 */
import type { jsPDF } from 'jspdf';

const AS_GIVEN = { isInputVisual: true, isOutputVisual: true, isInputRtl: false, isOutputRtl: false };
const AFTER_LAM = /(?<=[\ufedf\ufee0])/;

/** Current font and size; `angle` in degrees, rising. */
export function drawAsGiven(doc: jsPDF, text: string, x: number, y: number, angle = 0): void {
  const radians = (angle * Math.PI) / 180;
  let way = 0;
  for (const piece of text.split(AFTER_LAM)) {
    const [right, down] = [way * Math.cos(radians), -way * Math.sin(radians)];
    doc.text(piece, x + right, y + down, { ...AS_GIVEN, ...(angle === 0 ? {} : { angle }) });
    way += doc.getTextWidth(piece);
  }
}
