/** The square code at the foot of a certificate, which leads to the page that verifies it. */
import type { jsPDF } from 'jspdf';
import { encode } from 'uqr';

/** Millimetres: large enough for a telephone, with the quiet edge that the code wants. */
export const CODE = { size: 74, x: 68, y: 178 } as const;
/** Each row's dark stretches as one box: a code of so many signs would be a large file otherwise. */
export function drawCode(doc: jsPDF, address: string): void {
  const { data, size } = encode(address, { border: 4, ecc: 'L' });
  const unit = CODE.size / size;
  doc.setFillColor(0, 0, 0);
  data.forEach((row, y) => {
    for (let x = 0; x < size;) {
      let end = x;
      while (end < size && row[end]) end++;
      if (end > x) doc.rect(CODE.x + x * unit, CODE.y + y * unit, (end - x) * unit, unit, 'F');
      x = Math.max(end, x + 1);
    }
  });
}
