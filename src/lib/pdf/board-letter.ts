/** INCB's letters to an authority: one sheet in its language, with a text letterhead and a signature by hand. */
import { instantToDate } from '#lib/domain/calendar-date.ts';
import type { CalendarDate, CountryCode, Instant } from '#lib/domain/ids.ts';
import { confirmationCodeText, type ConfirmationCode } from '#lib/domain/registration/confirmation-code.ts';
import { registrationReference, type Registration } from '#lib/domain/registration/registration.ts';
import { countryName, formatDate, isolate } from '#lib/i18n/format.ts';
import type { Locale } from '#lib/i18n/locale.ts';
import { m } from '#lib/i18n/messages.ts';
import { siteFonts, type LoadFont } from './fonts.ts';
import { LETTER_HEAD, LETTER_TEXT, printLetter, when, type Addressee } from './letter-print.ts';
import type { Block } from './letter-sheet.ts';
import type { Print } from './print-request.ts';

interface BoardLetter {
  readonly writtenOn: CalendarDate;
  readonly demonstration: boolean;
}

export interface RegistrationLetter extends BoardLetter {
  readonly registration: Registration;
  readonly code: ConfirmationCode;
  readonly validUntil: Instant;
  /** Address for the code, without the scheme, to read aloud. */
  readonly address: string;
}

/**
 * After a request for an administrator's account: meaning, confirmation code, and what to do about a false request
 * (domain.md §1.3). Rejects if the library or a font fails to load.
 */
export function registrationLetter(
  content: RegistrationLetter,
  loadFont: LoadFont = siteFonts
): Promise<Print> {
  const { _id, language: locale } = content.registration;
  const reference = registrationReference(_id);
  const file = { locale, reference, filename: `incb-letter-${reference}.pdf` };
  return printLetter(content, toRegistrationLetter, file, loadFont);
}

function toRegistrationLetter({ registration, code, validUntil, address }: RegistrationLetter) {
  const { _id, language: locale, country, name, email, askedAt } = registration;
  const in_ = { locale };
  const subject = m.form_letter_subject({ country: countryName(country, locale) }, in_);
  const reference = isolate(registrationReference(_id));
  const asked = formatDate(instantToDate(askedAt), locale);
  const until = formatDate(instantToDate(validUntil), locale);
  const pair = (label: string, value: string): Block => [
    'pair',
    label,
    value,
    { ...LETTER_TEXT, indent: 5 },
    52
  ];
  const blocks: readonly Block[] = [
    ['text', subject, LETTER_HEAD],
    ['gap', 3],
    ['text', m.form_letter_asked({ date: asked }, in_), LETTER_TEXT],
    ['gap', 2],
    pair(m.form_letter_name({}, in_), name),
    pair(m.form_letter_function({}, in_), registration.function),
    pair(m.form_letter_email({}, in_), email),
    ['gap', 2],
    ['text', m.form_letter_meaning({}, in_), LETTER_TEXT],
    ['gap', 5],
    ['text', m.form_letter_confirm_title({}, in_), LETTER_HEAD],
    ['gap', 1],
    ['text', m.form_letter_confirm({}, in_), LETTER_TEXT],
    ['gap', 1],
    ['text', isolate(address), { ...LETTER_TEXT, bold: true }],
    ['gap', 3],
    ['typed-code', confirmationCodeText(code)],
    ['gap', 2],
    ['text', m.form_letter_until({ date: until }, in_), LETTER_TEXT],
    ['gap', 5],
    ['text', m.form_letter_nobody_title({}, in_), LETTER_HEAD],
    ['gap', 1],
    ['text', m.form_letter_nobody({}, in_), LETTER_TEXT]
  ];
  return { to: registration, subject, reference: m.form_letter_reference({ reference }, in_), blocks };
}

/** `authority` is empty for authorities older than account requests. */
export interface ContactLetter extends Addressee, BoardLetter {
  readonly name: string | null;
  readonly lastActive: CalendarDate | null;
}

export function contactLetter(content: ContactLetter, loadFont: LoadFont = siteFonts): Promise<Print> {
  const { country, language: locale, writtenOn } = content;
  const file = { locale, reference: country, filename: `incb-contact-${country}-${writtenOn}.pdf` };
  return printLetter(content, toContactLetter, file, loadFont);
}

function toContactLetter(content: ContactLetter) {
  const { country, authority, name, lastActive, language: locale } = content;
  const in_ = { locale };
  const subject = m.contacts_letter_subject({ country: countryName(country, locale) }, in_);
  const since = lastActive === null ? '' : formatDate(lastActive, locale);
  const blocks: readonly Block[] = [
    ...when(
      name !== null,
      ['text', m.contacts_letter_for({ name: name ?? '' }, in_), LETTER_TEXT],
      ['gap', 4]
    ),
    ['text', subject, LETTER_HEAD],
    ['gap', 3],
    [
      'text',
      lastActive === null ? m.contacts_letter_never({}, in_) : m.contacts_letter_since({ date: since }, in_),
      LETTER_TEXT
    ],
    ...paragraphs(
      2.5,
      m.contacts_letter_help({}, in_),
      m.contacts_letter_nothing({}, in_),
      m.contacts_letter_answer({}, in_)
    )
  ];
  return { to: { ...content, authority: authority || m.registration_authority({}, in_) }, subject, blocks };
}

export interface BoardInvitation extends BoardLetter {
  readonly country: CountryCode;
  readonly language: Locale;
  /** Address for account requests, without the scheme, to read aloud. */
  readonly registerAt: string;
}

/**
 * To a country outside I2ES: purpose, changes, how to request an account. It contains nothing on any country. Rejects
 * like the others.
 */
export function boardInvitation(content: BoardInvitation, loadFont: LoadFont = siteFonts): Promise<Print> {
  const { country, language: locale, writtenOn } = content;
  const file = { locale, reference: country, filename: `incb-invitation-${country}-${writtenOn}.pdf` };
  return printLetter(content, toBoardInvitation, file, loadFont);
}

function toBoardInvitation(content: BoardInvitation) {
  const { registerAt, language: locale } = content;
  const in_ = { locale };
  const subject = m.kit_letter_subject({}, in_);
  const gains = [m.kit_gain_signed, m.kit_gain_dossier, m.kit_gain_offline, m.kit_gain_training];
  const steps = [
    `${m.kit_ask_open({}, in_)} ${isolate(registerAt)}`,
    m.kit_ask_who({}, in_),
    m.kit_ask_letter({}, in_)
  ];
  const blocks: readonly Block[] = [
    ['text', subject, LETTER_HEAD],
    ...paragraphs(3, m.kit_letter_greeting({}, in_), m.kit_brief_what({}, in_)),
    ...list(
      m.kit_gain_title({}, in_),
      gains.map((words) => ['•', words({}, in_)])
    ),
    ...list(
      m.kit_ask_title({}, in_),
      steps.map((words, at) => [`${at + 1}.`, words])
    ),
    ...paragraphs(4, m.kit_letter_close({}, in_))
  ];
  // INCB learns the authority's name only from a request.
  return { to: { ...content, authority: m.registration_authority({}, in_), address: '' }, subject, blocks };
}

function paragraphs(before: number, ...texts: readonly string[]): readonly Block[] {
  return texts.flatMap((text): Block[] => [
    ['gap', before],
    ['text', text, LETTER_TEXT]
  ]);
}

function list(title: string, items: readonly (readonly [sign: string, text: string])[]): readonly Block[] {
  return [
    ['gap', 4],
    ['text', title, LETTER_HEAD],
    ...items.flatMap(([sign, text]): Block[] => [
      ['gap', 1.2],
      ['item', sign, text, LETTER_TEXT, 6]
    ])
  ];
}
