/**
 * INCB's letter to an authority after a request for its administrator's account: meaning, confirmation code, and what
 * to do about a false request (domain.md §1.3). One sheet in the authority's language, with a text letterhead and a
 * signature by hand.
 */
import { instantToDate } from '#lib/domain/calendar-date.ts';
import type { CalendarDate, Instant } from '#lib/domain/ids.ts';
import { confirmationCodeText, type ConfirmationCode } from '#lib/domain/registration/confirmation-code.ts';
import { registrationReference } from '#lib/domain/registration/reference.ts';
import type { Registration } from '#lib/domain/registration/registration.ts';
import { countryName, formatDate, isolate } from '#lib/i18n/format.ts';
import { m } from '#lib/i18n/messages.ts';
import { siteFonts, type LoadFont } from './fonts.ts';
import { LETTER_HEAD, LETTER_TEXT, printLetter } from './letter-print.ts';
import type { LetterSheet } from './letter-sheet.ts';
import type { Print } from './print-request.ts';

export interface LetterContent {
  readonly registration: Registration;
  readonly code: ConfirmationCode;
  readonly validUntil: Instant;
  readonly writtenOn: CalendarDate;
  /** Address for the code, without the scheme, to read aloud. */
  readonly address: string;
  readonly demonstration: boolean;
}

/** Rejects if the library or a font fails to load. */
export async function registrationLetter(
  content: LetterContent,
  loadFont: LoadFont = siteFonts
): Promise<Print> {
  const { registration, writtenOn, demonstration } = content;
  const reference = registrationReference(registration._id);
  const in_ = { locale: registration.language };
  const bytes = await printLetter(
    {
      content,
      addressee: (one: LetterContent) => one.registration,
      words: wordsOf,
      title: () => subjectOf(content),
      reference,
      referenceLine: () => m.form_letter_reference({ reference: isolate(reference) }, in_),
      draw: drawLetter,
      writtenOn,
      demonstration
    },
    loadFont
  );
  return { bytes, filename: `incb-letter-${reference}.pdf` };
}

function wordsOf({ registration }: LetterContent): string {
  const { name, email, language: locale } = registration;
  return [name, registration.function, email, m.form_letter_meaning({}, { locale })].join();
}

function subjectOf({ registration: { country, language: locale } }: LetterContent): string {
  return m.form_letter_subject({ country: countryName(country, locale) }, { locale });
}

function drawLetter(sheet: LetterSheet, content: LetterContent): void {
  const { registration } = content;
  const { language: locale } = registration;
  const in_ = { locale };
  sheet.write(subjectOf(content), LETTER_HEAD);
  sheet.gap(3);
  const date = formatDate(instantToDate(registration.askedAt), locale);
  sheet.write(m.form_letter_asked({ date }, in_), LETTER_TEXT);
  sheet.gap(2);
  drawPerson(sheet, registration);
  sheet.gap(2);
  sheet.write(m.form_letter_meaning({}, in_), LETTER_TEXT);
  sheet.gap(5);
  drawConfirmation(sheet, content);
  sheet.gap(5);
  sheet.write(m.form_letter_nobody_title({}, in_), LETTER_HEAD);
  sheet.gap(1);
  sheet.write(m.form_letter_nobody({}, in_), LETTER_TEXT);
}

function drawPerson(sheet: LetterSheet, { language: locale, name, email, ...rest }: Registration): void {
  const pairs = [
    [m.form_letter_name({}, { locale }), name],
    [m.form_letter_function({}, { locale }), rest.function],
    [m.form_letter_email({}, { locale }), email]
  ] as const;
  for (const [label, value] of pairs) sheet.writePair(label, value, { ...LETTER_TEXT, indent: 5 }, 52);
}

function drawConfirmation(
  sheet: LetterSheet,
  { registration, code, validUntil, address }: LetterContent
): void {
  const { language: locale } = registration;
  const in_ = { locale };
  sheet.write(m.form_letter_confirm_title({}, in_), LETTER_HEAD);
  sheet.gap(1);
  sheet.write(m.form_letter_confirm({}, in_), LETTER_TEXT);
  sheet.gap(1);
  sheet.write(isolate(address), { ...LETTER_TEXT, bold: true });
  sheet.gap(3);
  sheet.writeCode(confirmationCodeText(code));
  sheet.gap(2);
  const date = formatDate(instantToDate(validUntil), locale);
  sheet.write(m.form_letter_until({ date }, in_), LETTER_TEXT);
}
