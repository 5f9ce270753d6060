/** One sheet of a letter, from the reading side of its language. Millimetres and points. */
import type { jsPDF } from 'jspdf';
import { shapeArabic } from './arabic-forms.ts';
import { drawRun, setFace } from './draw-run.ts';
import type { Faces } from './faces.ts';
import type { Weight } from './fonts.ts';
import { plainSpaces } from './paper.ts';
import { directionOf, visualLine, type Direction } from './visual-line.ts';
import { wrapText } from './wrap-text.ts';

const WIDTH = 210;
const MARGIN = { start: 25, end: 22, top: 22 } as const;
export const LETTER_BOTTOM = 282;
const MILLIMETRES_PER_POINT = 25.4 / 72;
/** Bar rows: start after the name, and maximum length. */
const BAR = { start: 14, width: 55 } as const;

export interface LetterStyle {
  /** Points, before scaling. */
  readonly size: number;
  readonly bold?: boolean;
  readonly grey?: number;
  readonly indent?: number;
  /** Default: the whole line. */
  readonly width?: number;
  readonly at?: 'start' | 'end';
  /** Personal text: each paragraph follows the direction of its own script. */
  readonly own?: boolean;
}

interface LetterSheetOptions {
  readonly doc: jsPDF;
  readonly faces: Faces;
  readonly direction: Direction;
  /** Smaller to fit much on one sheet. */
  readonly scale: number;
  /** Continues on another sheet when full. */
  readonly turns?: boolean;
}

export class LetterSheet {
  y: number = MARGIN.top;
  readonly #doc: jsPDF;
  readonly #faces: Faces;
  readonly #direction: Direction;
  readonly #scale: number;
  readonly #turns: boolean;

  constructor({ doc, faces, direction, scale, turns = false }: LetterSheetOptions) {
    this.#doc = doc;
    this.#faces = faces;
    this.#direction = direction;
    this.#scale = scale;
    this.#turns = turns;
  }

  /** Turns the page if the height does not fit, so related content stays together. */
  keep(height: number): void {
    this.#turnBefore(height * this.#scale);
  }

  /** Height when written, in millimetres. */
  heightOf(text: string, style: LetterStyle): number {
    const lines = wrapText(text, this.#widthOf(style), (piece) => this.#measure(shapeArabic(piece), style));
    return lines.length * this.#lineHeight(style);
  }

  #widthOf({ width, indent }: LetterStyle): number {
    return width ?? this.#width - (indent ?? 0);
  }

  #lineHeight({ size }: LetterStyle): number {
    const leading = this.#direction === 'rtl' ? 1.55 : 1.36;
    return size * this.#scale * MILLIMETRES_PER_POINT * leading;
  }

  #turnBefore(height: number): void {
    if (!this.#turns || this.y + height <= LETTER_BOTTOM) return;
    this.#doc.addPage();
    this.y = MARGIN.top;
  }

  get #width(): number {
    return WIDTH - MARGIN.start - MARGIN.end;
  }

  gap(height: number): void {
    this.y += height * this.#scale;
  }

  write(text: string, style: LetterStyle): void {
    for (const paragraph of style.own ? text.split('\n') : [text]) {
      const direction = style.own ? directionOf(paragraph, this.#direction) : this.#direction;
      const measure = (piece: string): number => this.#measure(shapeArabic(piece), style);
      for (const line of wrapText(paragraph, this.#widthOf(style), measure))
        this.#writeLine(line, style, direction);
    }
  }

  writePair(label: string, value: string, style: LetterStyle, column: number): void {
    const top = this.y;
    this.write(label, { ...style, grey: 70, width: column - 3 });
    const bottom = this.y;
    this.y = top;
    this.write(value, { ...style, bold: true, indent: (style.indent ?? 0) + column });
    this.y = Math.max(bottom, this.y);
  }

  /** Cells side by side, kept on one sheet; the last takes the rest of the line. */
  writeRow(
    cells: readonly { readonly text: string; readonly style: LetterStyle }[],
    columns: readonly number[]
  ): void {
    const placed = cells.map(({ text, style }, at) => {
      const indent = columns.slice(0, at).reduce((sum, width) => sum + width, 0);
      const width = (columns[at] ?? this.#width - indent) - 3;
      return { text, style: { ...style, indent, width } };
    });
    this.#turnBefore(Math.max(...placed.map(({ text, style }) => this.heightOf(text, style))));
    const top = this.y;
    let bottom = top;
    for (const { text, style } of placed) {
      this.y = top;
      this.write(text, style);
      bottom = Math.max(bottom, this.y);
    }
    this.y = bottom;
  }

  writeItem(sign: string, text: string, style: LetterStyle, indent: number): void {
    const top = this.y;
    this.write(sign, { ...style, grey: 70 });
    this.y = top;
    this.write(text, { ...style, indent });
  }

  /** Label, bar (portion from 0 to 1), words. */
  writeBar(label: string, portion: number, words: string, style: LetterStyle): void {
    const top = this.y;
    this.write(label, { ...style, bold: true });
    const height = this.y - top;
    this.y = top;
    this.write(words, { ...style, indent: BAR.start + BAR.width + 4 });
    const width = BAR.width * portion;
    const fromLeft = this.#left + BAR.start;
    const fromRight = this.#left + this.#width - BAR.start - width;
    this.#doc.setFillColor(110, 110, 110);
    if (width > 0)
      this.#doc.rect(
        this.#direction === 'rtl' ? fromRight : fromLeft,
        top + height * 0.22,
        width,
        height * 0.6,
        'F'
      );
    this.y = Math.max(this.y, top + height);
  }

  /** Framed, monospaced, always left to right. */
  writeCode(code: string): void {
    const height = 17 * this.#scale;
    this.#doc.setDrawColor(0);
    this.#doc.setLineWidth(0.4);
    this.#doc.rect(this.#left, this.y, this.#width, height);
    this.#doc.setFont('courier', 'bold');
    this.#doc.setFontSize(23 * this.#scale);
    this.#doc.setTextColor(0);
    const x = this.#left + this.#width / 2;
    this.#doc.text(code, x, this.y + height / 2 + 2.7 * this.#scale, { align: 'center' });
    this.y += height;
  }

  rule(thickness = 0.2, width = this.#width): void {
    this.#doc.setDrawColor(70);
    this.#doc.setLineWidth(thickness);
    const from = this.#direction === 'rtl' ? this.#left + this.#width - width : this.#left;
    this.#doc.line(from, this.y, from + width, this.y);
  }

  get #left(): number {
    return this.#direction === 'rtl' ? MARGIN.end : MARGIN.start;
  }

  #writeLine(line: string, style: LetterStyle, direction: Direction): void {
    const height = this.#lineHeight(style);
    this.#turnBefore(height);
    const drawn = plainSpaces(visualLine(line, direction));
    // Text in the other direction starts at the other edge, without indent.
    const indent = direction === this.#direction ? (style.indent ?? 0) : 0;
    const isAtRight = (direction === 'rtl') !== (style.at === 'end');
    const edge = isAtRight ? this.#left + this.#width - this.#measure(drawn, style) : this.#left;
    this.#draw(drawn, isAtRight ? edge - indent : edge + indent, this.y + height * 0.76, style);
    this.y += height;
  }

  #draw(line: string, from: number, baseline: number, style: LetterStyle): void {
    let x = from;
    this.#doc.setTextColor(style.grey ?? 0);
    for (const run of this.#faces.runsOf(line))
      x += drawRun(this.#doc, run, x, baseline, weightOfStyle(style));
  }

  #measure(line: string, style: LetterStyle): number {
    this.#doc.setFontSize(style.size * this.#scale);
    return this.#faces.runsOf(line).reduce((sum, { face, text }) => {
      setFace(this.#doc, face, weightOfStyle(style));
      return sum + this.#doc.getTextWidth(text);
    }, 0);
  }
}

function weightOfStyle({ bold }: LetterStyle): Weight {
  return bold ? 'bold' : 'normal';
}
