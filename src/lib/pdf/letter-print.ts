import type { CalendarDate, CountryCode } from '#lib/domain/ids.ts';
import type { Invented } from '#lib/domain/act/practice.ts';
import { countryName, formatDate, isolate } from '#lib/i18n/format.ts';
import type { Locale } from '#lib/i18n/locale.ts';
import { m } from '#lib/i18n/messages.ts';
import type { LoadFont } from './fonts.ts';
import type { Block } from './letter-sheet.ts';
import type { Print } from './print-request.ts';
import { missingNote, ONE_SHEET, printSheets, SOME_SHEETS } from './print-sheets.ts';

export const LETTER_TEXT = { size: 10.5 } as const;
export const LETTER_HEAD = { size: 11.5, bold: true } as const;
const SMALL = { size: 8.5, grey: 70 } as const;
/** Maximum address lines on envelopes; further ones are joined. */
const MAX_ADDRESS_LINES = 7;

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

interface Letter {
  readonly to: Addressee;
  readonly subject: string;
  readonly blocks: readonly Block[];
  /** Sender; INCB by default. */
  readonly head?: LetterHead;
  readonly reference?: string;
}

interface LetterContent {
  readonly writtenOn: CalendarDate;
  readonly demonstration: Invented;
}

interface LetterFile {
  readonly locale: Locale;
  readonly filename: string;
  readonly reference: string;
  /** Free text can be long: it continues on the next sheet. */
  readonly turns?: boolean;
}

export function printLetter<C extends LetterContent>(
  content: C,
  toLetter: (content: C) => Letter,
  { locale, filename, reference, turns = false }: LetterFile,
  loadFont: LoadFont
): Promise<Print> {
  return printSheets(
    {
      locale,
      filename,
      content,
      layout: (copy, missing) => [letterBlocks(toLetter(copy), copy, missing)],
      attempts: turns ? SOME_SHEETS : ONE_SHEET,
      dated: content.writtenOn,
      mark: content.demonstration,
      properties: (copy) => {
        const { subject: title, head = boardHead(locale) } = toLetter(copy);
        return { title, author: head.title, subject: reference };
      }
    },
    loadFont
  );
}

function boardHead(locale: Locale): LetterHead {
  const in_ = { locale };
  return {
    title: m.form_letter_board({}, in_),
    under: m.form_letter_secretariat({}, in_),
    sign: m.form_letter_sign({}, in_),
    demonstration: m.form_letter_demonstration_note({}, in_)
  };
}

function letterBlocks(letter: Letter, content: LetterContent, missing: number): readonly Block[] {
  const { language: locale, authority, address, country } = letter.to;
  const { head = boardHead(locale), reference } = letter;
  const date = formatDate(content.writtenOn, locale);
  // A house number comes before its town in right-to-left letters too.
  const lines = address.split('\n').map(isolate);
  return [
    ['text', head.title, { size: 15, bold: true }],
    ...when(head.under !== '', ['text', head.under, { size: 11 }]),
    ['gap', 2],
    ['rule', 0.5],
    ['gap', 5],
    [
      'beside',
      [
        ['text', date, { ...LETTER_TEXT, at: 'end' }],
        ...when(reference !== undefined, ['text', reference ?? '', LETTER_TEXT])
      ]
    ],
    ['gap', 6],
    ...when(authority !== '', ['text', authority, { ...LETTER_TEXT, bold: true }]),
    ...when(address !== '', [
      'text',
      lines.join(lines.length > MAX_ADDRESS_LINES ? ', ' : '\n'),
      LETTER_TEXT
    ]),
    ['text', countryName(country, locale), LETTER_TEXT],
    ['gap', 7],
    ...letter.blocks,
    ['keep', 40],
    ['gap', 8],
    ['text', head.sign, LETTER_TEXT],
    ['gap', 13],
    ['rule', 0.2, 80],
    ['gap', 1],
    ['text', m.form_letter_sign_line({}, { locale }), SMALL],
    ['gap', 2],
    ...when(content.demonstration !== false, ['text', head.demonstration, { ...SMALL, bold: true }]),
    ...missingNote(missing, locale, SMALL)
  ];
}

export function when(isShown: boolean, ...blocks: readonly Block[]): readonly Block[] {
  return isShown ? blocks : [];
}
