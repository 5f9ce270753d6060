/** A4 sheets with a cursor: millimetres, one type face, ink on white. Everything is drawn through it. */
import type { jsPDF } from 'jspdf';
import { FAMILY } from './fonts.ts';
import { wrapText } from './wrap-text.ts';

/** Millimetres. Above `top` stands the running header, below `bottom` the footer. */
export const SHEET = { width: 210, height: 297, left: 14, right: 196, top: 20, bottom: 276 } as const;
export const CONTENT_WIDTH = SHEET.right - SHEET.left;

export interface Style {
  /** Points. */
  readonly size: number;
  readonly bold?: boolean;
  /** Grey from 0 (ink) to 255. */
  readonly grey?: number;
  readonly align?: 'left' | 'center' | 'right';
}

const MILLIMETRES_PER_POINT = 25.4 / 72;
const LEADING = 1.22;

export function lineHeight(style: Style): number {
  return style.size * MILLIMETRES_PER_POINT * LEADING;
}

export class Paper {
  y: number = SHEET.top;
  readonly doc: jsPDF;

  constructor(doc: jsPDF) {
    this.doc = doc;
  }

  /** What is left of this sheet. */
  get room(): number {
    return SHEET.bottom - this.y;
  }

  turnPage(): void {
    this.doc.addPage();
    this.y = SHEET.top;
  }

  /** Turns the page where `height` does not fit any more. */
  keep(height: number): void {
    if (height > this.room) this.turnPage();
  }

  use(style: Style): void {
    this.doc.setFont(FAMILY, style.bold ? 'bold' : 'normal');
    this.doc.setFontSize(style.size);
    this.doc.setTextColor(style.grey ?? 0);
  }

  wrap(text: string, width: number, style: Style): string[] {
    this.use(style);
    return wrapText(text, width, (piece) => this.doc.getTextWidth(piece));
  }

  /** One line whose capitals begin at `y`. */
  writeLine(line: string, x: number, y: number, style: Style): void {
    this.use(style);
    const baseline = y + style.size * MILLIMETRES_PER_POINT * 0.95;
    this.doc.text(plainSpaces(line), x, baseline, { align: style.align ?? 'left' });
  }

  /** Wrapped lines from `y` on; returns the height used. */
  writeText(text: string, x: number, y: number, width: number, style: Style): number {
    const lines = this.wrap(text, width, style);
    lines.forEach((line, index) => this.writeLine(line, x, y + index * lineHeight(style), style));
    return lines.length * lineHeight(style);
  }

  frame(x: number, y: number, width: number, height: number): void {
    this.doc.setDrawColor(70);
    this.doc.setLineWidth(0.2);
    this.doc.rect(x, y, width, height);
  }

  rule(x: number, y: number, width: number, thickness = 0.2): void {
    this.doc.setDrawColor(70);
    this.doc.setLineWidth(thickness);
    this.doc.line(x, y, x + width, y);
  }
}

/** No-break spaces have done their work once lines are broken; copied text is searched with plain ones. */
export function plainSpaces(line: string): string {
  return line.replace(/[\u00a0\u202f\u2007\u2009]/g, ' ');
}
