/**
 * INCB's brief on use of I2ES: two sheets in one of six languages. Callers supply all text; the input has no trade
 * data, so none can appear.
 */
import type { jsPDF } from 'jspdf';
import type { CalendarDate } from '#lib/domain/ids.ts';
import { loadCatalog } from '#lib/i18n/catalog.ts';
import { localeDirection, type Locale } from '#lib/i18n/locale.ts';
import { m } from '#lib/i18n/messages.ts';
import { formatDate } from '#lib/i18n/format.ts';
import { Faces } from './faces.ts';
import { FAMILY, siteFonts, type LoadFont } from './fonts.ts';
import { LETTER_BOTTOM, LetterSheet, type LetterStyle } from './letter-sheet.ts';
import type { Print } from './print-request.ts';
import { visualLine } from './visual-line.ts';
import { writeAcross } from './write-across.ts';

/** A drawing as PNG; `ratio` is height divided by width. */
export interface BriefPicture {
  readonly png: Uint8Array;
  readonly ratio: number;
}

export interface BriefContent {
  readonly locale: Locale;
  readonly asOf: CalendarDate;
  readonly headline: string;
  readonly rule: string;
  readonly mapNote: string;
  readonly figures: readonly (readonly [string, string])[];
  readonly groups: readonly (readonly [string, string])[];
  readonly steps: readonly (readonly [string, string])[];
  readonly stuck: readonly (readonly [string, string])[];
  readonly map: BriefPicture | null;
  readonly growth: BriefPicture | null;
  readonly demonstration: boolean;
}

const HEADLINE: LetterStyle = { size: 15, bold: true };
const HEAD: LetterStyle = { size: 12, bold: true };
const TEXT: LetterStyle = { size: 10 };
const SMALL: LetterStyle = { size: 8, grey: 80 };
/** Millimetres. */
const LEFT = 25;
const WIDTH = 163;
const COLUMN = 78;
/** The first scale that fits two sheets is used. */
const SCALES = [1, 0.92, 0.84, 0.76, 0.68, 0.6];

/** Rejects if the library or a font fails to load. */
export async function overviewBrief(content: BriefContent, loadFont: LoadFont = siteFonts): Promise<Print> {
  const [{ jsPDF }] = await Promise.all([import('jspdf'), loadCatalog(content.locale)]);
  const doc = new jsPDF({ format: 'a4', unit: 'mm', compress: true, putOnlyUsedFonts: true });
  const faces = await Faces.embedFor(doc, wordsOf(content), loadFont);
  [drawFirst, drawSecond].forEach((draw, index) => drawFitting({ doc, faces, content }, index + 1, draw));
  return { bytes: new Uint8Array(doc.output('arraybuffer')), filename: `i2es-overview-${content.asOf}.pdf` };
}

interface Brief {
  readonly doc: jsPDF;
  readonly faces: Faces;
  readonly content: BriefContent;
}

type Draw = (sheet: LetterSheet, content: BriefContent, doc: jsPDF) => void;

/** A sheet of its own, at the first scale that fits. */
function drawFitting({ doc, faces, content }: Brief, page: number, draw: Draw): void {
  const direction = localeDirection(content.locale);
  for (const scale of SCALES) {
    if (doc.getNumberOfPages() < page) doc.addPage();
    const sheet = new LetterSheet({ doc, faces, direction, scale });
    draw(sheet, content, doc);
    if (content.demonstration) markInvented(doc, faces, content.locale);
    if (sheet.y <= LETTER_BOTTOM || scale === SCALES.at(-1)) return;
    doc.addPage();
    doc.deletePage(page);
  }
}

function markInvented(doc: jsPDF, faces: Faces, locale: Locale): void {
  const word = visualLine(m.form_demonstration({}, { locale }), localeDirection(locale));
  const face = faces.runsOf(word)[0]?.face ?? FAMILY;
  writeAcross(doc, word, { y: 200, size: 62, ink: [30, 70, 140], opacity: 0.14, face });
}

function drawFirst(sheet: LetterSheet, content: BriefContent, doc: jsPDF): void {
  const in_ = { locale: content.locale };
  sheet.write(m.overview_brief_head({}, in_), SMALL);
  sheet.gap(2);
  sheet.rule(0.4);
  sheet.gap(5);
  sheet.write(content.headline, HEADLINE);
  sheet.gap(3);
  sheet.write(content.rule, SMALL);
  sheet.gap(5);
  drawPicture(sheet, content.map, doc);
  if (content.map) sheet.write(content.mapNote, SMALL);
  sheet.gap(5);
  for (const [name, figure] of content.figures) {
    sheet.writePair(name, figure, TEXT, COLUMN);
    sheet.gap(1);
  }
}

function drawSecond(sheet: LetterSheet, content: BriefContent, doc: jsPDF): void {
  const in_ = { locale: content.locale };
  const parts: readonly (readonly [string, readonly (readonly [string, string])[]])[] = [
    [m.overview_groups({}, in_), content.groups],
    [m.overview_funnel({}, in_), content.steps],
    [m.overview_stuck({}, in_), content.stuck]
  ];
  if (content.growth) {
    sheet.write(m.overview_growth({}, in_), HEAD);
    sheet.gap(2);
  }
  drawPicture(sheet, content.growth, doc);
  for (const [title, rows] of parts) {
    if (rows.length === 0) continue;
    sheet.gap(5);
    sheet.write(title, HEAD);
    sheet.gap(2);
    for (const [name, figure] of rows) {
      sheet.writePair(name, figure, TEXT, COLUMN);
      sheet.gap(0.8);
    }
  }
  sheet.gap(6);
  sheet.rule();
  sheet.gap(2);
  sheet.write(m.overview_held({}, in_), SMALL);
  sheet.write(formatDate(content.asOf, content.locale), SMALL);
}

function drawPicture(sheet: LetterSheet, picture: BriefPicture | null, doc: jsPDF): void {
  if (picture === null) return;
  const height = WIDTH * picture.ratio;
  doc.addImage(picture.png, 'PNG', LEFT, sheet.y, WIDTH, height, undefined, 'FAST');
  sheet.y += height + 2;
}

function wordsOf({ headline, rule, mapNote, figures, groups, steps, stuck, locale }: BriefContent): string {
  const pairs = [...figures, ...groups, ...steps, ...stuck].flat();
  return [
    headline,
    rule,
    mapNote,
    ...pairs,
    m.overview_held({}, { locale }),
    m.overview_funnel({}, { locale }),
    m.form_demonstration({}, { locale })
  ].join();
}
