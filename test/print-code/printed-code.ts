/** One code on a sheet of its own, drawn as on a form and seen at 150 dots per inch. */
import { jsPDF } from 'jspdf';
import { CODE_SIDE, drawSquare } from '#lib/pdf/codes.ts';
import { sheetPictures, type Picture } from './picture.ts';

const SHEET = 70;

export function printedCode(text: string): Picture {
  const doc = new jsPDF({ format: [SHEET, SHEET], unit: 'mm' });
  const edge = (SHEET - CODE_SIDE) / 2;
  drawSquare(doc, text, { x: edge, y: edge, size: CODE_SIDE });
  return sheetPictures(new Uint8Array(doc.output('arraybuffer')))[0]!;
}
