/** One sheet of a letter, from the reading side of its language. Millimetres and points. */
import type { Direction } from '#lib/i18n/locale.ts';
import { drawSquare } from './codes.ts';
import type { Tags } from './tags.ts';
import { MILLIMETRES_PER_POINT, type Faces, type TextStyle } from './faces.ts';
import { plainSpaces } from './paper.ts';
import { directionOf, shapeArabic, visualLine } from './visual-line.ts';
import { wrapText } from './wrap-text.ts';

const WIDTH = 210;
const MARGIN = { start: 25, end: 22, top: 22 } as const;
const TEXT_WIDTH = WIDTH - MARGIN.start - MARGIN.end;
/** Points from which a text is the title. */
const TITLE_SIZE = 15;
export const LETTER_BOTTOM = 282;
/** Bar rows: start after the name, and maximum length. */
const BAR = { start: 14, width: 55 } as const;
/** Large enough for a phone camera, with the code's quiet zone. */
const CODE = { size: 74, x: 68, y: 178 } as const;

export interface LetterStyle extends TextStyle {
  readonly indent?: number;
  readonly width?: number;
  readonly at?: 'start' | 'end';
  /** Personal text: each paragraph follows the direction of its own script. */
  readonly own?: boolean;
}

/** A drawing as PNG; `ratio` is height divided by width. */
export interface Picture {
  readonly png: Uint8Array;
  readonly ratio: number;
}

/** A part of a sheet, drawn below the one before. Sizes and gaps shrink with the scale of the sheet. */
export type Block =
  | readonly ['text', string, LetterStyle]
  | readonly ['gap', height: number]
  | readonly ['rule', thickness: number, width?: number]
  | readonly ['pair', label: string, value: string, LetterStyle, column: number]
  /** Cells side by side, kept on one sheet; the last takes the rest of the line. */
  | readonly ['row', cells: readonly (readonly [string, LetterStyle])[], columns: readonly number[]]
  | readonly ['item', sign: string, string, LetterStyle, indent: number]
  | readonly ['bar', label: string, portion: number, words: string, LetterStyle]
  | readonly ['typed-code', string]
  /** Square code for a camera, at its fixed place. */
  | readonly ['square-code', address: string]
  | readonly ['picture', Picture]
  /** Turns the page if the height does not fit, so related content stays together. */
  | readonly ['keep', height: number]
  | readonly ['beside', readonly Block[]];

interface LetterSheetOptions {
  readonly faces: Faces;
  readonly tags: Tags;
  readonly direction: Direction;
  readonly scale: number;
  readonly turns?: boolean;
}

export class LetterSheet {
  y: number = MARGIN.top;
  readonly #faces: Faces;
  readonly #tags: Tags;
  readonly #direction: Direction;
  readonly #scale: number;
  readonly #turns: boolean;

  constructor({ faces, tags, direction, scale, turns = false }: LetterSheetOptions) {
    this.#faces = faces;
    this.#tags = tags;
    this.#direction = direction;
    this.#scale = scale;
    this.#turns = turns;
  }

  draw(blocks: readonly Block[]): void {
    for (const block of blocks) this.#drawBlock(block);
  }

  #drawBlock(block: Block): void {
    switch (block[0]) {
      case 'text':
        return this.#write(block[1], block[2]);
      case 'gap':
        return void (this.y += block[1] * this.#scale);
      case 'rule':
        return this.#drawRule(block[1], block[2] ?? TEXT_WIDTH);
      case 'pair':
        return this.#drawPair(block[1], block[2], block[3], block[4]);
      case 'row':
        return this.#drawRow(block[1], block[2]);
      case 'item':
        return this.#drawItem(block[1], block[2], block[3], block[4]);
      case 'bar':
        return this.#drawBar(block[1], block[2], block[3], block[4]);
      case 'typed-code':
        return this.#drawTypedCode(block[1]);
      case 'square-code':
        return this.#drawSquareCode(block[1]);
      case 'picture':
        return this.#drawPicture(block[1]);
      case 'keep':
        return this.#turnBefore(block[1] * this.#scale);
      case 'beside':
        return this.#drawBeside(block[1].map((one) => () => this.#drawBlock(one)));
    }
  }

  /** All begin here; the next block follows below the longest. */
  #drawBeside(parts: readonly (() => void)[]): void {
    const top = this.y;
    let bottom = top;
    for (const draw of parts) {
      this.y = top;
      draw();
      bottom = Math.max(bottom, this.y);
    }
    this.y = bottom;
  }

  #heightOf(text: string, style: LetterStyle): number {
    return this.#wrap(text, style).length * this.#lineHeight(style);
  }

  #wrap(text: string, style: LetterStyle): string[] {
    const width = style.width ?? TEXT_WIDTH - (style.indent ?? 0);
    return wrapText(text, width, (piece) => this.#faces.measure(shapeArabic(piece), this.#scaled(style)));
  }

  #scaled(style: LetterStyle): TextStyle {
    return { ...style, size: style.size * this.#scale };
  }

  #lineHeight({ size }: LetterStyle): number {
    const leading = this.#direction === 'rtl' ? 1.55 : 1.36;
    return size * this.#scale * MILLIMETRES_PER_POINT * leading;
  }

  #turnBefore(height: number): void {
    if (!this.#turns || this.y + height <= LETTER_BOTTOM) return;
    this.#faces.doc.addPage();
    this.y = MARGIN.top;
  }

  #write(text: string, style: LetterStyle): void {
    for (const paragraph of style.own ? text.split('\n') : [text]) {
      const direction = style.own ? directionOf(paragraph, this.#direction) : this.#direction;
      const element = this.#tags.add(style.size >= TITLE_SIZE ? 'H1' : 'P', { text: paragraph });
      this.#tags.within(element, () => {
        for (const line of this.#wrap(paragraph, style)) this.#writeLine(line, style, direction);
      });
    }
  }

  #drawPair(label: string, value: string, style: LetterStyle, column: number): void {
    this.#drawBeside([
      () => this.#write(label, { ...style, grey: 70, width: column - 3 }),
      () => this.#write(value, { ...style, bold: true, indent: (style.indent ?? 0) + column })
    ]);
  }

  #drawRow(cells: readonly (readonly [string, LetterStyle])[], columns: readonly number[]): void {
    const placed = cells.map(([text, style], at) => {
      const indent = columns.slice(0, at).reduce((sum, width) => sum + width, 0);
      const width = (columns[at] ?? TEXT_WIDTH - indent) - 3;
      return [text, { ...style, indent, width }] as const;
    });
    this.#turnBefore(Math.max(...placed.map(([text, style]) => this.#heightOf(text, style))));
    this.#drawBeside(
      placed.map(
        ([text, style]) =>
          () =>
            this.#write(text, style)
      )
    );
  }

  /** The text follows the sign, even if the sign is higher. */
  #drawItem(sign: string, text: string, style: LetterStyle, indent: number): void {
    const top = this.y;
    this.#write(sign, { ...style, grey: 70 });
    this.y = top;
    this.#write(text, { ...style, indent });
  }

  #drawBar(label: string, portion: number, words: string, style: LetterStyle): void {
    const top = this.y;
    const width = BAR.width * portion;
    const height = this.#lineHeight(style);
    const left = this.#direction === 'rtl' ? TEXT_WIDTH - BAR.start - width : BAR.start;
    this.#drawBeside([
      () => this.#write(label, { ...style, bold: true }),
      () => this.#write(words, { ...style, indent: BAR.start + BAR.width + 4 })
    ]);
    this.#tags.artifact(() => {
      this.#faces.doc.setFillColor(110, 110, 110);
      if (width > 0) this.#faces.doc.rect(this.#left + left, top + height * 0.22, width, height * 0.6, 'F');
    });
  }

  #drawTypedCode(code: string): void {
    const { doc } = this.#faces;
    const height = 17 * this.#scale;
    this.#tags.artifact(() => {
      doc.setDrawColor(0);
      doc.setLineWidth(0.4);
      doc.rect(this.#left, this.y, TEXT_WIDTH, height);
    });
    doc.setFont('courier', 'bold');
    doc.setFontSize(23 * this.#scale);
    doc.setTextColor(0);
    const baseline = this.y + height / 2 + 2.7 * this.#scale;
    const middle = this.#left + TEXT_WIDTH / 2;
    this.#tags.within(this.#tags.add('P'), () =>
      this.#tags.mark(() => doc.text(code, middle, baseline, { align: 'center' }))
    );
    this.y += height;
  }

  #drawSquareCode(address: string): void {
    this.#tags.within(this.#tags.add('Figure', { alt: address }), () =>
      this.#tags.mark(() => drawSquare(this.#faces.doc, address, CODE))
    );
    this.y = CODE.y + CODE.size + 4;
  }

  #drawPicture({ png, ratio }: Picture): void {
    const height = TEXT_WIDTH * ratio;
    this.#tags.artifact(() =>
      this.#faces.doc.addImage(png, 'PNG', MARGIN.start, this.y, TEXT_WIDTH, height, undefined, 'FAST')
    );
    this.y += height + 2;
  }

  #drawRule(thickness: number, width: number): void {
    const { doc } = this.#faces;
    const from = this.#direction === 'rtl' ? this.#left + TEXT_WIDTH - width : this.#left;
    this.#tags.artifact(() => {
      doc.setDrawColor(70);
      doc.setLineWidth(thickness);
      doc.line(from, this.y, from + width, this.y);
    });
  }

  get #left(): number {
    return this.#direction === 'rtl' ? MARGIN.end : MARGIN.start;
  }

  #writeLine(line: string, style: LetterStyle, direction: Direction): void {
    const height = this.#lineHeight(style);
    this.#turnBefore(height);
    const drawn = plainSpaces(visualLine(line, direction));
    const scaled = this.#scaled(style);
    // Text in the other direction starts at the other edge, without indent.
    const indent = direction === this.#direction ? (style.indent ?? 0) : 0;
    const isAtRight = (direction === 'rtl') !== (style.at === 'end');
    const edge = isAtRight ? this.#left + TEXT_WIDTH - this.#faces.measure(drawn, scaled) : this.#left;
    const left = isAtRight ? edge - indent : edge + indent;
    this.#tags.mark(() => this.#faces.draw(drawn, left, this.y + height * 0.76, scaled));
    this.y += height;
  }
}
