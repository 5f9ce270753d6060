/** Numbered boxes side by side, as on the paper form, and the row for seal and signature. Overflow continues on the next sheet. */
import type { BoxText } from '#lib/i18n/box-texts.ts';
import { CODE_WIDTH, codeHeight, drawCode } from './codes.ts';
import type { Box, FormPart } from './form-parts.ts';
import { CONTENT_WIDTH, SHEET, type Paper, type Style } from './paper.ts';
import type { Element } from './tags.ts';
import type { LaidLine } from './wrap-text.ts';

interface RowStyle {
  readonly minHeight?: number;
  readonly continued: (label: string) => string;
}

interface StyledLine {
  readonly line: LaidLine;
  readonly style: Style;
  readonly element: Element;
}

interface Column {
  readonly box: Box;
  readonly section: Element;
  /** `null` on the next sheet, where the label is repeated. */
  readonly heading: Element | null;
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
  const whole = heightOf(paper, columns, row.minHeight);
  const fitsOneSheet = whole <= SHEET.bottom - SHEET.top;
  if (whole > paper.room && (fitsOneSheet || paper.room < 30)) paper.turnPage();
  for (;;) {
    const parts = columns.map((column) => splitColumn(paper, column));
    const height = Math.min(
      paper.room,
      heightOf(
        paper,
        parts.map((part) => part.here),
        row.minHeight
      )
    );
    for (const { here } of parts) drawColumn(paper, here, height);
    paper.y += height;
    if (parts.every((part) => part.rest.length === 0)) return;
    columns = parts.map(({ here, rest }) => ({
      ...here,
      heading: null,
      label: labelOf(here.box, row.continued),
      lines: rest
    }));
    paper.turnPage();
  }
}

function labelOf(box: Box, inWords = (label: string): string => label): string {
  return box.no === undefined ? inWords(box.label) : `${box.no}  ${inWords(box.label)}`;
}

function boxesToColumns(paper: Paper, boxes: readonly Box[]): Column[] {
  const width = CONTENT_WIDTH / boxes.length;
  return boxes.map((box, index) => toColumn(paper, box, SHEET.left + index * width, width));
}

function toColumn(paper: Paper, box: Box, x: number, width: number): Column {
  const label = labelOf(box);
  const section = paper.tags.add('Sect');
  const heading = paper.tags.add('H2', { text: label }, section);
  const lines = box.texts.flatMap((text) => textToLines(paper, text, width - 2 * PADDING, section));
  return { box, section, heading, label, x, width, lines };
}

function textToLines(
  paper: Paper,
  { text, bold, small, lang }: BoxText,
  width: number,
  section: Element
): StyledLine[] {
  const style: Style = { size: small ? 7.4 : 9, ...(bold ? { bold } : {}) };
  const element = paper.tags.add('P', { text, ...(lang ? { lang } : {}) }, section);
  return paper.lay(text, width, style).map((line) => ({ line, style, element }));
}

function labelHeight(paper: Paper, column: Column): number {
  const lines = paper.wrap(column.label, column.width - 2 * PADDING, LABEL);
  return 1 + lines.length * paper.lineHeight(LABEL) + 0.6;
}

function heightOf(paper: Paper, columns: readonly Column[], minHeight = 0): number {
  const heights = columns.map(
    (column) => labelHeight(paper, column) + linesHeight(paper, column.lines) + PADDING * 0.7
  );
  return Math.max(minHeight, ...heights);
}

function linesHeight(paper: Paper, lines: readonly StyledLine[]): number {
  return lines.reduce((sum, line) => sum + paper.lineHeight(line.style), 0);
}

function splitColumn(paper: Paper, column: Column): { here: Column; rest: readonly StyledLine[] } {
  let left = paper.room - labelHeight(paper, column) - PADDING * 0.7;
  let count = 0;
  for (const line of column.lines) {
    left -= paper.lineHeight(line.style);
    if (left < 0) break;
    count += 1;
  }
  return { here: { ...column, lines: column.lines.slice(0, count) }, rest: column.lines.slice(count) };
}

function drawColumn(paper: Paper, column: Column, height: number): void {
  paper.frame(column.x, paper.y, column.width, height);
  const x = column.x + PADDING;
  const { tags } = paper;
  const width = column.width - 2 * PADDING;
  tags.within(column.heading, () => paper.writeLines(column.label, x, paper.y + 1, width, LABEL));
  let y = paper.y + labelHeight(paper, column);
  for (const { line, style, element } of column.lines) {
    tags.within(element, () => paper.writeLaid(line, x, y, width, style));
    y += paper.lineHeight(style);
  }
  const { signHere } = column.box;
  if (!signHere) return;
  tags.within(column.section, () => drawPenLine(paper, column.x, column.width, paper.y + height, signHere));
}

function drawPenLine(paper: Paper, x: number, width: number, bottom: number, words: string): void {
  const inner = width - 2 * PADDING;
  const y = bottom - PEN_LINE - (paper.wrap(words, inner, LABEL).length - 1) * paper.lineHeight(LABEL);
  paper.rule(x + PADDING, y, inner);
  paper.writeText(words, x + PADDING, y + 0.8, inner, LABEL);
}

const SEAL_WIDTH = 45;

export function drawSignatureRow(
  paper: Paper,
  { seal, signature, record, codes }: Extract<FormPart, { kind: 'signature' }>
): void {
  const signedWidth = CONTENT_WIDTH - SEAL_WIDTH - codes.length * CODE_WIDTH;
  const sealed = toColumn(paper, seal, SHEET.left, SEAL_WIDTH);
  const signed = toColumn(paper, signature, SHEET.left + SEAL_WIDTH, signedWidth);
  const recorded = toColumn(paper, record, SHEET.left, CONTENT_WIDTH);
  const heights = codes.map((code) => codeHeight(paper, code));
  const height = Math.max(...heights, 38, heightOf(paper, [signed, sealed]) + 18);
  const recordHeight = heightOf(paper, [recorded]);
  paper.keep(height + recordHeight);
  drawColumn(paper, sealed, height);
  drawColumn(paper, signed, height);
  const codesAt = SHEET.right - codes.length * CODE_WIDTH;
  codes.forEach((code, at) => drawCode(paper, codesAt + at * CODE_WIDTH, height, code));
  paper.y += height;
  drawColumn(paper, recorded, recordHeight);
  paper.y += recordHeight;
}
