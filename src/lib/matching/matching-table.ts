/** The desk as rows and columns, for files that others reckon with: codes and plain figures, one meaning a column. */
import { countryName } from '#lib/i18n/format.ts';
import { m } from '#lib/i18n/messages.ts';
import { directionWord } from '#lib/register/row-words.ts';
import type { Cell, FileTable } from '#lib/ui/file-table.ts';
import type { MatchingRow } from './desk-rows.ts';
import { classWord, findingStepWord, findingText, substanceName } from './finding-words.ts';

const COLUMNS: readonly { readonly head: () => string; readonly of: (row: MatchingRow) => Cell }[] = [
  { head: () => m.matching_column_key(), of: ({ finding }) => classWord(finding.class) },
  { head: () => m.register_column_partner(), of: ({ partner }) => countryName(partner) },
  { head: () => m.matching_column_direction(), of: ({ direction }) => directionWord(direction) },
  { head: () => m.register_column_number(), of: ({ finding }) => finding.number },
  { head: () => m.matching_column_cited(), of: ({ finding }) => finding.cited },
  {
    head: () => m.matching_column_goods(),
    of: ({ finding }) => [...new Set(finding.goods.map((one) => substanceName(one.substance)))].join('; ')
  },
  { head: () => m.matching_column_micrograms(), of: ({ base }) => base },
  { head: () => m.matching_column_since(), of: ({ finding }) => finding.since },
  { head: () => m.matching_column_sentence(), of: ({ finding }) => plain(findingText(finding)) },
  { head: () => m.matching_column_step(), of: ({ step }) => findingStepWord(step) }
];

/** The marks that keep a number apart from the direction of a line are for screens. */
function plain(text: string): string {
  return text.replace(/[\u2066-\u2069]/g, '');
}

export function matchingTable(rows: readonly MatchingRow[], name: string): FileTable {
  return {
    name,
    head: COLUMNS.map(({ head }) => head()),
    rows: rows.map((row) => COLUMNS.map(({ of }) => of(row)))
  };
}
