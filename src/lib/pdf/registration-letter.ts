/**
 * INCB's letter to an authority in whose name an administrator's account was asked for: what it means, the
 * code that confirms it, and what to do if nobody asked (domain.md §1.3). One sheet, in the authority's
 * language; the letterhead is in words, and whoever sends it signs it.
 */
import type { jsPDF } from 'jspdf';
import { instantToDate } from '#lib/domain/calendar-date.ts';
import type { CalendarDate, Instant } from '#lib/domain/ids.ts';
import { confirmationCodeText, type ConfirmationCode } from '#lib/domain/registration/confirmation-code.ts';
import { registrationReference } from '#lib/domain/registration/reference.ts';
import type { Registration } from '#lib/domain/registration/registration.ts';
import { sha256 } from '#lib/domain/sha256.ts';
import { textToUtf8 } from '#lib/domain/utf8.ts';
import { loadCatalog } from '#lib/i18n/catalog.ts';
import { countryName, formatDate, isolate } from '#lib/i18n/format.ts';
import { localeDirection } from '#lib/i18n/locale.ts';
import { m } from '#lib/i18n/messages.ts';
import { Faces } from './faces.ts';
import { FAMILY, siteFonts, type LoadFont } from './fonts.ts';
import { LETTER_BOTTOM, LetterSheet } from './letter-sheet.ts';
import type { Print } from './print-request.ts';
import { printableCopy, UNPRINTABLE } from './printable.ts';
import { visualLine } from './visual-line.ts';
import { writeAcross } from './write-across.ts';

export interface LetterContent {
  readonly registration: Registration;
  readonly code: ConfirmationCode;
  readonly validUntil: Instant;
  readonly writtenOn: CalendarDate;
  /** Where the code is typed, as it is read aloud: without the scheme. */
  readonly address: string;
  readonly demonstration: boolean;
}

const TEXT = { size: 10.5 } as const;
const HEAD = { size: 11.5, bold: true } as const;
const SMALL = { size: 8.5, grey: 70 } as const;
/** The first at which everything stands on one sheet. */
const SCALES = [1, 0.94, 0.88, 0.82, 0.76, 0.7];
/** More lines of an address than any envelope has are written one after the other. */
const MOST_ADDRESS_LINES = 7;

/** Rejects where the library or a font cannot be loaded. */
export async function registrationLetter(
  content: LetterContent,
  loadFont: LoadFont = siteFonts
): Promise<Print> {
  const { language: locale } = content.registration;
  const [{ jsPDF }] = await Promise.all([import('jspdf'), loadCatalog(locale)]);
  const doc = new jsPDF({ format: 'a4', unit: 'mm', compress: true, putOnlyUsedFonts: true });
  const faces = await Faces.embedFor(doc, wordsOf(content), loadFont);
  const { copy, missing } = printableCopy(content.registration, (code) => faces.has(code));
  const letter = { ...content, registration: copy };
  describe(doc, letter);
  for (const scale of SCALES) {
    const sheet = new LetterSheet({ doc, faces, direction: localeDirection(locale), scale });
    drawLetter(sheet, letter, missing);
    if (sheet.y <= LETTER_BOTTOM || scale === SCALES.at(-1)) break;
    doc.addPage();
    doc.deletePage(1);
  }
  if (content.demonstration) {
    const word = visualLine(m.form_demonstration({}, { locale }), localeDirection(locale));
    const face = faces.runsOf(word)[0]?.face ?? FAMILY;
    writeAcross(doc, word, { y: 150, size: 62, ink: [30, 70, 140], opacity: 0.14, face });
  }
  const filename = `incb-letter-${registrationReference(content.registration._id)}.pdf`;
  return { bytes: new Uint8Array(doc.output('arraybuffer')), filename };
}

/** All that may stand on the sheet, to know which letters it needs. */
function wordsOf({ registration }: LetterContent): string {
  const { authority, address, name, email, language: locale } = registration;
  return [
    authority,
    address,
    name,
    registration.function,
    email,
    m.form_letter_meaning({}, { locale })
  ].join();
}

function drawLetter(sheet: LetterSheet, content: LetterContent, missing: number): void {
  const { registration, demonstration } = content;
  const { language: locale } = registration;
  const in_ = { locale };
  drawHead(sheet, content);
  sheet.write(m.form_letter_subject({ country: countryName(registration.country, locale) }, in_), HEAD);
  sheet.gap(3);
  const date = formatDate(instantToDate(registration.askedAt), locale);
  sheet.write(m.form_letter_asked({ date }, in_), TEXT);
  sheet.gap(2);
  drawPerson(sheet, registration);
  sheet.gap(2);
  sheet.write(m.form_letter_meaning({}, in_), TEXT);
  sheet.gap(5);
  drawConfirmation(sheet, content);
  sheet.gap(5);
  sheet.write(m.form_letter_nobody_title({}, in_), HEAD);
  sheet.gap(1);
  sheet.write(m.form_letter_nobody({}, in_), TEXT);
  sheet.gap(8);
  sheet.write(m.form_letter_sign({}, in_), TEXT);
  sheet.gap(13);
  sheet.rule(0.2, 80);
  sheet.gap(1);
  sheet.write(m.form_letter_sign_line({}, in_), SMALL);
  sheet.gap(2);
  if (demonstration) sheet.write(m.form_letter_demonstration_note({}, in_), { ...SMALL, bold: true });
  if (missing > 0) {
    sheet.write(m.form_letter_unprintable({ sign: UNPRINTABLE, count: missing }, in_), SMALL);
  }
}

function drawHead(sheet: LetterSheet, { registration, writtenOn }: LetterContent): void {
  const { language: locale, authority, country } = registration;
  const in_ = { locale };
  sheet.write(m.form_letter_board({}, in_), { size: 15, bold: true });
  sheet.write(m.form_letter_secretariat({}, in_), { size: 11 });
  sheet.gap(2);
  sheet.rule(0.5);
  sheet.gap(5);
  const top = sheet.y;
  sheet.write(formatDate(writtenOn, locale), { ...TEXT, at: 'end' });
  sheet.y = top;
  const reference = isolate(registrationReference(registration._id));
  sheet.write(m.form_letter_reference({ reference }, in_), TEXT);
  sheet.gap(6);
  sheet.write(authority, { ...TEXT, bold: true });
  const lines = registration.address.split('\n');
  sheet.write(lines.join(lines.length > MOST_ADDRESS_LINES ? ', ' : '\n'), TEXT);
  sheet.write(countryName(country, locale), TEXT);
  sheet.gap(7);
}

function drawPerson(sheet: LetterSheet, { language: locale, name, email, ...rest }: Registration): void {
  const pairs = [
    [m.form_letter_name({}, { locale }), name],
    [m.form_letter_function({}, { locale }), rest.function],
    [m.form_letter_email({}, { locale }), email]
  ] as const;
  for (const [label, value] of pairs) sheet.writePair(label, value, { ...TEXT, indent: 5 }, 52);
}

function drawConfirmation(
  sheet: LetterSheet,
  { registration, code, validUntil, address }: LetterContent
): void {
  const { language: locale } = registration;
  const in_ = { locale };
  sheet.write(m.form_letter_confirm_title({}, in_), HEAD);
  sheet.gap(1);
  sheet.write(m.form_letter_confirm({}, in_), TEXT);
  sheet.gap(1);
  sheet.write(isolate(address), { ...TEXT, bold: true });
  sheet.gap(3);
  sheet.writeCode(confirmationCodeText(code));
  sheet.gap(2);
  const date = formatDate(instantToDate(validUntil), locale);
  sheet.write(m.form_letter_until({ date }, in_), TEXT);
}

/** No clock and no chance: date and file id come from what is written. */
function describe(doc: jsPDF, content: LetterContent): void {
  const { registration, writtenOn } = content;
  const { language: locale } = registration;
  doc.setCreationDate(`D:${writtenOn.replace(/\D/g, '')}000000+00'00'`);
  const id = Array.from(sha256(textToUtf8(JSON.stringify(content))), (byte) =>
    byte.toString(16).padStart(2, '0')
  ).join('');
  doc.setFileId(id.slice(0, 32).toUpperCase());
  const title = m.form_letter_subject({ country: countryName(registration.country, locale) }, { locale });
  const author = m.form_letter_board({}, { locale });
  doc.setProperties({ title, author, creator: 'I2ES', subject: registrationReference(registration._id) });
}
