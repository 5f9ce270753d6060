import type { Action } from '#lib/domain/dossier/next-steps.ts';
import type { Dossier } from '#lib/domain/dossier/dossier.ts';
import type { ActId, AuthorityCode, CalendarDate, CountryCode, DossierKey } from '#lib/domain/ids.ts';
import { severityOf, type Finding, type FoundGoods } from '#lib/domain/matching/finding.ts';
import { findingStep } from '#lib/domain/matching/finding-step.ts';
import type { ExactMatch, MatchingBoard } from '#lib/domain/matching/matching-index.ts';
import {
  totalsBySubstance,
  type SubstanceTotal,
  type TotalledGoods
} from '#lib/domain/goods/substance-totals.ts';
import type { Proposal } from '#lib/domain/matching/find-proposals.ts';
import { MATCHING_TABS, type MatchingParams, type MatchingTab } from './matching-params.ts';
import { KeptFound, KeptNames } from '#lib/domain/groups.ts';
import type { Gap, RegisterRow } from '#lib/store/api.ts';
import { isCountry } from '#lib/domain/country.ts';

export interface MatchingRow {
  readonly finding: Finding;
  readonly partner: CountryCode;
  readonly direction: 'import' | 'export';
  readonly step: Action | null;
  readonly isOff: boolean;
  readonly proposal: Proposal | null;
  readonly totals: readonly SubstanceTotal[];
}

interface Sides {
  readonly importing: CountryCode;
  readonly exporting: CountryCode;
}

interface Reader {
  readonly authority: AuthorityCode;
  readonly today: CalendarDate;
  readonly dossierOf: (key: DossierKey) => Dossier | null;
  /** True if the country is not on I2ES. */
  readonly isOff?: (country: string) => boolean;
}

/** Rows by finding object: the same object means unchanged sources. */
export type RowCache = WeakMap<Finding, MatchingRow>;

export function boardToRows(
  board: MatchingBoard,
  reader: Reader,
  cache: RowCache = new WeakMap()
): readonly MatchingRow[] {
  const proposals = new Map<ActId, Proposal>(board.proposals.map((one) => [one.export, one]));
  return board.findings.map((finding) => {
    const isProposed = ['reference', 'paper', 'emergency'].includes(finding.says.kind);
    const proposal = isProposed ? (proposals.get(finding.on) ?? null) : null;
    const known = cache.get(finding);
    if (known && known.proposal === proposal) return known;
    const row = toRow(finding, proposal, reader);
    cache.set(finding, row);
    return row;
  });
}

function toRow(finding: Finding, proposal: Proposal | null, reader: Reader): MatchingRow {
  const dossier = reader.dossierOf(finding.dossier);
  const isProposed = (proposal?.candidates.length ?? 0) > 0 || proposal?.sum?.kind === 'one-import';
  const { partner } = seenFrom(finding, reader.authority);
  const isOff = reader.isOff?.(partner) ?? false;
  const asked = { today: reader.today, isProposed, isOff };
  return {
    finding,
    ...seenFrom(finding, reader.authority),
    isOff,
    step: dossier && findingStep(finding, dossier, reader.authority, asked),
    proposal,
    totals: sumBySubstance(finding.goods)
  };
}

export function seenFrom(
  { importing, exporting }: Sides,
  authority: AuthorityCode
): Pick<MatchingRow, 'partner' | 'direction'> {
  return importing === authority
    ? { partner: exporting, direction: 'import' }
    : { partner: importing, direction: 'export' };
}

export function filterRows(
  rows: readonly MatchingRow[],
  params: Omit<MatchingParams, 'tab' | 'at'>
): readonly MatchingRow[] {
  const { partner, direction, substance, from, until } = params;
  return rows.filter(
    (row) =>
      (params.class === null || row.finding.class === params.class) &&
      (partner === null || row.partner === partner) &&
      (direction === null || row.direction === direction) &&
      (substance === null || row.finding.goods.some((one) => one.substance === substance)) &&
      (from === null || row.finding.since >= from) &&
      (until === null || row.finding.since <= until)
  );
}

export function filterExact(
  exact: readonly ExactMatch[],
  { partner, direction, substance, from, until }: MatchingParams,
  authority: AuthorityCode
): readonly ExactMatch[] {
  if (![partner, direction, substance, from, until].some((one) => one !== null)) return exact;
  return exact.filter((one) => {
    const seen = seenFrom(one, authority);
    return (
      (partner === null || seen.partner === partner) &&
      (direction === null || seen.direction === direction) &&
      (substance === null || one.goods.some((goods) => goods.substance === substance)) &&
      (from === null || one.on >= from) &&
      (until === null || one.on <= until)
    );
  });
}

export function matchingNames(authority: AuthorityCode) {
  return {
    partners: new KeptNames((row: MatchingRow) => [row.partner]),
    exactPartners: new KeptNames((one: ExactMatch) => [seenFrom(one, authority).partner]),
    substances: new KeptNames(({ finding }: MatchingRow) => finding.goods.map(({ substance }) => substance)),
    exactSubstances: new KeptNames(({ goods }: ExactMatch) => goods.map(({ substance }) => substance))
  };
}

type RowTab = Exclude<MatchingTab, 'exact'>;

const IN_TAB: Readonly<Record<RowTab, (row: MatchingRow) => boolean>> = {
  all: () => true,
  mine: ({ step }) => step !== null,
  serious: ({ finding }) => severityOf(finding.class) === 'serious',
  differs: ({ finding }) => severityOf(finding.class) === 'differs',
  due: ({ finding }) => severityOf(finding.class) === 'due',
  proposals: ({ proposal }) => proposal !== null
};

export function rowsInTab(rows: readonly MatchingRow[], tab: MatchingTab): readonly MatchingRow[] {
  return tab === 'exact' ? [] : rows.filter(IN_TAB[tab]);
}

export function countTabs(
  rows: readonly MatchingRow[],
  exact: number
): Readonly<Record<MatchingTab, number>> {
  const counts = { all: 0, mine: 0, serious: 0, differs: 0, due: 0, proposals: 0, exact };
  for (const row of rows)
    for (const tab of MATCHING_TABS) if (tab !== 'exact' && IN_TAB[tab](row)) counts[tab]++;
  return counts;
}

/**
 * Quantities concerned in the listed rows. An authorization listed for several reasons counts once: the largest
 * quantity of each line. `substance`: only that one.
 */
export function goodsAtStake(
  rows: readonly MatchingRow[],
  substance: string | null
): readonly TotalledGoods[] {
  const byAct = new Map<ActId, readonly FoundGoods[]>();
  for (const { finding } of rows) {
    const before = byAct.get(finding.on);
    byAct.set(finding.on, before ? largestOf(before, finding.goods) : finding.goods);
  }
  return ofSubstance([...byAct.values()].flat(), substance);
}

function largestOf(before: readonly FoundGoods[], more: readonly FoundGoods[]): readonly FoundGoods[] {
  const lines = new Map(before.map((one) => [one.line, one]));
  for (const one of more) if ((lines.get(one.line)?.base ?? -1) < one.base) lines.set(one.line, one);
  return [...lines.values()];
}

export function goodsArrived(
  exact: readonly ExactMatch[],
  substance: string | null
): readonly TotalledGoods[] {
  return ofSubstance(
    exact.flatMap(({ goods }) => goods),
    substance
  );
}

function ofSubstance(goods: readonly TotalledGoods[], substance: string | null): readonly TotalledGoods[] {
  return substance === null ? goods : goods.filter((one) => one.substance === substance);
}

/** Largest first, only substances with a quantity; saves officers a calculator. */
export function sumBySubstance(goods: readonly TotalledGoods[]): readonly SubstanceTotal[] {
  return totalsBySubstance(goods).filter(({ base }) => base > 0);
}

export function unverifiedRows(): KeptFound<RegisterRow, true> {
  return new KeptFound(({ status }) => (status === 'not-verified' ? true : null));
}

interface Lacking {
  readonly country: CountryCode;
  readonly count: number;
}

/** For one partner: the own authority's missing acts can concern this trade too. */
export function lackingActs(
  gaps: readonly Gap[],
  partner: CountryCode | null,
  own: AuthorityCode | undefined
): readonly Lacking[] {
  const counts = new Map<CountryCode, number>();
  for (const { issuer, missing } of gaps)
    if (isCountry(issuer) && (partner === null || issuer === partner || issuer === own))
      counts.set(issuer, (counts.get(issuer) ?? 0) + missing);
  return [...counts].map(([country, count]) => ({ country, count }));
}
