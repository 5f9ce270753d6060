/** The desk as rows and columns, for files that others reckon with: codes and plain figures, one meaning a column. */
import type { AuthorityCode } from '#lib/domain/ids.ts';
import type { ExactMatch } from '#lib/domain/matching/matching-index.ts';
import { countryName, formatQuantity } from '#lib/i18n/format.ts';
import { m } from '#lib/i18n/messages.ts';
import { directionWord } from '#lib/register/row-words.ts';
import { dayCell, type Cell, type FileTable } from '#lib/ui/file-table.ts';
import { seenFrom, type MatchingRow, type SubstanceSum } from './desk-rows.ts';
import { classWord, findingStepWord, rowText, substanceName } from './finding-words.ts';

interface FileColumn<Row> {
  readonly head: () => string;
  readonly of: (row: Row) => Cell;
}

const COLUMNS: readonly FileColumn<MatchingRow>[] = [
  { head: () => m.matching_column_key(), of: ({ finding }) => classWord(finding.class) },
  { head: () => m.register_column_partner(), of: ({ partner }) => countryName(partner) },
  { head: () => m.matching_column_direction(), of: ({ direction }) => directionWord(direction) },
  { head: () => m.register_column_number(), of: ({ finding }) => finding.number },
  { head: () => m.matching_column_cited(), of: ({ finding }) => finding.cited },
  {
    head: () => m.matching_column_goods(),
    of: ({ finding }) => namesOf(finding.goods.map((one) => one.substance))
  },
  { head: () => m.matching_column_micrograms(), of: ({ base }) => base },
  { head: () => m.matching_column_since(), of: ({ finding }) => dayCell(finding.since) },
  { head: () => m.matching_column_sentence(), of: (row) => plain(rowText(row)) },
  { head: () => m.matching_column_step(), of: ({ step }) => findingStepWord(step) }
];

function exactColumns(authority: AuthorityCode): readonly FileColumn<ExactMatch>[] {
  return [
    { head: () => m.register_column_partner(), of: (one) => countryName(seenFrom(one, authority).partner) },
    {
      head: () => m.matching_column_direction(),
      of: (one) => directionWord(seenFrom(one, authority).direction)
    },
    { head: () => m.register_column_number(), of: ({ number }) => number },
    { head: () => m.matching_column_cited(), of: ({ cited }) => cited },
    { head: () => m.matching_column_goods(), of: ({ goods }) => namesOf(goods.map((one) => one.substance)) },
    { head: () => m.matching_column_arrived_micrograms(), of: ({ base }) => base },
    { head: () => m.matching_column_arrived(), of: ({ on }) => dayCell(on) },
    {
      head: () => m.matching_column_confirmed(),
      of: ({ confirmedBy }) => confirmedBy.map((code) => countryName(code)).join('; ')
    }
  ];
}

function namesOf(substances: readonly string[]): string {
  return [...new Set(substances.map(substanceName))].join('; ');
}

/** The marks that keep a number apart from the direction of a line are for screens. */
function plain(text: string): string {
  return text.replace(/[\u2066-\u2069]/g, '');
}

export function matchingTable(rows: readonly MatchingRow[], name: string): FileTable {
  return tableOf(COLUMNS, rows, name);
}

export function exactTable(exact: readonly ExactMatch[], authority: AuthorityCode, name: string): FileTable {
  return tableOf(exactColumns(authority), exact, name);
}

/** What stands above the list on the screen, in its words and order, each sum also as a figure: the second sheet. */
export function sumsTable(sums: readonly SubstanceSum[], isExact: boolean): FileTable {
  const columns: readonly FileColumn<SubstanceSum>[] = [
    { head: () => m.matching_column_goods(), of: ({ substance }) => substanceName(substance) },
    {
      head: () => (isExact ? m.matching_sums_arrived() : m.matching_sums()),
      of: ({ base }) => plain(formatQuantity(String(base)))
    },
    {
      head: () => (isExact ? m.matching_column_arrived_micrograms() : m.matching_column_micrograms()),
      of: ({ base }) => base
    }
  ];
  return tableOf(columns, sums, m.matching_sheet_sums());
}

function tableOf<Row>(columns: readonly FileColumn<Row>[], rows: readonly Row[], name: string): FileTable {
  return {
    name,
    head: columns.map(({ head }) => head()),
    rows: rows.map((row) => columns.map(({ of }) => of(row)))
  };
}
