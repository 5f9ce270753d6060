/** The cover page that INCB asks for with a file: to be signed by hand. It says itself that it is not INCB's own. */
import type { Invented } from '#lib/domain/act/practice.ts';
import { countryName, formatDate } from '#lib/i18n/format.ts';
import { readLocale } from '#lib/i18n/locale.ts';
import { m } from '#lib/i18n/messages.ts';
import { instantToDate } from '#lib/domain/calendar-date.ts';
import { siteFonts, type LoadFont } from '#lib/pdf/fonts.ts';
import type { Block, LetterStyle } from '#lib/pdf/letter-sheet.ts';
import type { Print } from '#lib/pdf/print-request.ts';
import { missingNote, printSheets } from '#lib/pdf/print-sheets.ts';
import type { ReturnFile } from './return-files.ts';
import { formName, periodName } from './return-words.ts';

const TITLE: LetterStyle = { size: 18, bold: true };
const TEXT: LetterStyle = { size: 11 };
const SMALL: LetterStyle = { size: 8.5, grey: 70 };
/** Millimetres. */
const COLUMN = 60;
const LINE = 100;

/** Rejects if the library or a font fails to load. */
export function returnCover(
  file: ReturnFile,
  { filename, mark }: { readonly filename: string; readonly mark: Invented },
  loadFont: LoadFont = siteFonts
): Promise<Print> {
  const locale = readLocale();
  const content = { title: formName(file.form), pairs: pairsOf(file) };
  return printSheets(
    {
      locale,
      filename,
      content,
      mark,
      skipsRare: true,
      attempts: [{ scale: 1, turns: false }],
      properties: ({ title }) => ({ title, subject: filename }),
      layout: ({ title, pairs }, missing) => [
        [
          ['text', 'I2ES', SMALL],
          ['gap', 2],
          ['rule', 0.5],
          ['gap', 6],
          ['text', title, TITLE],
          ['gap', 2],
          ['text', m.returns_not_incb(), SMALL],
          ['gap', 8],
          ...pairs.flatMap(([name, value]): Block[] => [
            ['pair', name, value, TEXT, COLUMN],
            ['gap', 3]
          ]),
          ['gap', 10],
          ...toSign(),
          ...missingNote(missing, locale, SMALL)
        ]
      ]
    },
    loadFont
  );
}

function pairsOf({
  form,
  period,
  country,
  figures,
  filedAt
}: ReturnFile): readonly (readonly [string, string])[] {
  const isNil = figures.length === 0;
  return [
    [m.returns_form(), formName(form)],
    [m.returns_period(), periodName(period)],
    [m.returns_file_country(), countryName(country)],
    [m.returns_cover_substances(), String(new Set(figures.map(({ substance }) => substance)).size)],
    [m.returns_figures(), isNil ? m.returns_nil() : String(figures.length)],
    [m.returns_filed(), filedAt ? formatDate(instantToDate(filedAt)) : m.returns_file_draft()]
  ];
}

function toSign(): readonly Block[] {
  return [
    m.returns_cover_authority(),
    m.returns_cover_name(),
    m.returns_cover_date(),
    m.returns_cover_seal()
  ].flatMap((label): Block[] => [
    ['gap', 14],
    ['rule', 0.2, LINE],
    ['gap', 1],
    ['text', label, SMALL]
  ]);
}
