/** The list in words: paper does not show the tab and filters. */
import type { SubstanceTotal } from '#lib/domain/goods/substance-totals.ts';
import { formatDate, countryName } from '#lib/i18n/format.ts';
import { m } from '#lib/i18n/messages.ts';
import { directionWord } from '#lib/register/row-words.ts';
import { substanceName, totalText } from '#lib/register/substance-words.ts';
import { classWord, tabWord } from './finding-words.ts';
import type { MatchingParams } from './matching-params.ts';

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
