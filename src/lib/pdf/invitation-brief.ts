/**
 * Sheet for an invitation: purpose of I2ES, figures of the two authorities, how to request an account. It is made from
 * counts and days, so trade data cannot appear.
 */
import type { jsPDF } from 'jspdf';
import type { CalendarDate, CountryCode } from '#lib/domain/ids.ts';
import type { Invented } from '#lib/domain/act/practice.ts';
import { loadCatalog } from '#lib/i18n/catalog.ts';
import { isolate } from '#lib/i18n/format.ts';
import { localeDirection, type Locale } from '#lib/i18n/locale.ts';
import { m } from '#lib/i18n/messages.ts';
import { Faces } from './faces.ts';
import { siteFonts, type LoadFont } from './fonts.ts';
import { markInvented } from './letter-print.ts';
import { LETTER_BOTTOM, LetterSheet, type LetterStyle } from './letter-sheet.ts';
import { printableCopy, UNPRINTABLE } from './printable.ts';
import type { Print } from './print-request.ts';
import { isIsolating } from './visual-line.ts';

interface YearBar {
  readonly year: string;
  /** Fraction of the largest year, 0 to 1. */
  readonly portion: number;
  readonly words: string;
}

export interface InvitationBrief {
  readonly locale: Locale;
  readonly country: CountryCode;
  readonly writtenOn: CalendarDate;
  readonly title: string;
  readonly from: string;
  readonly what: string;
  readonly gains: { readonly title: string; readonly items: readonly string[] };
  readonly years: { readonly title: string; readonly bars: readonly YearBar[]; readonly note: string };
  readonly days: { readonly title: string; readonly rows: readonly (readonly [string, string])[] };
  readonly ask: {
    readonly title: string;
    readonly open: string;
    readonly address: string;
    readonly steps: readonly string[];
  };
  readonly demonstration: string | null;
  readonly invented: Invented;
}

const TITLE: LetterStyle = { size: 17, bold: true };
const HEAD: LetterStyle = { size: 12, bold: true };
const TEXT: LetterStyle = { size: 10.5 };
const SMALL: LetterStyle = { size: 8.5, grey: 70 };
const INDENT = 5;
/** The first scale that fits one sheet is used. */
const SCALES = [1, 0.94, 0.88, 0.82, 0.76, 0.7];

/** Rejects if the library or a font fails to load. */
export async function invitationBrief(
  content: InvitationBrief,
  loadFont: LoadFont = siteFonts
): Promise<Print> {
  const { locale, country, writtenOn } = content;
  const [{ jsPDF }] = await Promise.all([import('jspdf'), loadCatalog(locale)]);
  const doc = new jsPDF({ format: 'a4', unit: 'mm', compress: true, putOnlyUsedFonts: true });
  const faces = await Faces.embedFor(doc, JSON.stringify(content), loadFont);
  const { copy, missing } = printableCopy(content, (code) => faces.has(code) || isIsolating(code));
  drawFitting(doc, faces, copy, missing);
  if (content.invented) markInvented(doc, faces, locale, content.invented);
  doc.setProperties({ title: copy.title, author: copy.from, creator: 'I2ES', subject: country });
  const bytes = new Uint8Array(doc.output('arraybuffer'));
  return { bytes, filename: `i2es-sheet-${country}-${writtenOn}.pdf` };
}

function drawFitting(doc: jsPDF, faces: Faces, content: InvitationBrief, missing: number): void {
  for (const scale of SCALES) {
    const sheet = new LetterSheet({ doc, faces, direction: localeDirection(content.locale), scale });
    drawBrief(sheet, content, missing);
    if (sheet.y <= LETTER_BOTTOM || scale === SCALES.at(-1)) return;
    doc.addPage();
    doc.deletePage(1);
  }
}

function drawBrief(sheet: LetterSheet, content: InvitationBrief, missing: number): void {
  sheet.write(content.from, SMALL);
  sheet.gap(2);
  sheet.rule(0.5);
  sheet.gap(6);
  sheet.write(content.title, TITLE);
  sheet.gap(3);
  sheet.write(content.what, TEXT);
  drawList(sheet, content.gains.title, content.gains.items, () => '•');
  drawYears(sheet, content);
  drawDays(sheet, content);
  drawAsking(sheet, content);
  sheet.gap(6);
  if (content.demonstration !== null) sheet.write(content.demonstration, { ...SMALL, bold: true });
  if (missing > 0) {
    const words = { sign: UNPRINTABLE, count: missing };
    sheet.write(m.form_letter_unprintable(words, { locale: content.locale }), SMALL);
  }
}

function drawHead(sheet: LetterSheet, title: string): void {
  sheet.gap(6);
  sheet.write(title, HEAD);
  sheet.gap(1.5);
}

function drawList(
  sheet: LetterSheet,
  title: string,
  items: readonly string[],
  signOf: (at: number) => string
): void {
  drawHead(sheet, title);
  items.forEach((item, at) => {
    sheet.writeItem(signOf(at), item, TEXT, INDENT);
    sheet.gap(0.8);
  });
}

function drawYears(sheet: LetterSheet, { years }: InvitationBrief): void {
  if (years.bars.length === 0) return;
  drawHead(sheet, years.title);
  for (const { year, portion, words } of years.bars) {
    sheet.writeBar(year, portion, words, TEXT);
    sheet.gap(0.8);
  }
  sheet.gap(0.8);
  sheet.write(years.note, SMALL);
}

function drawDays(sheet: LetterSheet, { days }: InvitationBrief): void {
  if (days.rows.length === 0) return;
  drawHead(sheet, days.title);
  for (const [step, words] of days.rows) {
    sheet.writePair(step, words, TEXT, 82);
    sheet.gap(0.8);
  }
}

function drawAsking(sheet: LetterSheet, { ask }: InvitationBrief): void {
  drawHead(sheet, ask.title);
  sheet.writeItem('1', ask.open, TEXT, INDENT);
  sheet.gap(1);
  sheet.write(isolate(ask.address), { ...TEXT, bold: true, indent: INDENT });
  sheet.gap(1.8);
  ask.steps.forEach((step, at) => {
    sheet.writeItem(String(at + 2), step, TEXT, INDENT);
    sheet.gap(0.8);
  });
}
