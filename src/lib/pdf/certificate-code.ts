/** Square code at the foot of a certificate, leading to its verification page. */
import type { jsPDF } from 'jspdf';
import { encode } from 'uqr';

/** Millimetres: large enough for a phone camera, with the code's quiet zone. */
export const CODE = { size: 74, x: 68, y: 178 } as const;
/** Dark runs of a row become one box each; otherwise the file would be large. */
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
