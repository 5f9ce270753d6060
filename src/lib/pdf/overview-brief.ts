/**
 * INCB's brief on use of I2ES: two sheets in one of six languages. Callers supply all text; the input has no trade
 * data, so none can appear.
 */
import type { CalendarDate } from '#lib/domain/ids.ts';
import { formatDate } from '#lib/i18n/format.ts';
import type { Locale } from '#lib/i18n/locale.ts';
import { m } from '#lib/i18n/messages.ts';
import { siteFonts, type LoadFont } from './fonts.ts';
import { when } from './letter-print.ts';
import type { Block, LetterStyle, Picture } from './letter-sheet.ts';
import type { Print } from './print-request.ts';
import { printSheets } from './print-sheets.ts';

export type BriefPicture = Picture;

type Pairs = readonly (readonly [string, string])[];

export interface BriefContent {
  readonly locale: Locale;
  readonly asOf: CalendarDate;
  readonly headline: string;
  readonly rule: string;
  readonly mapNote: string;
  readonly figures: Pairs;
  readonly groups: Pairs;
  readonly steps: Pairs;
  readonly stuck: Pairs;
  readonly map: Picture | null;
  readonly growth: Picture | null;
  readonly demonstration: boolean;
}

const HEADLINE: LetterStyle = { size: 15, bold: true };
const HEAD: LetterStyle = { size: 12, bold: true };
const TEXT: LetterStyle = { size: 10 };
const SMALL: LetterStyle = { size: 8, grey: 80 };
/** Millimetres. */
const COLUMN = 78;
/** The first scale that fits a sheet is used. */
const SCALES = [1, 0.92, 0.84, 0.76, 0.68, 0.6].map((scale) => ({ scale }));

export function overviewBrief(content: BriefContent, loadFont: LoadFont = siteFonts): Promise<Print> {
  const { locale, asOf, demonstration: mark } = content;
  const filename = `i2es-overview-${asOf}.pdf`;
  const layout = (copy: BriefContent) => [firstSheet(copy), secondSheet(copy)];
  return printSheets({ locale, filename, content, layout, attempts: SCALES, mark, markAt: 200 }, loadFont);
}

function firstSheet({ headline, rule, map, mapNote, figures, locale }: BriefContent): readonly Block[] {
  return [
    ['text', m.overview_brief_head({}, { locale }), SMALL],
    ['gap', 2],
    ['rule', 0.4],
    ['gap', 5],
    ['text', headline, HEADLINE],
    ['gap', 3],
    ['text', rule, SMALL],
    ['gap', 5],
    ...(map
      ? ([
          ['picture', map],
          ['text', mapNote, SMALL]
        ] as const)
      : []),
    ['gap', 5],
    ...pairs(figures, 1)
  ];
}

function secondSheet({ groups, steps, stuck, growth, asOf, locale }: BriefContent): readonly Block[] {
  const in_ = { locale };
  const part = (title: string, rows: Pairs): readonly Block[] =>
    when(rows.length > 0, ['gap', 5], ['text', title, HEAD], ['gap', 2], ...pairs(rows, 0.8));
  return [
    ...(growth
      ? ([
          ['text', m.overview_growth({}, in_), HEAD],
          ['gap', 2],
          ['picture', growth]
        ] as const)
      : []),
    ...part(m.overview_groups({}, in_), groups),
    ...part(m.overview_funnel({}, in_), steps),
    ...part(m.overview_stuck({}, in_), stuck),
    ['gap', 6],
    ['rule', 0.2],
    ['gap', 2],
    ['text', m.overview_held({}, in_), SMALL],
    ['text', formatDate(asOf, locale), SMALL]
  ];
}

function pairs(rows: Pairs, after: number): readonly Block[] {
  return rows.flatMap(([name, figure]): Block[] => [
    ['pair', name, figure, TEXT, COLUMN],
    ['gap', after]
  ]);
}
