/** Numbered boxes side by side, as on the paper form, and the row for seal and signature. Overflow continues on the next sheet. */
import { shortActId, type BoxText } from '#lib/i18n/box-texts.ts';
import type { LaidLine } from './wrap-text.ts';
import { CONTENT_WIDTH, lineHeight, SHEET, type Paper, type Style } from './paper.ts';
import type { Element } from './tags.ts';
import type { AuthorizationAct } from '#lib/domain/act/body.ts';
import { m } from '#lib/i18n/messages.ts';
import { momentText } from './figures.ts';
import type { FormLocale, PrintOptions } from './print-request.ts';

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
      heading: null,
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
  return boxes.map((box, index) => {
    const label = labelOf(box);
    const section = paper.tags.add('Sect');
    return {
      box,
      section,
      heading: paper.tags.add('H2', { text: label }, section),
      label,
      x: SHEET.left + index * width,
      width,
      lines: box.texts.flatMap((text) => textToLines(paper, text, width - 2 * PADDING, section))
    };
  });
}

function textToLines(
  paper: Paper,
  { text, bold, small }: BoxText,
  width: number,
  section: Element
): StyledLine[] {
  const style: Style = { size: small ? 7.4 : 9, ...(bold ? { bold } : {}) };
  const element = paper.tags.add('P', { text }, section);
  return paper.lay(text, width, style).map((line) => ({ line, style, element }));
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
  const { tags } = paper;
  const width = column.width - 2 * PADDING;
  tags.within(column.heading, () => paper.writeLines(column.label, x, paper.y + 1, width, LABEL));
  let y = paper.y + labelHeight(paper, column);
  for (const { line, style, element } of column.lines) {
    tags.within(element, () => paper.writeLaid(line, x, y, width, style));
    y += lineHeight(style);
  }
  const { signHere } = column.box;
  if (!signHere) return;
  tags.within(column.section, () => drawPenLine(paper, column.x, column.width, paper.y + height, signHere));
}

function drawPenLine(paper: Paper, x: number, width: number, bottom: number, words: string): void {
  const y = bottom - PEN_LINE;
  paper.rule(x + PADDING, y, width - 2 * PADDING);
  paper.writeText(words, x + PADDING, y + 0.8, width - 2 * PADDING, LABEL);
}

const NAME: Style = { size: 9, bold: true };
const TEXT: Style = { size: 9 };
const SMALL: Style = { size: 7.2 };
const FAINT: Style = { size: 5.6, grey: 110, align: 'center' };

const SEAL_WIDTH = 52;
const CODE_WIDTH = 36;
const SIGNATURE_WIDTH = CONTENT_WIDTH - SEAL_WIDTH - CODE_WIDTH;
/** 30 × 30 mm: readable on a worn print. */
const CODE_SIZE = 30;

type RecordOptions = Pick<PrintOptions, 'locale' | 'keysKnownAt' | 'certifiedAs' | 'lookalikes'>;

export function drawSignatureRow(
  paper: Paper,
  no: number,
  act: AuthorizationAct,
  options: RecordOptions
): void {
  const { locale } = options;
  const record = recordTexts(act, options);
  const recordHeight = wrappedHeight(paper, record, CONTENT_WIDTH - 2 * PADDING, SMALL) + 5.4;
  const signatory = signatoryHeight(paper, act);
  const height = Math.max(CODE_SIZE + 8, signatory + 24);
  paper.keep(height + recordHeight);
  const x = SHEET.left;
  drawLabelled(paper, x, SEAL_WIDTH, height, `${no}  ${m.form_seal({}, { locale })}`);
  drawSignature(paper, x + SEAL_WIDTH, height, `${no + 1}  ${m.form_signature({}, { locale })}`, act, locale);
  drawCodePlace(paper, x + SEAL_WIDTH + SIGNATURE_WIDTH, height, locale);
  paper.y += height;
  drawLabelled(paper, x, CONTENT_WIDTH, recordHeight, `${no + 2}  ${m.form_record({}, { locale })}`);
  writeAll(paper, record, x + PADDING, paper.y + 4.4, CONTENT_WIDTH - 2 * PADDING, SMALL);
  paper.y += recordHeight;
}

function recordTexts(
  { _id, body, signature }: AuthorizationAct,
  { locale, keysKnownAt, certifiedAs, lookalikes = [] }: RecordOptions
): string[] {
  const in_ = { locale };
  return [
    m.form_record_signed({ at: momentText(body.at), key: signature.key }, in_),
    ...(certifiedAs ? [m.form_record_misnamed({ certified: certifiedAs }, in_)] : []),
    ...lookalikes.map((one) =>
      one.kind === 'imitates' ? m.form_record_lookalike(one, in_) : m.form_record_mixed(one, in_)
    ),
    ...(keysKnownAt ? [m.form_record_known({ at: momentText(keysKnownAt) }, in_)] : []),
    `${m.form_record_act({ act: shortActId(_id) }, in_)}    ${m.form_record_dossier({ key: body.dossier }, in_)}`
  ];
}

function signatoryHeight(paper: Paper, { body }: AuthorizationAct): number {
  const width = SIGNATURE_WIDTH - 2 * PADDING;
  return (
    wrappedHeight(paper, [body.by.name], width, NAME) + wrappedHeight(paper, [body.by.function], width, TEXT)
  );
}

function wrappedHeight(paper: Paper, texts: readonly string[], width: number, style: Style): number {
  return texts.reduce((sum, text) => sum + paper.wrap(text, width, style).length * lineHeight(style), 0);
}

function writeAll(
  paper: Paper,
  texts: readonly string[],
  x: number,
  y: number,
  width: number,
  style: Style
): number {
  let at = y;
  for (const text of texts) at += paper.writeText(text, x, at, width, style);
  return at;
}

function drawLabelled(paper: Paper, x: number, width: number, height: number, label: string): void {
  paper.frame(x, paper.y, width, height);
  paper.writeText(label, x + PADDING, paper.y + 1, width - 2 * PADDING, LABEL, 'H2');
}

function drawSignature(
  paper: Paper,
  x: number,
  height: number,
  label: string,
  { body }: AuthorizationAct,
  locale: FormLocale
): void {
  const width = SIGNATURE_WIDTH - 2 * PADDING;
  drawLabelled(paper, x, SIGNATURE_WIDTH, height, label);
  const below = writeAll(paper, [body.by.name], x + PADDING, paper.y + 5, width, NAME);
  writeAll(paper, [body.by.function], x + PADDING, below, width, TEXT);
  drawPenLine(paper, x, SIGNATURE_WIDTH, paper.y + height, m.form_signature_line({}, { locale }));
}

function drawCodePlace(paper: Paper, x: number, height: number, locale: FormLocale): void {
  paper.frame(x, paper.y, CODE_WIDTH, height);
  const left = x + (CODE_WIDTH - CODE_SIZE) / 2;
  const top = paper.y + (height - CODE_SIZE) / 2;
  paper.tags.artifact(() => {
    paper.doc.setLineDashPattern([1, 1], 0);
    paper.doc.setDrawColor(170);
    paper.doc.rect(left, top, CODE_SIZE, CODE_SIZE);
    paper.doc.setLineDashPattern([], 0);
  });
  const words = m.form_qr_reserved({}, { locale });
  const lines = paper.wrap(words, CODE_SIZE - 4, FAINT);
  paper.inside('P', { text: words }, () =>
    lines.forEach((line, index) => {
      const y = top + CODE_SIZE / 2 + (index - lines.length / 2) * lineHeight(FAINT);
      paper.writeLine(line, x + CODE_WIDTH / 2, y, FAINT);
    })
  );
}
