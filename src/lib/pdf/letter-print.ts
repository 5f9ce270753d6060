/** Common parts of letters: head, addressee, sheet, signature, file. */
import type { jsPDF } from 'jspdf';
import type { CalendarDate, CountryCode } from '#lib/domain/ids.ts';
import type { Invented, InventedMark } from '#lib/domain/act/practice.ts';
import { sha256 } from '#lib/domain/sha256.ts';
import { textToUtf8 } from '#lib/domain/bytes.ts';
import { loadCatalog } from '#lib/i18n/catalog.ts';
import { countryName, formatDate, isolate } from '#lib/i18n/format.ts';
import { localeDirection, type Locale } from '#lib/i18n/locale.ts';
import { m } from '#lib/i18n/messages.ts';
import { Faces } from './faces.ts';
import { FAMILY, type LoadFont } from './fonts.ts';
import { LETTER_BOTTOM, LetterSheet } from './letter-sheet.ts';
import { printableCopy, UNPRINTABLE } from './printable.ts';
import { inventedWord } from './sheet-marks.ts';
import { isIsolating, visualLine } from './visual-line.ts';
import { writeAcross } from './write-across.ts';

export const LETTER_TEXT = { size: 10.5 } as const;
export const LETTER_HEAD = { size: 11.5, bold: true } as const;
const SMALL = { size: 8.5, grey: 70 } as const;
/** The first scale that fits one sheet is used. */
const SCALES = [1, 0.94, 0.88, 0.82, 0.76, 0.7];
/** Maximum address lines on envelopes; further ones are joined. */
const MAX_ADDRESS_LINES = 7;

/** Sender; INCB by default. */
export interface LetterHead {
  readonly title: string;
  readonly under: string;
  readonly sign: string;
  readonly demonstration: string;
}

export interface Addressee {
  readonly country: CountryCode;
  readonly authority: string;
  readonly address: string;
  readonly language: Locale;
}

interface LetterKind<C> {
  readonly content: C;
  readonly addressee: (content: C) => Addressee;
  readonly head?: (content: C) => LetterHead;
  /** Free text can be long: it continues on the next sheet. */
  readonly turns?: boolean;
  /** All possible text of the sheet, to select fonts. */
  readonly words: (content: C) => string;
  readonly title: (content: C) => string;
  readonly reference: string;
  readonly draw: (sheet: LetterSheet, content: C) => void;
  readonly referenceLine: (content: C) => string | null;
  readonly writtenOn: CalendarDate;
  readonly demonstration: Invented;
}

/** Returns the file; rejects if the library or a font fails to load. */
export async function printLetter<C>(
  kind: LetterKind<C>,
  loadFont: LoadFont
): Promise<Uint8Array<ArrayBuffer>> {
  const { language: locale } = kind.addressee(kind.content);
  const [{ jsPDF }] = await Promise.all([import('jspdf'), loadCatalog(locale)]);
  const doc = new jsPDF({ format: 'a4', unit: 'mm', compress: true, putOnlyUsedFonts: true });
  const { authority, address } = kind.addressee(kind.content);
  const head = Object.values(headOf(kind)).join();
  const words = [authority, address, kind.words(kind.content), head].join();
  const faces = await Faces.embedFor(doc, words, loadFont);
  const { copy, missing } = printableCopy(kind.content, (code) => faces.has(code) || isIsolating(code));
  const letter = { ...kind, content: copy };
  describe(doc, letter);
  for (const options of toTry(kind.turns ?? false)) {
    const sheet = new LetterSheet({ doc, faces, direction: localeDirection(locale), ...options });
    drawSheet(sheet, letter, missing);
    if (sheet.y <= LETTER_BOTTOM || options.isLast) break;
    doc.addPage();
    doc.deletePage(1);
  }
  const { demonstration: mark } = kind;
  for (let page = 1; mark && page <= doc.getNumberOfPages(); page++) {
    doc.setPage(page);
    markInvented(doc, faces, locale, mark);
  }
  return new Uint8Array(doc.output('arraybuffer'));
}

interface Attempt {
  readonly scale: number;
  readonly turns: boolean;
  readonly isLast: boolean;
}

/** Smaller by steps to fit one sheet; a letter that can continue stays readable. */
function toTry(turns: boolean): Attempt[] {
  const scales = turns ? SCALES.slice(0, 3) : SCALES;
  const onOne = scales.map((scale, at) => ({
    scale,
    turns: false,
    isLast: !turns && at === scales.length - 1
  }));
  return turns ? [...onOne, { scale: 1, turns: true, isLast: true }] : onOne;
}

function headOf<C>(kind: LetterKind<C>): LetterHead {
  if (kind.head) return kind.head(kind.content);
  const in_ = { locale: kind.addressee(kind.content).language };
  return {
    title: m.form_letter_board({}, in_),
    under: m.form_letter_secretariat({}, in_),
    sign: m.form_letter_sign({}, in_),
    demonstration: m.form_letter_demonstration_note({}, in_)
  };
}

function drawSheet<C>(sheet: LetterSheet, kind: LetterKind<C>, missing: number): void {
  const addressee = kind.addressee(kind.content);
  const in_ = { locale: addressee.language };
  const head = headOf(kind);
  drawHead(sheet, kind, addressee);
  kind.draw(sheet, kind.content);
  sheet.keep(40);
  sheet.gap(8);
  sheet.write(head.sign, LETTER_TEXT);
  sheet.gap(13);
  sheet.rule(0.2, 80);
  sheet.gap(1);
  sheet.write(m.form_letter_sign_line({}, in_), SMALL);
  sheet.gap(2);
  if (kind.demonstration) sheet.write(head.demonstration, { ...SMALL, bold: true });
  if (missing > 0) {
    sheet.write(m.form_letter_unprintable({ sign: UNPRINTABLE, count: missing }, in_), SMALL);
  }
}

function drawHead<C>(sheet: LetterSheet, kind: LetterKind<C>, addressee: Addressee): void {
  const { language: locale, authority, address, country } = addressee;
  const { title, under } = headOf(kind);
  sheet.write(title, { size: 15, bold: true });
  if (under !== '') sheet.write(under, { size: 11 });
  sheet.gap(2);
  sheet.rule(0.5);
  sheet.gap(5);
  const top = sheet.y;
  sheet.write(formatDate(kind.writtenOn, locale), { ...LETTER_TEXT, at: 'end' });
  const reference = kind.referenceLine(kind.content);
  if (reference !== null) {
    sheet.y = top;
    sheet.write(reference, LETTER_TEXT);
  }
  sheet.gap(6);
  if (authority !== '') sheet.write(authority, { ...LETTER_TEXT, bold: true });
  // A house number comes before its town in right-to-left letters too.
  const lines = address.split('\n').map(isolate);
  if (address !== '') {
    sheet.write(lines.join(lines.length > MAX_ADDRESS_LINES ? ', ' : '\n'), LETTER_TEXT);
  }
  sheet.write(countryName(country, locale), LETTER_TEXT);
  sheet.gap(7);
}

export function markInvented(doc: jsPDF, faces: Faces, locale: Locale, mark: InventedMark): void {
  const word = visualLine(inventedWord(mark, locale), localeDirection(locale));
  const face = faces.runsOf(word)[0]?.face ?? FAMILY;
  writeAcross(doc, word, { y: 150, size: 62, ink: [30, 70, 140], opacity: 0.14, face });
}

/** No clock, no randomness: date and file id come from the content. */
function describe<C>(doc: jsPDF, kind: LetterKind<C>): void {
  const { writtenOn, content, reference: subject } = kind;
  doc.setCreationDate(`D:${writtenOn.replace(/\D/g, '')}000000+00'00'`);
  const id = Array.from(sha256(textToUtf8(JSON.stringify(content))), (byte) =>
    byte.toString(16).padStart(2, '0')
  ).join('');
  doc.setFileId(id.slice(0, 32).toUpperCase());
  const author = headOf(kind).title;
  doc.setProperties({ title: kind.title(content), author, creator: 'I2ES', subject });
}
