/**
 * INCB's brief on who uses the system: two sheets in one of the six languages. What it says is given, word by word;
 * nothing of a trade can be in it, since nothing of a trade is in what it is made from.
 */
import type { CalendarDate } from '#lib/domain/ids.ts';
import { loadCatalog } from '#lib/i18n/catalog.ts';
import { localeDirection, type Locale } from '#lib/i18n/locale.ts';
import { m } from '#lib/i18n/messages.ts';
import { formatDate } from '#lib/i18n/format.ts';
import { Faces } from './faces.ts';
import { siteFonts, type LoadFont } from './fonts.ts';
import { LETTER_BOTTOM, LetterSheet, type LetterStyle } from './letter-sheet.ts';
import type { Print } from './print-request.ts';

/** A drawing as PNG; `ratio` is its height by its width. */
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
  /** Name and figure, in words of the language. */
  readonly figures: readonly (readonly [string, string])[];
  readonly groups: readonly (readonly [string, string])[];
  readonly steps: readonly (readonly [string, string])[];
  readonly stuck: readonly (readonly [string, string])[];
  readonly map: BriefPicture | null;
  readonly growth: BriefPicture | null;
}

const HEADLINE: LetterStyle = { size: 15, bold: true };
const HEAD: LetterStyle = { size: 12, bold: true };
const TEXT: LetterStyle = { size: 10 };
const SMALL: LetterStyle = { size: 8, grey: 80 };
/** Millimetres. */
const LEFT = 25;
const WIDTH = 163;
const COLUMN = 78;
/** The first at which two sheets hold everything. */
const SCALES = [1, 0.92, 0.84, 0.76, 0.68, 0.6];

/** Rejects where the library or a font cannot be loaded. */
export async function overviewBrief(content: BriefContent, loadFont: LoadFont = siteFonts): Promise<Print> {
  const [{ jsPDF }] = await Promise.all([import('jspdf'), loadCatalog(content.locale)]);
  const doc = new jsPDF({ format: 'a4', unit: 'mm', compress: true, putOnlyUsedFonts: true });
  const faces = await Faces.embedFor(doc, wordsOf(content), loadFont);
  const direction = localeDirection(content.locale);
  const draws = [drawFirst, drawSecond];
  draws.forEach((draw, index) => {
    for (const scale of SCALES) {
      if (index > 0 || scale !== SCALES[0]) doc.addPage();
      const sheet = new LetterSheet({ doc, faces, direction, scale });
      draw(sheet, content, doc);
      if (sheet.y <= LETTER_BOTTOM || scale === SCALES.at(-1)) break;
      doc.deletePage(doc.getNumberOfPages());
      if (index === 0 && doc.getNumberOfPages() === 0) continue;
    }
  });
  return { bytes: new Uint8Array(doc.output('arraybuffer')), filename: `i2es-overview-${content.asOf}.pdf` };
}

type Doc = { addImage(...words: unknown[]): unknown };

function drawFirst(sheet: LetterSheet, content: BriefContent, doc: unknown): void {
  const in_ = { locale: content.locale };
  sheet.write(m.overview_brief_head({}, in_), SMALL);
  sheet.gap(2);
  sheet.rule(0.4);
  sheet.gap(5);
  sheet.write(content.headline, HEADLINE);
  sheet.gap(3);
  sheet.write(content.rule, SMALL);
  sheet.gap(5);
  drawPicture(sheet, content.map, doc as Doc);
  if (content.map) sheet.write(content.mapNote, SMALL);
  sheet.gap(5);
  for (const [name, figure] of content.figures) {
    sheet.writePair(name, figure, TEXT, COLUMN);
    sheet.gap(1);
  }
}

function drawSecond(sheet: LetterSheet, content: BriefContent, doc: unknown): void {
  const in_ = { locale: content.locale };
  const parts: readonly (readonly [string, readonly (readonly [string, string])[]])[] = [
    [m.overview_groups({}, in_), content.groups],
    [m.overview_funnel({}, in_), content.steps],
    [m.overview_stuck({}, in_), content.stuck]
  ];
  sheet.write(m.overview_growth({}, in_), HEAD);
  sheet.gap(2);
  drawPicture(sheet, content.growth, doc as Doc);
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
  sheet.write(`${m.overview_held({}, in_)} ${formatDate(content.asOf, content.locale)}.`, SMALL);
}

function drawPicture(sheet: LetterSheet, picture: BriefPicture | null, doc: Doc): void {
  if (picture === null) return;
  const height = WIDTH * picture.ratio;
  doc.addImage(picture.png, 'PNG', LEFT, sheet.y, WIDTH, height, undefined, 'FAST');
  sheet.y += height + 2;
}

/** All that may stand on the sheets, to know which letters they need. */
function wordsOf({ headline, rule, mapNote, figures, groups, steps, stuck, locale }: BriefContent): string {
  const pairs = [...figures, ...groups, ...steps, ...stuck].flat();
  return [
    headline,
    rule,
    mapNote,
    ...pairs,
    m.overview_held({}, { locale }),
    m.overview_funnel({}, { locale })
  ].join();
}
