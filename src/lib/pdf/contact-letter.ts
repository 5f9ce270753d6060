/**
 * INCB's letter to an authority inactive in I2ES: since when, available help, contact. One sheet in the authority's
 * language, signed by the secretariat, for that authority only.
 */
import type { CalendarDate } from '#lib/domain/ids.ts';
import { countryName, formatDate } from '#lib/i18n/format.ts';
import { m } from '#lib/i18n/messages.ts';
import { siteFonts, type LoadFont } from './fonts.ts';
import { LETTER_HEAD, LETTER_TEXT, printLetter, type Addressee } from './letter-print.ts';
import type { LetterSheet } from './letter-sheet.ts';
import type { Print } from './print-request.ts';

/** `authority` is empty for authorities older than account requests. */
export interface ContactLetter extends Addressee {
  readonly name: string | null;
  /** Last authorization or reply; null if none. */
  readonly lastActive: CalendarDate | null;
  readonly writtenOn: CalendarDate;
  readonly demonstration: boolean;
}

/** Rejects if the library or a font fails to load. */
export async function contactLetter(content: ContactLetter, loadFont: LoadFont = siteFonts): Promise<Print> {
  const { country, writtenOn, demonstration } = content;
  const kind = {
    content,
    addressee: (one: ContactLetter) => ({ ...one, authority: authorityOf(one) }),
    words: (one: ContactLetter) => [one.name ?? '', authorityOf(one), helpOf(one.language)].join(),
    title: subjectOf,
    reference: country,
    referenceLine: () => null,
    draw: drawLetter,
    writtenOn,
    demonstration
  };
  return { bytes: await printLetter(kind, loadFont), filename: `incb-contact-${country}-${writtenOn}.pdf` };
}

function authorityOf({ authority, language: locale }: ContactLetter): string {
  return authority === '' ? m.registration_authority({}, { locale }) : authority;
}

function subjectOf({ country, language: locale }: ContactLetter): string {
  return m.contacts_letter_subject({ country: countryName(country, locale) }, { locale });
}

function helpOf(locale: Addressee['language']): string {
  return m.contacts_letter_help({}, { locale });
}

function drawLetter(sheet: LetterSheet, content: ContactLetter): void {
  const { name, lastActive, language: locale } = content;
  const in_ = { locale };
  if (name !== null) {
    sheet.write(m.contacts_letter_for({ name }, in_), LETTER_TEXT);
    sheet.gap(4);
  }
  sheet.write(subjectOf(content), LETTER_HEAD);
  sheet.gap(3);
  sheet.write(
    lastActive === null
      ? m.contacts_letter_never({}, in_)
      : m.contacts_letter_since({ date: formatDate(lastActive, locale) }, in_),
    LETTER_TEXT
  );
  for (const paragraph of [
    helpOf(locale),
    m.contacts_letter_nothing({}, in_),
    m.contacts_letter_answer({}, in_)
  ]) {
    sheet.gap(2.5);
    sheet.write(paragraph, LETTER_TEXT);
  }
}
