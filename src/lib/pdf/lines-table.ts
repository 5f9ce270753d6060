import type { Line } from '#lib/domain/act/body.ts';
import type { EditionIndex } from '#lib/domain/goods/substance.ts';
import { m } from '#lib/i18n/messages.ts';
import { massText } from './figures.ts';
import { baseTexts, presentationTexts, substanceTexts } from './line-texts.ts';
import type { FormLocale } from './print-request.ts';
import type { Table } from './table.ts';

export function linesTable(
  title: string,
  lines: readonly Line[],
  edition: EditionIndex,
  locale: FormLocale
): Table {
  const in_ = { locale };
  return {
    title,
    columns: [
      { width: 9, head: m.form_line_no({}, in_), align: 'right' },
      { width: 60, head: m.form_line_substance({}, in_), leads: true },
      { width: 43, head: m.form_line_presentation({}, in_) },
      { width: 27, head: m.form_line_quantity({}, in_), align: 'right', leads: true },
      { width: 43, head: m.form_line_base({}, in_), leads: true }
    ],
    rows: lines.map((line) => [
      [String(line.no)],
      [line.designation, ...substanceTexts(line, edition, locale)],
      presentationTexts(line, locale),
      [massText(line.stated, locale)],
      baseTexts(line, locale)
    ])
  };
}
