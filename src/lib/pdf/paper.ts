/** A4 sheets with a cursor: millimetres, ink on white. All drawing uses it. */
import type { jsPDF } from 'jspdf';
import { MILLIMETRES_PER_POINT, type Faces, type TextStyle } from './faces.ts';
import { Tags, type ElementOptions, type Role } from './tags.ts';
import { layText, type LaidLine } from './wrap-text.ts';

/** Millimetres. The running header is above `top`, the footer below `bottom`. */
export const SHEET = { width: 210, height: 297, left: 14, right: 196, top: 20, bottom: 276 } as const;
export const CONTENT_WIDTH = SHEET.right - SHEET.left;

export interface Style extends TextStyle {
  readonly align?: 'left' | 'center' | 'right';
}

const LEADING = 1.22;

export function lineHeight(style: Style): number {
  return style.size * MILLIMETRES_PER_POINT * LEADING;
}

export class Paper {
  y: number = SHEET.top;
  readonly tags: Tags;
  constructor(readonly faces: Faces) {
    this.tags = new Tags(faces.doc);
  }

  get doc(): jsPDF {
    return this.faces.doc;
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
    return layText(text, width, (piece) => this.faces.measure(piece, style));
  }

  /** A finished line; its capitals begin at `y`. */
  writeLine(line: string, x: number, y: number, style: Style): void {
    const baseline = y + style.size * MILLIMETRES_PER_POINT * 0.95;
    const drawn = plainSpaces(line);
    const before = { left: 0, center: 0.5, right: 1 }[style.align ?? 'left'];
    const start = x - before * this.faces.measure(drawn, style);
    this.tags.mark(() => this.faces.draw(drawn, start, baseline, style));
  }

  /** Aligned to the paragraph's side: left or right end of `width`. */
  writeLaid({ text, isFromRight }: LaidLine, x: number, y: number, width: number, style: Style): void {
    if (isFromRight) this.writeLine(text, x + width, y, { ...style, align: 'right' });
    else this.writeLine(text, x, y, style);
  }

  /** Wrapped lines starting at `y`, as one element of the structure; returns the height. */
  writeText(text: string, x: number, y: number, width: number, style: Style, role: Role = 'P'): number {
    return this.inside(role, { text }, () => this.writeLines(text, x, y, width, style));
  }

  /** As `writeText`, within the open element. */
  writeLines(text: string, x: number, y: number, width: number, style: Style): number {
    const lines = this.lay(text, width, style);
    lines.forEach((line, index) => this.writeLaid(line, x, y + index * lineHeight(style), width, style));
    return lines.length * lineHeight(style);
  }

  /** Draws a new element of the structure; in an artifact, which has none, only the drawing. */
  inside<T>(role: Role, options: ElementOptions, draw: () => T): T {
    return this.tags.isArtifact ? draw() : this.tags.within(this.tags.add(role, options), draw);
  }

  frame(x: number, y: number, width: number, height: number): void {
    this.tags.artifact(() => {
      this.doc.setDrawColor(70);
      this.doc.setLineWidth(0.2);
      this.doc.rect(x, y, width, height);
    });
  }

  rule(x: number, y: number, width: number, thickness = 0.2): void {
    this.tags.artifact(() => {
      this.doc.setDrawColor(70);
      this.doc.setLineWidth(thickness);
      this.doc.line(x, y, x + width, y);
    });
  }
}

/** After line breaking no-break spaces become plain ones, which copied text is searched with. */
export function plainSpaces(line: string): string {
  return line.replace(/[\u00a0\u202f\u2007\u2009]/g, ' ');
}
