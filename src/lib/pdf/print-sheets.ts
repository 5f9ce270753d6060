/** Prints sheets laid out as blocks: fonts for their words, a scale that fits, marks of invented data, one file. */
import type { DocumentProperties, jsPDF } from 'jspdf';
import { PRACTICE, type Invented, type InventedMark } from '#lib/domain/act/practice.ts';
import { sha256 } from '#lib/domain/sha256.ts';
import { textToUtf8 } from '#lib/domain/bytes.ts';
import { loadCatalog } from '#lib/i18n/catalog.ts';
import { localeDirection, localeNames, type Locale } from '#lib/i18n/locale.ts';
import { m } from '#lib/i18n/messages.ts';
import { Faces } from './faces.ts';
import { FAMILY, type LoadFont } from './fonts.ts';
import { LETTER_BOTTOM, LetterSheet, type Block, type LetterStyle } from './letter-sheet.ts';
import type { Print } from './print-request.ts';
import { printableCopy, UNPRINTABLE } from './printable.ts';
import { Tags } from './tags.ts';
import { isIsolating, visualLine } from './visual-line.ts';

/** `turns`: a full sheet continues on another one. */
interface Attempt {
  readonly scale: number;
  readonly turns?: boolean;
}

export const WHOLE: readonly Attempt[] = [{ scale: 1 }];
/** The first scale that fits one sheet is used, else the last. */
export const ONE_SHEET: readonly Attempt[] = [1, 0.94, 0.88, 0.82, 0.76, 0.7].map((scale) => ({ scale }));
/** Free text stays readable: rather than small it continues on the next sheet. */
export const SOME_SHEETS: readonly Attempt[] = [...ONE_SHEET.slice(0, 3), { scale: 1, turns: true }];

interface Sheets<C> {
  readonly locale: Locale;
  readonly filename: string;
  readonly content: C;
  /** Blocks of each sheet, from the content with its unprintable characters replaced, and their number. */
  readonly layout: (content: C, missing: number) => readonly (readonly Block[])[];
  readonly attempts: readonly Attempt[];
  readonly properties?: (content: C) => DocumentProperties;
  /** Date of the content: with it the same content gives the same bytes; without it the clock's. */
  readonly dated?: string;
  readonly mark?: Invented;
  /** Height of the mark in millimetres. */
  readonly markAt?: number;
  readonly numbered?: boolean;
  /** Rare characters whose font is unavailable print as a sign; otherwise nothing prints. */
  readonly skipsRare?: boolean;
}

/** Rejects if the library or a font fails to load. */
export async function printSheets<C>(sheets: Sheets<C>, loadFont: LoadFont): Promise<Print> {
  const { locale, content, layout, filename } = sheets;
  const doc = await openPdf(locale);
  const words = JSON.stringify(layout(content, 1), (_key, value: unknown) =>
    ArrayBuffer.isView(value) ? undefined : value
  );
  const faces = await Faces.embed(doc, words, loadFont, sheets.skipsRare ? localeNames[locale] : undefined);
  const { copy, missing } = printableCopy(content, (code) => faces.has(code) || isIsolating(code));
  const tags = new Tags(doc);
  doc.setLanguage(locale);
  for (const [index, blocks] of layout(copy, missing).entries()) {
    if (index > 0) doc.addPage();
    drawFitting(faces, tags, blocks, sheets);
  }
  const pages = doc.getNumberOfPages();
  for (let page = 1; page <= pages; page++) {
    doc.setPage(page);
    tags.artifact(() => {
      if (sheets.mark) markInvented(faces, sheets.mark, locale, sheets.markAt ?? 150);
      if (sheets.numbered) writeNumber(doc, `${page} / ${pages}`);
    });
  }
  if (sheets.dated !== undefined) stampPdf(doc, sheets.dated, copy);
  if (sheets.properties) doc.setProperties({ ...sheets.properties(copy), creator: 'I2ES' });
  return closePdf(doc, filename);
}

/** An A4 document; the messages of its languages are loaded as well. */
export async function openPdf(...locales: readonly (Locale | undefined)[]): Promise<jsPDF> {
  const [{ jsPDF }] = await Promise.all([
    import('jspdf'),
    ...locales.flatMap((one) => (one ? [loadCatalog(one)] : []))
  ]);
  return new jsPDF({ format: 'a4', unit: 'mm', compress: true, putOnlyUsedFonts: true });
}

export function closePdf(doc: jsPDF, filename: string): Print {
  return { bytes: new Uint8Array(doc.output('arraybuffer')), filename };
}

/** No clock, no randomness: date and file id come from what is printed. */
export function stampPdf(doc: jsPDF, date: string, content: unknown): void {
  doc.setCreationDate(`D:${date.replace(/\D/g, '').slice(0, 14).padEnd(14, '0')}+00'00'`);
  const id = sha256(textToUtf8(JSON.stringify(content)));
  doc.setFileId(
    Array.from(id.subarray(0, 16), (byte) => byte.toString(16).padStart(2, '0'))
      .join('')
      .toUpperCase()
  );
}

function drawFitting<C>(
  faces: Faces,
  tags: Tags,
  blocks: readonly Block[],
  { locale, attempts }: Sheets<C>
): void {
  const { doc } = faces;
  const direction = localeDirection(locale);
  const page = doc.getNumberOfPages();
  for (const attempt of attempts) {
    const part = tags.add('Part');
    const sheet = new LetterSheet({ faces, tags, direction, ...attempt });
    tags.within(part, () => sheet.draw(blocks));
    if (sheet.y <= LETTER_BOTTOM || attempt === attempts.at(-1)) return;
    tags.drop(part, page);
    doc.addPage();
    doc.deletePage(page);
  }
}

function writeNumber(doc: jsPDF, words: string): void {
  doc.setFont(FAMILY, 'normal');
  doc.setFontSize(8.5);
  doc.setTextColor(70);
  doc.text(words, 105, 289, { align: 'center' });
}

function inventedWord(mark: InventedMark, locale: Locale): string {
  return mark === PRACTICE ? m.form_practice({}, { locale }) : m.form_demonstration({}, { locale });
}

/** Across the current sheet, its middle at `y` millimetres. */
export function markInvented(faces: Faces, mark: InventedMark, locale: Locale, y: number): void {
  const word = visualLine(inventedWord(mark, locale), localeDirection(locale));
  faces.drawAcross(word, { y, size: 62, ink: [30, 70, 140], opacity: 0.14 });
}

export function missingNote(missing: number, locale: Locale, style: LetterStyle): readonly Block[] {
  if (missing === 0) return [];
  return [['text', m.form_letter_unprintable({ sign: UNPRINTABLE, count: missing }, { locale }), style]];
}
