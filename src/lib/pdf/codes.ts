/** Square codes on a form, with the words around them. */
import { QUIET_ZONE, squareOf } from '#lib/print-code/square.ts';
import type { jsPDF } from 'jspdf';
import type { CodeBox, FormPart } from './form-parts.ts';
import { CONTENT_WIDTH, SHEET, type Paper, type Style } from './paper.ts';

const LABEL: Style = { size: 6.8, grey: 70 };
const NOTE: Style = { size: 7.2 };
const ACROSS = 4;
export const CODE_WIDTH = CONTENT_WIDTH / ACROSS;
const PADDING = 1.6;

export function drawCodes(paper: Paper, { codes, note }: Extract<FormPart, { kind: 'codes' }>): void {
  for (let at = 0; at < codes.length; at += ACROSS) {
    const row = codes.slice(at, at + ACROSS);
    const height = Math.max(...row.map((code) => codeHeight(paper, code)));
    paper.keep(height);
    row.forEach((code, index) => drawCode(paper, SHEET.left + index * CODE_WIDTH, height, code));
    paper.y += height;
  }
  if (!note) return;
  paper.keep(2 * paper.lineHeight(NOTE) + 1);
  paper.y += 1 + paper.writeText(note, SHEET.left, paper.y + 1, CONTENT_WIDTH, NOTE);
}

export function codeHeight(paper: Paper, { label, text, below }: CodeBox): number {
  const wrapped = (words: string): number => paper.wrap(words, CODE_WIDTH - 2 * PADDING, LABEL).length;
  const words = wrapped(label) + (below ? wrapped(below) : 0);
  return 2 + words * paper.lineHeight(LABEL) + (text ? CODE_SIDE : 0);
}

export function drawCode(paper: Paper, x: number, height: number, { label, text, below }: CodeBox): void {
  const width = CODE_WIDTH - 2 * PADDING;
  paper.frame(x, paper.y, CODE_WIDTH, height);
  const top = paper.y + 1 + paper.writeText(label, x + PADDING, paper.y + 1, width, LABEL, 'H2');
  const left = paper.leftOf(x + (CODE_WIDTH - CODE_SIDE) / 2, CODE_SIDE);
  const place = { x: left, y: top, size: CODE_SIDE };
  if (text)
    paper.inside('Figure', { alt: label }, () => paper.tags.mark(() => drawSquare(paper.doc, text, place)));
  if (below) paper.writeText(below, x + PADDING, text ? top + CODE_SIDE : top, width, LABEL);
}

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
