/** Numbered boxes side by side, as on the paper form. Overflow continues on the next sheet. */
import type { BoxText } from '#lib/i18n/box-texts.ts';
import type { LaidLine } from './wrap-text.ts';
import { CONTENT_WIDTH, lineHeight, SHEET, type Paper, type Style } from './paper.ts';

export interface Box {
  readonly no: number;
  readonly label: string;
  readonly texts: readonly BoxText[];
  readonly signHere?: string;
}

interface RowStyle {
  readonly minHeight?: number;
  readonly continued: (label: string) => string;
}

interface StyledLine {
  readonly line: LaidLine;
  readonly style: Style;
}

interface Column {
  readonly box: Box;
  readonly label: string;
  readonly x: number;
  readonly width: number;
  readonly lines: readonly StyledLine[];
}

const LABEL: Style = { size: 6.8, grey: 70 };
const PADDING = 1.6;
const PEN_LINE = 5.5;

export function drawRow(paper: Paper, boxes: readonly Box[], row: RowStyle): void {
  let columns = boxesToColumns(paper, boxes);
  const whole = heightOf(paper, columns, row);
  const fitsOneSheet = whole <= SHEET.bottom - SHEET.top;
  if (whole > paper.room && (fitsOneSheet || paper.room < 30)) paper.turnPage();
  for (;;) {
    const parts = columns.map((column) => splitColumn(paper, column));
    const height = Math.min(
      paper.room,
      heightOf(
        paper,
        parts.map((part) => part.here),
        row
      )
    );
    for (const { here } of parts) drawColumn(paper, here, height);
    paper.y += height;
    if (parts.every((part) => part.rest.length === 0)) return;
    columns = parts.map(({ here, rest }) => ({
      ...here,
      label: labelOf(here.box, row.continued),
      lines: rest
    }));
    paper.turnPage();
  }
}

function labelOf(box: Box, inWords = (label: string): string => label): string {
  return `${box.no}  ${inWords(box.label)}`;
}

function boxesToColumns(paper: Paper, boxes: readonly Box[]): Column[] {
  const width = CONTENT_WIDTH / boxes.length;
  return boxes.map((box, index) => ({
    box,
    label: labelOf(box),
    x: SHEET.left + index * width,
    width,
    lines: box.texts.flatMap((text) => textToLines(paper, text, width - 2 * PADDING))
  }));
}

function textToLines(paper: Paper, { text, bold, small }: BoxText, width: number): StyledLine[] {
  const style: Style = { size: small ? 7.4 : 9, ...(bold ? { bold } : {}) };
  return paper.lay(text, width, style).map((line) => ({ line, style }));
}

function labelHeight(paper: Paper, column: Column): number {
  const lines = paper.wrap(column.label, column.width - 2 * PADDING, LABEL);
  return 1 + lines.length * lineHeight(LABEL) + 0.6;
}

function heightOf(paper: Paper, columns: readonly Column[], row: RowStyle): number {
  const heights = columns.map(
    (column) => labelHeight(paper, column) + linesHeight(column.lines) + PADDING * 0.7
  );
  return Math.max(row.minHeight ?? 0, ...heights);
}

function linesHeight(lines: readonly StyledLine[]): number {
  return lines.reduce((sum, line) => sum + lineHeight(line.style), 0);
}

function splitColumn(paper: Paper, column: Column): { here: Column; rest: readonly StyledLine[] } {
  let left = paper.room - labelHeight(paper, column) - PADDING * 0.7;
  let count = 0;
  for (const line of column.lines) {
    left -= lineHeight(line.style);
    if (left < 0) break;
    count += 1;
  }
  return { here: { ...column, lines: column.lines.slice(0, count) }, rest: column.lines.slice(count) };
}

function drawColumn(paper: Paper, column: Column, height: number): void {
  paper.frame(column.x, paper.y, column.width, height);
  const x = column.x + PADDING;
  paper.writeText(column.label, x, paper.y + 1, column.width - 2 * PADDING, LABEL);
  let y = paper.y + labelHeight(paper, column);
  for (const { line, style } of column.lines) {
    paper.writeLaid(line, x, y, column.width - 2 * PADDING, style);
    y += lineHeight(style);
  }
  if (column.box.signHere) drawPenLine(paper, column, height, column.box.signHere);
}

function drawPenLine(paper: Paper, { x, width }: Column, height: number, words: string): void {
  const y = paper.y + height - PEN_LINE;
  paper.rule(x + PADDING, y, width - 2 * PADDING);
  paper.writeLine(words, x + PADDING, y + 0.8, LABEL);
}
