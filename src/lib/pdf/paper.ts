/**
 * A4 sheets with a cursor: millimetres, ink on white. All drawing uses it. Widths and places are measured from the reading
 * side, so that a sheet in Arabic is the mirror of one in English.
 */
import type { jsPDF } from 'jspdf';
import type { Direction } from '#lib/i18n/locale.ts';
import { MILLIMETRES_PER_POINT, type Faces, type TextStyle } from './faces.ts';
import { Tags, type ElementOptions, type Role } from './tags.ts';
import { layText, type LaidLine } from './wrap-text.ts';

/** Millimetres. The running header is above `top`, the footer below `bottom`. */
export const SHEET = { width: 210, height: 297, left: 14, right: 196, top: 20, bottom: 276 } as const;
export const CONTENT_WIDTH = SHEET.right - SHEET.left;

export interface Style extends TextStyle {
  readonly align?: 'start' | 'center' | 'end';
}

/** Arabic letters are taller. The second is for tables, which the plugin lays out. */
const LEADING = { ltr: [1.22, 1.15], rtl: [1.42, 1.4] } as const;

export class Paper {
  y: number = SHEET.top;
  readonly tags: Tags;
  constructor(
    readonly faces: Faces,
    readonly direction: Direction = 'ltr'
  ) {
    this.tags = new Tags(faces.doc);
    faces.doc.setLineHeightFactor(LEADING[direction][1]);
  }

  get doc(): jsPDF {
    return this.faces.doc;
  }

  lineHeight({ size }: Style): number {
    return size * MILLIMETRES_PER_POINT * LEADING[this.direction][0];
  }

  get room(): number {
    return SHEET.bottom - this.y;
  }

  turnPage(): void {
    this.doc.addPage();
    this.y = SHEET.top;
  }

  keep(height: number): void {
    if (height > this.room) this.turnPage();
  }

  wrap(text: string, width: number, style: Style): string[] {
    return this.lay(text, width, style).map((line) => line.text);
  }

  lay(text: string, width: number, style: Style): LaidLine[] {
    return layText(text, width, (piece) => this.faces.measure(piece, style), this.direction);
  }

  /** The left edge, in the file's own measure, of something `width` wide. */
  leftOf(x: number, width: number): number {
    return this.direction === 'rtl' ? SHEET.width - x - width : x;
  }

  /** A finished line; its capitals begin at `y`. */
  writeLine(line: string, x: number, y: number, style: Style): void {
    const drawn = plainSpaces(line);
    const width = this.faces.measure(drawn, style);
    const before = { start: 0, center: 0.5, end: 1 }[style.align ?? 'start'];
    this.#draw(drawn, this.leftOf(x - before * width, width), y, style);
  }

  #draw(line: string, left: number, y: number, style: Style): void {
    const baseline = y + style.size * MILLIMETRES_PER_POINT * 0.95;
    this.tags.mark(() => this.faces.draw(line, left, baseline, style));
  }

  /** Aligned to the paragraph's side: left or right end of `width`. */
  writeLaid({ text, isFromRight }: LaidLine, x: number, y: number, width: number, style: Style): void {
    const drawn = plainSpaces(text);
    const free = isFromRight ? width - this.faces.measure(drawn, style) : 0;
    this.#draw(drawn, this.leftOf(x, width) + free, y, style);
  }

  /** Lines that end at `x`, away from the reading side; returns their height. */
  writeAtEnd(text: string, x: number, y: number, width: number, style: Style): number {
    const lines = this.wrap(text, width, style);
    lines.forEach((line, index) =>
      this.writeLine(line, x, y + index * this.lineHeight(style), { ...style, align: 'end' })
    );
    return lines.length * this.lineHeight(style);
  }

  /** Wrapped lines starting at `y`, as one element of the structure; returns the height. */
  writeText(text: string, x: number, y: number, width: number, style: Style, role: Role = 'P'): number {
    return this.inside(role, { text }, () => this.writeLines(text, x, y, width, style));
  }

  writeLines(text: string, x: number, y: number, width: number, style: Style): number {
    const lines = this.lay(text, width, style);
    lines.forEach((line, index) => this.writeLaid(line, x, y + index * this.lineHeight(style), width, style));
    return lines.length * this.lineHeight(style);
  }

  /** Draws a new element of the structure; in an artifact, which has none, only the drawing. */
  inside<T>(role: Role, options: ElementOptions, draw: () => T): T {
    return this.tags.isArtifact ? draw() : this.tags.within(this.tags.add(role, options), draw);
  }

  frame(x: number, y: number, width: number, height: number): void {
    this.tags.artifact(() => {
      this.doc.setDrawColor(70);
      this.doc.setLineWidth(0.2);
      this.doc.rect(this.leftOf(x, width), y, width, height);
    });
  }

  rule(x: number, y: number, width: number, thickness = 0.2): void {
    this.tags.artifact(() => {
      this.doc.setDrawColor(70);
      this.doc.setLineWidth(thickness);
      const left = this.leftOf(x, width);
      this.doc.line(left, y, left + width, y);
    });
  }
}

/** After line breaking no-break spaces become plain ones, which copied text is searched with. */
export function plainSpaces(line: string): string {
  return line.replace(/[\u00a0\u202f\u2007\u2009]/g, ' ');
}
