import { remainingIn } from '#lib/domain/balance/judge-balance.ts';
import type { BalanceRow } from '#lib/domain/balance/balance-rows.ts';
import { takenOn } from '#lib/domain/balance/claims.ts';
import type { Dossier } from '#lib/domain/dossier/dossier.ts';
import type { CalendarDate, DossierKey } from '#lib/domain/ids.ts';
import { countryName } from '#lib/i18n/format.ts';
import { m } from '#lib/i18n/messages.ts';
import { substanceHead, substanceName, toGrams } from '#lib/register/substance-words.ts';
import { dayCell, type Cell, type FileTable } from '#lib/ui/file/file-table.ts';
import { standingWord } from './balance-words.ts';

interface Column<Row> {
  readonly head: string;
  readonly of: (row: Row) => Cell;
}

function tableOf<Row>(name: string, columns: readonly Column<Row>[], rows: readonly Row[]): FileTable {
  return {
    name,
    head: columns.map(({ head }) => head),
    rows: rows.map((row) => columns.map(({ of }) => of(row)))
  };
}

const inGrams = (head: string): string => m.balance_file_grams({ what: head });

/** Grams of anhydrous base, as INCB counts them. */
export function balanceTable(rows: readonly BalanceRow[], name: string): FileTable {
  const columns: readonly Column<BalanceRow>[] = [
    { head: m.balance_country(), of: ({ country }) => country },
    { head: m.balance_year(), of: ({ year }) => year },
    { head: substanceHead(), of: ({ substance }) => substanceName(substance) },
    { head: inGrams(m.balance_total()), of: ({ total }) => (total === null ? null : toGrams(total)) },
    { head: inGrams(m.balance_opening()), of: ({ opening }) => toGrams(opening) },
    { head: inGrams(m.balance_authorized()), of: ({ taken }) => toGrams(taken) },
    {
      head: inGrams(m.balance_remaining()),
      of: (row) => (row.total === null ? null : toGrams(remainingIn(row)))
    },
    { head: inGrams(m.form_purpose_re_export()), of: ({ reExport }) => toGrams(reExport) },
    { head: inGrams(m.balance_unmatched()), of: ({ unmatched }) => toGrams(unmatched) },
    { head: m.balance_lasts_column(), of: ({ lastsUntil }) => dayCell(lastsUntil) }
  ];
  return tableOf(name, columns, rows);
}

/** Every authorization behind the figures. */
export function drawnTable(
  rows: readonly BalanceRow[],
  today: CalendarDate,
  dossierOf: (key: DossierKey) => Dossier | null
): FileTable {
  const all = rows.flatMap(({ substance, drawn }) =>
    drawn
      .map((one) => ({ substance, one, dossier: dossierOf(one.dossier) }))
      .sort((a, b) => (a.one.dossier < b.one.dossier ? -1 : 1))
  );
  type Row = (typeof all)[number];
  const columns: readonly Column<Row>[] = [
    { head: substanceHead(), of: ({ substance }) => substanceName(substance) },
    { head: m.form_number(), of: ({ dossier }) => dossier?.number ?? '' },
    { head: m.form_exporting_country(), of: ({ dossier }) => countryName(dossier?.exportingCountry ?? '') },
    { head: m.form_importing_country(), of: ({ dossier }) => countryName(dossier?.importingCountry ?? '') },
    { head: m.form_issued_on(), of: ({ dossier }) => dayCell(dossier?.issuedOn ?? null) },
    { head: m.authorization_valid_until(), of: ({ one }) => dayCell(one.until) },
    { head: m.balance_standing(), of: ({ one }) => standingWord(one.standing) },
    { head: inGrams(m.authorization_quantity()), of: ({ one }) => toGrams(takenOn(one, today)) }
  ];
  return tableOf(m.balance_drawn_title(), columns, all);
}
