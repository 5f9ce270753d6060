import { instantToDate } from '#lib/domain/calendar-date.ts';
import type { SubstanceTotal } from '#lib/domain/goods/substance-totals.ts';
import { countryName } from '#lib/i18n/format.ts';
import { m } from '#lib/i18n/messages.ts';
import type { AccountName } from '#lib/sign-in/account-name.ts';
import type { RegisterRow } from '#lib/store/api.ts';
import { dayCell, pauseWhenDue, type Cell, type FileTable } from '#lib/ui/file/file-table.ts';
import { quantityWords, type DraftRow } from './DraftTable.svelte';
import { directionWord, kindText, rowWords } from './row-words.ts';
import { substanceHead, substanceName, toGrams } from './substance-words.ts';

/** `total`: one substance of the row; null if the row has no goods. */
export interface FileColumn<Row> {
  readonly head: () => string;
  readonly of: (row: Row, total: SubstanceTotal | null) => Cell;
}

const COLUMNS: readonly FileColumn<RegisterRow>[] = [
  { head: m.register_column_number, of: ({ number }) => number },
  { head: m.register_file_kind, of: kindText },
  { head: m.register_file_cited, of: ({ cited }) => cited },
  { head: m.register_column_direction, of: ({ direction }) => directionWord(direction) },
  { head: m.register_column_partner, of: ({ partner }) => countryName(partner) },
  { head: m.register_file_importer, of: ({ importer }) => importer },
  { head: m.register_file_exporter, of: ({ exporter }) => exporter },
  { head: substanceHead, of: (_row, total) => total && substanceName(total.substance) },
  { head: m.register_file_base, of: (_row, total) => total && toGrams(total.base) },
  { head: m.register_column_status, of: (row) => rowWords(row).word },
  { head: m.register_column_issuedon, of: ({ issuedOn }) => dayCell(issuedOn) },
  { head: m.register_column_validuntil, of: ({ validUntil }) => dayCell(validUntil) },
  { head: m.register_column_changedat, of: ({ changedAt }) => dayCell(instantToDate(changedAt)) }
];

export function registerTable(rows: readonly RegisterRow[], name: string): Promise<FileTable> {
  return toFileTable(COLUMNS, rows, ({ totals }) => totals, name);
}

export function draftsTable(rows: readonly DraftRow[], nameOf: AccountName, name: string): FileTable {
  return listTable(name, rows, [
    [m.register_draft_what(), kindText],
    [m.register_column_partner(), ({ partner }) => partner && countryName(partner)],
    [m.register_column_substances(), ({ substances }) => substances.join('; ')],
    [m.authorization_quantity(), ({ quantities }) => quantities.map(quantityWords).join('; ')],
    [m.register_draft_by(), ({ updatedBy }) => nameOf(updatedBy)],
    [m.register_draft_at(), ({ updatedAt }) => new Date(updatedAt)]
  ]);
}

/** A list as it is on its screen: a head, and the value of a row in its type. */
export function listTable<Row>(
  name: string,
  rows: readonly Row[],
  columns: readonly (readonly [head: string, of: (row: Row) => Cell])[]
): FileTable {
  return {
    name,
    head: columns.map(([head]) => head),
    rows: rows.map((row) => columns.map(([, of]) => of(row)))
  };
}

/** A row per substance, so that a column never adds two of them. */
export async function toFileTable<Row>(
  columns: readonly FileColumn<Row>[],
  rows: readonly Row[],
  totalsOf: (row: Row) => readonly SubstanceTotal[],
  name: string
): Promise<FileTable> {
  const cells: (readonly Cell[])[] = [];
  for (const row of rows) {
    const totals = totalsOf(row);
    for (const total of totals.length > 0 ? totals : [null])
      cells.push(columns.map(({ of }) => of(row, total)));
    await pauseWhenDue();
  }
  return { name, head: columns.map(({ head }) => head()), rows: cells };
}
