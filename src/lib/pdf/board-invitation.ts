/**
 * INCB's letter to a country outside I2ES: purpose, changes, how to request an account. It contains nothing on any
 * country. One sheet in an official language of the country, for the secretariat to sign.
 */
import type { CalendarDate, CountryCode } from '#lib/domain/ids.ts';
import { isolate } from '#lib/i18n/format.ts';
import type { Locale } from '#lib/i18n/locale.ts';
import { m } from '#lib/i18n/messages.ts';
import { siteFonts, type LoadFont } from './fonts.ts';
import { LETTER_HEAD, LETTER_TEXT, printLetter } from './letter-print.ts';
import type { LetterSheet } from './letter-sheet.ts';
import type { Print } from './print-request.ts';

export interface BoardInvitation {
  readonly country: CountryCode;
  readonly language: Locale;
  /** Address for account requests, without the scheme, to read aloud. */
  readonly registerAt: string;
  readonly writtenOn: CalendarDate;
  readonly demonstration: boolean;
}

/** Millimetres from a bullet to its text. */
const INDENT = 6;

/** Rejects if the library or a font fails to load. */
export async function boardInvitation(
  content: BoardInvitation,
  loadFont: LoadFont = siteFonts
): Promise<Print> {
  const { country, writtenOn, demonstration } = content;
  const kind = {
    content,
    // INCB learns the authority's name only from a request.
    addressee: (one: BoardInvitation) => ({ ...one, authority: someAuthority(one), address: '' }),
    words: (one: BoardInvitation) => [one.registerAt, someAuthority(one)].join(),
    title: subjectOf,
    reference: country,
    referenceLine: () => null,
    draw: drawLetter,
    writtenOn,
    demonstration
  };
  return {
    bytes: await printLetter(kind, loadFont),
    filename: `incb-invitation-${country}-${writtenOn}.pdf`
  };
}

function someAuthority({ language: locale }: BoardInvitation): string {
  return m.registration_authority({}, { locale });
}

function subjectOf({ language: locale }: BoardInvitation): string {
  return m.kit_letter_subject({}, { locale });
}

function drawLetter(sheet: LetterSheet, content: BoardInvitation): void {
  const { registerAt, language: locale } = content;
  const in_ = { locale };
  sheet.write(subjectOf(content), LETTER_HEAD);
  for (const paragraph of [m.kit_letter_greeting({}, in_), m.kit_brief_what({}, in_)]) {
    sheet.gap(3);
    sheet.write(paragraph, LETTER_TEXT);
  }
  drawList(sheet, m.kit_gain_title({}, in_), '•', [
    m.kit_gain_signed({}, in_),
    m.kit_gain_dossier({}, in_),
    m.kit_gain_offline({}, in_),
    m.kit_gain_training({}, in_)
  ]);
  drawList(sheet, m.kit_ask_title({}, in_), null, [
    `${m.kit_ask_open({}, in_)} ${isolate(registerAt)}`,
    m.kit_ask_who({}, in_),
    m.kit_ask_letter({}, in_)
  ]);
  sheet.gap(4);
  sheet.write(m.kit_letter_close({}, in_), LETTER_TEXT);
}

function drawList(sheet: LetterSheet, title: string, sign: string | null, items: readonly string[]): void {
  sheet.gap(4);
  sheet.write(title, LETTER_HEAD);
  items.forEach((item, at) => {
    sheet.gap(1.2);
    sheet.writeItem(sign ?? `${at + 1}.`, item, LETTER_TEXT, INDENT);
  });
}
