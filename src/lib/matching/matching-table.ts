/**
 * Matching lists as files for further calculation: codes and plain numbers, one meaning per column. Two drugs are two
 * rows, so a column never adds them.
 */
import type { AuthorityCode } from '#lib/domain/ids.ts';
import type { ExactMatch } from '#lib/domain/matching/matching-index.ts';
import { totalsBySubstance, type SubstanceTotal } from '#lib/domain/goods/substance-totals.ts';
import { countryName, formatDate } from '#lib/i18n/format.ts';
import { m } from '#lib/i18n/messages.ts';
import { toFileTable, type FileColumn } from '#lib/register/register-table.ts';
import { directionWord } from '#lib/register/row-words.ts';
import { substanceHead, substanceName, toGrams, totalText } from '#lib/register/substance-words.ts';
import { dayCell, type FileTable } from '#lib/ui/file/file-table.ts';
import { seenFrom, type MatchingRow } from './matching-rows.ts';
import { classWord, findingStepWord, rowText, tabWord } from './finding-words.ts';
import type { MatchingParams } from './matching-params.ts';

const SUBSTANCE: FileColumn<unknown> = {
  head: substanceHead,
  of: (_row, total) => total && substanceName(total.substance)
};

function gramsColumn(head: () => string): FileColumn<unknown> {
  return { head, of: (_row, total) => total && toGrams(total.base) };
}

const COLUMNS: readonly FileColumn<MatchingRow>[] = [
  { head: () => m.matching_column_key(), of: ({ finding }) => classWord(finding.class) },
  { head: () => m.register_column_partner(), of: ({ partner }) => countryName(partner) },
  { head: () => m.matching_column_direction(), of: ({ direction }) => directionWord(direction) },
  { head: () => m.register_column_number(), of: ({ finding }) => finding.number },
  { head: () => m.matching_column_cited(), of: ({ finding }) => finding.cited },
  SUBSTANCE,
  gramsColumn(m.matching_column_grams),
  { head: () => m.matching_column_since(), of: ({ finding }) => dayCell(finding.since) },
  { head: () => m.matching_column_sentence(), of: (row) => plain(rowText(row)) },
  { head: () => m.matching_column_step(), of: findingStepWord }
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
    SUBSTANCE,
    gramsColumn(m.matching_column_arrived_grams),
    { head: () => m.matching_column_arrived(), of: ({ on }) => dayCell(on) },
    {
      head: () => m.matching_column_confirmed(),
      of: ({ confirmedBy }) => confirmedBy.map((code) => countryName(code)).join('; ')
    }
  ];
}

function plain(text: string): string {
  return text.replace(/[\u2066-\u2069]/g, '');
}

export function matchingTable(rows: readonly MatchingRow[], name: string): Promise<FileTable> {
  return toFileTable(COLUMNS, rows, ({ finding }) => totalsBySubstance(finding.goods), name);
}

export function exactTable(
  exact: readonly ExactMatch[],
  authority: AuthorityCode,
  name: string
): Promise<FileTable> {
  return toFileTable(exactColumns(authority), exact, ({ goods }) => totalsBySubstance(goods), name);
}

export function sumsTable(sums: readonly SubstanceTotal[], isExact: boolean): FileTable {
  return {
    name: m.matching_sheet_sums(),
    head: [substanceHead(), isExact ? m.matching_column_arrived_grams() : m.matching_column_grams()],
    rows: sums.map(({ substance, base }) => [substanceName(substance), toGrams(base)])
  };
}

export function listWords(params: MatchingParams): readonly string[] {
  const { tab, partner, direction, substance } = params;
  const what = tab === 'exact' ? null : params.class;
  return [
    tabWord(tab),
    ...(what ? [classWord(what)] : []),
    ...(partner ? [countryName(partner)] : []),
    ...(direction ? [directionWord(direction)] : []),
    ...(substance ? [substanceName(substance)] : []),
    ...periodWords(params)
  ];
}

function periodWords({ from, until }: MatchingParams): readonly string[] {
  if (from && until) return [m.partners_days({ from: formatDate(from), to: formatDate(until) })];
  if (from) return [`${m.matching_from()} ${formatDate(from)}`];
  return until ? [`${m.matching_until()} ${formatDate(until)}`] : [];
}

/** All of them: paper has no button for more. */
export function sumWords(sums: readonly SubstanceTotal[], tab: MatchingParams['tab']): readonly string[] {
  if (sums.length === 0) return [];
  const head = tab === 'exact' ? m.matching_sums_arrived() : m.matching_sums();
  const each = sums.map((one) => `${substanceName(one.substance)} ${totalText(one)}`);
  return [head, ...each];
}
