/**
 * Result of a trial of two authorities on paper: the same file at both, because all text comes from acts that both
 * have. It has no signature of its own and refers to the signed acts.
 */
import type { jsPDF } from 'jspdf';
import type { Instant } from '#lib/domain/ids.ts';
import type { Invented } from '#lib/domain/act/practice.ts';
import { sha256 } from '#lib/domain/sha256.ts';
import { textToUtf8 } from '#lib/domain/bytes.ts';
import { loadCatalog } from '#lib/i18n/catalog.ts';
import { localeDirection, type Locale } from '#lib/i18n/locale.ts';
import { m } from '#lib/i18n/messages.ts';
import { Faces } from './faces.ts';
import { FAMILY, siteFonts, type LoadFont } from './fonts.ts';
import { markInvented } from './letter-print.ts';
import { LetterSheet, type LetterStyle } from './letter-sheet.ts';
import { printableCopy, UNPRINTABLE } from './printable.ts';
import type { Print } from './print-request.ts';
import { isIsolating } from './visual-line.ts';

interface Part<T> {
  readonly title: string;
  readonly rows: readonly T[];
}

type Pair = readonly [string, string];

export interface TrialPaper {
  readonly locale: Locale;
  readonly filename: string;
  /** Time of its latest act: the hour of printing is not in the file. */
  readonly statedAt: Instant;
  readonly title: string;
  readonly standing: string;
  readonly particulars: readonly Pair[];
  readonly note: Pair | null;
  /** Rows: name of a figure, then one cell per importing country. */
  readonly figures: Part<readonly string[]> & { readonly asAt: string };
  readonly differences: Part<string>;
  readonly open: Part<Pair>;
  readonly agreed: Part<string>;
  readonly notes: Part<Pair>;
  readonly signatures: Part<readonly string[]>;
  readonly check: string;
  readonly demonstration: Invented;
}

const TITLE: LetterStyle = { size: 18, bold: true };
const STANDING: LetterStyle = { size: 11.5, bold: true };
const HEAD: LetterStyle = { size: 12, bold: true };
const TEXT: LetterStyle = { size: 10 };
const SMALL: LetterStyle = { size: 8.5, grey: 70 };
const OWN: LetterStyle = { ...TEXT, own: true };
const NAME: LetterStyle = { ...TEXT, grey: 70 };
/** Millimetres. */
const COLUMN = 52;
const FIGURES = [70, 46] as const;

/** Rejects if the library or a font fails to load. */
export async function trialPaper(content: TrialPaper, loadFont: LoadFont = siteFonts): Promise<Print> {
  const { locale, filename } = content;
  const [{ jsPDF }] = await Promise.all([import('jspdf'), loadCatalog(locale)]);
  const doc = new jsPDF({ format: 'a4', unit: 'mm', compress: true, putOnlyUsedFonts: true });
  const faces = await Faces.embedAtHand(doc, JSON.stringify(content), loadFont);
  const { copy, missing } = printableCopy(content, (code) => faces.has(code) || isIsolating(code));
  const direction = localeDirection(locale);
  drawPaper(new LetterSheet({ doc, faces, direction, scale: 1, turns: true }), copy, missing);
  finishSheets(doc, faces, copy);
  describe(doc, copy);
  return { bytes: new Uint8Array(doc.output('arraybuffer')), filename };
}

function drawPaper(sheet: LetterSheet, paper: TrialPaper, missing: number): void {
  sheet.write('I2ES', SMALL);
  sheet.gap(2);
  sheet.rule(0.5);
  sheet.gap(5);
  sheet.write(paper.title, TITLE);
  sheet.gap(1);
  sheet.write(paper.standing, STANDING);
  sheet.gap(4);
  for (const pair of paper.particulars) drawPair(sheet, pair);
  if (paper.note) drawPair(sheet, paper.note, OWN);
  drawFigures(sheet, paper);
  drawPart(sheet, paper.differences, (row) => sheet.write(row, TEXT));
  drawPart(sheet, paper.open, (pair) => drawPair(sheet, pair));
  drawPart(sheet, paper.agreed, (row) => sheet.write(row, TEXT));
  drawPart(sheet, paper.notes, ([head, text]) => {
    sheet.keep(12);
    sheet.write(head, SMALL);
    sheet.write(text, OWN);
    sheet.gap(2);
  });
  drawPart(sheet, paper.signatures, (lines) => {
    sheet.keep(24);
    lines.forEach((line, at) => sheet.write(line, at === 0 ? { ...TEXT, bold: true } : SMALL));
    sheet.gap(3);
  });
  sheet.gap(2);
  sheet.write(paper.check, SMALL);
  if (missing > 0) {
    const words = { sign: UNPRINTABLE, count: missing };
    sheet.write(m.form_letter_unprintable(words, { locale: paper.locale }), SMALL);
  }
}

function drawPart<T>(sheet: LetterSheet, { title, rows }: Part<T>, draw: (row: T) => void): void {
  if (rows.length === 0) return;
  sheet.keep(24);
  sheet.gap(6);
  sheet.write(title, HEAD);
  sheet.gap(1.5);
  rows.forEach(draw);
}

function drawPair(sheet: LetterSheet, [name, words]: Pair, style = TEXT): void {
  sheet.writeRow(
    [
      { text: name, style: NAME },
      { text: words, style }
    ],
    [COLUMN]
  );
  sheet.gap(0.8);
}

function drawFigures(sheet: LetterSheet, { figures }: TrialPaper): void {
  drawPart(sheet, figures, (cells) => {
    sheet.writeRow(
      cells.map((text, at) => ({ text, style: at === 0 ? NAME : TEXT })),
      FIGURES
    );
    sheet.gap(0.8);
  });
  sheet.write(figures.asAt, SMALL);
}

function finishSheets(doc: jsPDF, faces: Faces, { locale, demonstration }: TrialPaper): void {
  const last = doc.getNumberOfPages();
  for (let page = 1; page <= last; page++) {
    doc.setPage(page);
    if (demonstration) markInvented(doc, faces, locale, demonstration);
    doc.setFont(FAMILY, 'normal');
    doc.setFontSize(8.5);
    doc.setTextColor(70);
    doc.text(`${page} / ${last}`, 105, 289, { align: 'center' });
  }
}

/** No clock, no randomness: date and file id come from the content. */
function describe(doc: jsPDF, content: TrialPaper): void {
  doc.setCreationDate(`D:${content.statedAt.slice(0, 19).replace(/\D/g, '')}+00'00'`);
  const hash = sha256(textToUtf8(JSON.stringify(content)));
  const id = Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('');
  doc.setFileId(id.slice(0, 32).toUpperCase());
  doc.setProperties({ title: content.title, creator: 'I2ES', subject: content.filename });
}
