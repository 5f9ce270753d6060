/**
 * An authority's invitation to one outside I2ES: a letter with the officer's text, for a handwritten signature, and a
 * sheet on purpose, figures of the two authorities and account requests. The sheet is made from counts and days, so
 * trade data cannot appear.
 */
import type { CalendarDate, CountryCode } from '#lib/domain/ids.ts';
import type { Invented } from '#lib/domain/act/practice.ts';
import { isolate } from '#lib/i18n/format.ts';
import type { Locale } from '#lib/i18n/locale.ts';
import { siteFonts, type LoadFont } from './fonts.ts';
import {
  LETTER_HEAD,
  LETTER_TEXT,
  printLetter,
  when,
  type Addressee,
  type LetterHead
} from './letter-print.ts';
import type { Block, LetterStyle } from './letter-sheet.ts';
import type { Print } from './print-request.ts';
import { missingNote, ONE_SHEET, printSheets } from './print-sheets.ts';

export interface InvitationLetter extends Addressee {
  readonly name: 'invitation' | 'reminder';
  readonly head: LetterHead;
  readonly subject: string;
  /** "For the attention of" in the letter's language; null without a name. */
  readonly attention: string | null;
  readonly text: string;
  readonly writtenOn: CalendarDate;
  readonly demonstration: Invented;
}

export function invitationLetter(content: InvitationLetter, loadFont: LoadFont = siteFonts): Promise<Print> {
  const { name, country, language: locale, writtenOn } = content;
  const filename = `i2es-${name}-${country}-${writtenOn}.pdf`;
  return printLetter(content, toLetter, { locale, filename, reference: country, turns: true }, loadFont);
}

function toLetter(content: InvitationLetter) {
  const { head, subject, attention, text } = content;
  const blocks: readonly Block[] = [
    ...when(attention !== null, ['text', attention ?? '', LETTER_TEXT], ['gap', 4]),
    ['text', subject, LETTER_HEAD],
    ...text.split('\n').flatMap((paragraph): Block[] => [
      ['gap', 3],
      ['text', paragraph, LETTER_TEXT]
    ])
  ];
  return { to: content, head, subject, blocks };
}

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

export function invitationBrief(content: InvitationBrief, loadFont: LoadFont = siteFonts): Promise<Print> {
  const { locale, country, writtenOn, invented: mark } = content;
  const filename = `i2es-sheet-${country}-${writtenOn}.pdf`;
  const properties = ({ title, from: author }: InvitationBrief) => ({ title, author, subject: country });
  const sheets = { locale, filename, content, layout: briefSheets, attempts: ONE_SHEET, properties, mark };
  return printSheets(sheets, loadFont);
}

function briefSheets(content: InvitationBrief, missing: number): readonly (readonly Block[])[] {
  const { from, title, what, gains, years, days, ask, demonstration, locale } = content;
  const spaced = (block: Block): Block[] => [block, ['gap', 0.8]];
  return [
    [
      ['text', from, SMALL],
      ['gap', 2],
      ['rule', 0.5],
      ['gap', 6],
      ['text', title, TITLE],
      ['gap', 3],
      ['text', what, TEXT],
      ...head(gains.title),
      ...gains.items.flatMap((item) => spaced(['item', '•', item, TEXT, INDENT])),
      ...when(
        years.bars.length > 0,
        ...head(years.title),
        ...years.bars.flatMap(({ year, portion, words }) => spaced(['bar', year, portion, words, TEXT])),
        ['gap', 0.8],
        ['text', years.note, SMALL]
      ),
      ...when(
        days.rows.length > 0,
        ...head(days.title),
        ...days.rows.flatMap(([step, words]) => spaced(['pair', step, words, TEXT, 82]))
      ),
      ...head(ask.title),
      ['item', '1', ask.open, TEXT, INDENT],
      ['gap', 1],
      ['text', isolate(ask.address), { ...TEXT, bold: true, indent: INDENT }],
      ['gap', 1.8],
      ...ask.steps.flatMap((step, at) => spaced(['item', String(at + 2), step, TEXT, INDENT])),
      ['gap', 6],
      ...when(demonstration !== null, ['text', demonstration ?? '', { ...SMALL, bold: true }]),
      ...missingNote(missing, locale, SMALL)
    ]
  ];
}

function head(title: string): readonly Block[] {
  return [
    ['gap', 6],
    ['text', title, HEAD],
    ['gap', 1.5]
  ];
}
