/** The rows of the desk: whose turn it is, what the filters leave, what the tabs count, what the sums add. */
import { describe, expect, test } from 'vitest';
import type { CalendarDate } from '#lib/domain/ids.ts';
import {
  boardToRows,
  countTabs,
  filterExact,
  filterRows,
  goodsArrived,
  goodsAtStake,
  rowsInTab,
  sumBySubstance,
  type MatchingRow,
  type RowCache
} from '#lib/matching/matching-rows.ts';
import { START } from '#lib/matching/matching-params.ts';
import { aCodeineLine, aLine, anEndorsement, aReply, aShipment, AU, CH } from '../samples/acts.ts';
import { deskOf, TODAY } from './desk-of.ts';
import { aLoss, aMistyped, anExactTrade, anExport, anImport, anOverdue, grams } from './trades.ts';

const { meant, stray } = aMistyped();
const acts = [meant, stray, ...aLoss(), ...anOverdue(), ...anExactTrade()];
const [australian, swiss] = [deskOf(AU, acts), deskOf(CH, acts)];
const classesOf = (rows: readonly MatchingRow[]): string[] => rows.map(({ finding }) => finding.class);
const left = (over: Partial<typeof START>): string[] =>
  classesOf(filterRows(australian.rows, { ...START, ...over }));

describe('the same findings, from both sides', () => {
  test('each desk lists them in the same order, with the other country as the partner', () => {
    expect(classesOf(australian.rows)).toEqual(['number-unknown', 'arrived-less', 'endorsement-overdue']);
    expect(classesOf(swiss.rows)).toEqual(classesOf(australian.rows));
    expect(new Set(australian.rows.map((row) => `${row.partner} ${row.direction}`))).toEqual(
      new Set(['CH import'])
    );
    expect(new Set(swiss.rows.map((row) => `${row.partner} ${row.direction}`))).toEqual(
      new Set(['AU export'])
    );
  });

  test('whoever has to state what arrived has the turn, and the partner may only ask', () => {
    const step = (rows: readonly MatchingRow[]) =>
      rows.find(({ finding }) => finding.class === 'endorsement-overdue')?.step?.kind;
    expect(step(australian.rows)).toBe('endorse');
    expect(step(swiss.rows)).not.toBe('endorse');
  });

  test('a proposal can be linked from its row on the importing side', () => {
    const [row] = australian.rows;
    expect(row?.step?.kind).toBe('link');
    expect(row?.proposal?.candidates[0]?.act._id).toBe(meant._id);
  });
});

describe('the filters', () => {
  test('leave what is asked for, and nothing else', () => {
    expect(left({ class: 'arrived-less' })).toEqual(['arrived-less']);
    expect(left({ substance: 'codeine' })).toEqual(['endorsement-overdue']);
    expect(left({ partner: CH })).toHaveLength(3);
    expect(left({ partner: AU })).toEqual([]);
    expect(left({ direction: 'export' })).toEqual([]);
    expect(left({ class: 'arrived-less', substance: 'codeine' })).toEqual([]);
  });

  test('both ends of a period belong to it', () => {
    const loss = australian.rows.find(({ finding }) => finding.class === 'arrived-less')!.finding.since;
    expect(left({ from: loss, until: loss })).toContain('arrived-less');
    expect(left({ until: '2026-10-19' as CalendarDate })).not.toContain('arrived-less');
  });

  test('ask the exact matches in the same words', () => {
    const exact = (over: Partial<typeof START>) =>
      filterExact(australian.board.exact, { ...START, ...over }, AU).length;
    expect(exact({})).toBe(1);
    expect(exact({ partner: CH, direction: 'import', substance: 'morphine' })).toBe(1);
    expect(exact({ direction: 'export' })).toBe(0);
    expect(exact({ substance: 'codeine' })).toBe(0);
    expect(exact({ from: '2026-10-20' as CalendarDate, until: '2026-10-20' as CalendarDate })).toBe(1);
    expect(exact({ from: '2026-10-21' as CalendarDate })).toBe(0);
  });
});

describe('the tabs', () => {
  test('count what stands behind each of them', () => {
    const counts = countTabs(australian.rows, 1);
    expect(counts).toMatchObject({ all: 3, serious: 0, differs: 2, due: 1, proposals: 1, exact: 1 });
    for (const tab of ['all', 'mine', 'serious', 'differs', 'due', 'proposals'] as const)
      expect([tab, rowsInTab(australian.rows, tab)]).toHaveProperty('1.length', counts[tab]);
  });

  test('what waits for the partner is not to be done here', () => {
    const mine = rowsInTab(swiss.rows, 'mine');
    expect(mine.every(({ step }) => step !== null)).toBe(true);
    expect(rowsInTab(swiss.rows, 'exact')).toEqual([]);
  });
});

describe('the sums', () => {
  test('add by substance, the largest first, and never one substance to another', () => {
    const goods = [
      { substance: 'codeine', stated: 30, base: 30 },
      { substance: 'morphine', stated: 20, base: 20 },
      { substance: 'morphine', stated: 25, base: 25 },
      { substance: 'fentanyl', stated: 0, base: 0 }
    ];
    expect(sumBySubstance(goods)).toEqual([
      { substance: 'morphine', base: 45 },
      { substance: 'codeine', base: 30 }
    ]);
  });

  test('count the goods of one authorization once, for however many reasons it is listed', () => {
    const ia = anImport(5);
    const ea = anExport(ia, 5, {
      lines: [aLine({ pharmaceuticalForm: 'solution' })],
      validUntil: '2026-10-31'
    });
    const { rows } = deskOf(AU, [ia, aReply(ia), ea, ...aLoss()]);
    expect(classesOf(rows)).toEqual(['arrived-less', 'particulars-differ', 'expired-unused']);
    // 500 g of the one, by its factor 0.7520, and 5 g that were lost of the other.
    expect(sumBySubstance(goodsAtStake(rows, null))).toEqual([
      { substance: 'morphine', base: 376_000_000 + 3_760_000 }
    ]);
  });

  test('leave out preparations of 1961 Schedule III (art. 31(16))', () => {
    const lines = [aLine(), aCodeineLine({ scheduleThree: {} })];
    const ia = anImport(7, { lines });
    const [exact, stray] = [anExport(ia, 7), anExport(anImport(8), 8, { lines })];
    const stated = [grams(500), grams(200)];
    const trade = [ia, exact, aShipment(exact, { stated }), anEndorsement(exact, { stated }), stray];
    const { rows, board } = deskOf(AU, trade);
    for (const goods of [goodsAtStake(rows, null), goodsArrived(board.exact, null)]) {
      expect(goods).toHaveLength(2);
      expect(sumBySubstance(goods).map(({ substance }) => substance)).toEqual(['morphine']);
    }
  });

  test('add the lines of one authorization, and of a substance that is asked for nothing else', () => {
    const both = anExport(anImport(6), 6, { lines: [aLine(), aCodeineLine()] });
    const { rows } = deskOf(AU, [both]);
    const sums = sumBySubstance(goodsAtStake(rows, null));
    expect(sums.map(({ substance }) => substance)).toEqual(['morphine', 'codeine']);
    expect(rows[0]?.totals).toEqual(sums);
    expect(sumBySubstance(goodsAtStake(rows, 'codeine'))).toEqual(sums.slice(1));
  });

  test('of exact matches tell what arrived, by substance', () => {
    const { exact } = deskOf(AU, [...anExactTrade(), ...anExactTrade(8)]).board;
    expect(sumBySubstance(goodsArrived(exact, null))).toEqual([{ substance: 'morphine', base: 722_000_000 }]);
    expect(goodsArrived(exact, 'codeine')).toEqual([]);
  });

  test('of a loss it is what was lost that is at stake, not what was shipped', () => {
    const loss = australian.rows.find(({ finding }) => finding.class === 'arrived-less');
    expect(loss?.totals).toEqual([{ substance: 'morphine', base: 3_760_000 }]);
  });
});

test('a row stays the same object while its finding does, and is another once a proposal is gone', () => {
  const cache: RowCache = new WeakMap();
  const reader = { authority: AU, today: TODAY, dossierOf: australian.dossier };
  const before = boardToRows(australian.board, reader, cache);
  const after = boardToRows({ ...australian.board, proposals: [] }, reader, cache);
  expect(after[1]).toBe(before[1]);
  expect(after[0]).not.toBe(before[0]);
});
