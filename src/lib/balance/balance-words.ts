import { shareLeft, type BalanceRow } from '#lib/domain/balance/balance-rows.ts';
import { remainingIn } from '#lib/domain/balance/judge-balance.ts';
import type { Drawn } from '#lib/domain/balance/ledger.ts';
import { formatDate, formatQuantity, formatSeries } from '#lib/i18n/format.ts';
import { m } from '#lib/i18n/messages.ts';
import { substanceName } from '#lib/register/substance-words.ts';
import type { Bar } from '#lib/ui/figure/BarTable.svelte';

export function standingWord(standing: Drawn['standing']): string {
  return {
    counted: m.balance_standing_counted,
    're-export': m.form_purpose_re_export,
    unmatched: m.balance_unmatched
  }[standing]();
}

/** The length is the part of the figure that is left. */
export function rowToBar(row: BalanceRow, hrefOf: (substance: string) => string): Bar {
  const { substance, total, taken, opening, lastsUntil } = row;
  const left = remainingIn(row);
  const drawn = formatQuantity(String(taken + opening));
  return {
    key: substance,
    name: substanceName(substance),
    size: total === null ? 0 : Math.max(0, shareLeft(row)),
    text: total === null ? m.balance_no_figure() : formatQuantity(String(left)),
    note: formatSeries([
      total === null ? drawn : m.balance_taken_of({ taken: drawn, total: formatQuantity(String(total)) }),
      ...(lastsUntil ? [m.balance_lasts({ date: formatDate(lastsUntil) })] : [])
    ]),
    tone: total === null ? undefined : left < 0 ? 'bad' : lastsUntil ? 'warn' : undefined,
    href: hrefOf(substance)
  };
}
