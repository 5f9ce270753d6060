import { describe, expect, test } from 'vitest';
import type { CalendarDate } from '#lib/domain/ids.ts';
import { countTabs } from '#lib/register/row-index.ts';
import { monthFigures } from '#lib/register/month-figures.ts';
import { rowWords } from '#lib/register/row-words.ts';
import type { RegisterRow, RegisterTab, TodayItem } from '#lib/store/api.ts';
import { buildToday, countWaiting } from '#lib/store/index/build-today.ts';
import { queryRegister } from '#lib/store/index/query-register.ts';
import { aRow, EMPTY_TODAY } from './sample-rows.ts';

const item = (row: RegisterRow, why: TodayItem['why']): TodayItem => ({
  row,
  why,
  due: null,
  overdue: false
});

describe('Today', () => {
  test('groups stand in the order of the work, and empty ones are left out', () => {
    const rows = [aRow({ needs: ['endorse'] }), aRow({ needs: ['decide'] })];
    expect([...buildToday({ ...EMPTY_TODAY, rows }).needs.keys()]).toEqual(['decide', 'endorse']);
    expect([...buildToday({ ...EMPTY_TODAY, rows: [] }).needs]).toEqual([]);
  });

  test('an own export authorization not yet shipped waits, the first to end on top', () => {
    const late = aRow({ needs: ['ship'], validUntil: '2027-03-01' as CalendarDate });
    const early = aRow({ needs: ['ship', 'expiring'], validUntil: '2026-12-01' as CalendarDate });
    const { needs } = buildToday({ ...EMPTY_TODAY, rows: [late, aRow(), early] });
    expect([...needs.keys()][0]).toBe('ship');
    expect(needs.get('ship')?.map(({ row, due }) => [row, due])).toEqual([
      [early, early.validUntil],
      [late, late.validUntil]
    ]);
  });

  test('what only waits for the line or comes to its end does not count as waiting for a person', () => {
    const expiring = ['expiring', [item(aRow(), 'expiring')]] as const;
    const today = { ...EMPTY_TODAY, toSend: [aRow().id], needs: new Map([expiring]) };
    expect(countWaiting(today)).toBe(0);
    const answer = ['answer', [item(aRow(), 'answer')]] as const;
    expect(countWaiting({ ...today, needs: new Map([expiring, answer]) })).toBe(1);
  });

  test('the figure beside Today is the sum of the groups, shipments to be recorded among them', () => {
    const rows = [aRow({ needs: ['ship'] }), aRow({ needs: ['ship'] }), aRow({ needs: ['endorse'] })];
    const today = buildToday({ ...EMPTY_TODAY, rows });
    expect(countWaiting(today)).toBe([...today.needs.values()].flat().length);
    expect(countWaiting(today)).toBe(3);
  });

  test('figures count this month only, and each partner once', () => {
    const rows = [
      aRow({ issuedOn: '2026-11-02' as CalendarDate }),
      aRow({ issuedOn: '2026-10-31' as CalendarDate, status: 'closed' }),
      aRow({ own: false, issuedOn: '2026-11-30' as CalendarDate })
    ];
    const figures = monthFigures(rows, EMPTY_TODAY, '2026-11-24' as CalendarDate);
    expect(figures).toMatchObject({ open: 2, issued: 1, received: 1, partners: 1 });
  });
});

describe('the tabs of the register', () => {
  test('open and closed are all there is; issued and received too', () => {
    const statuses = [
      'issued',
      'shipped',
      'closed',
      'cancelled',
      'expired',
      'unmatched',
      'not-verified'
    ] as const;
    const rows = statuses.map((status, index) => aRow({ status, own: index % 2 === 0 }));
    const counts = countTabs(rows);
    expect(counts.open + counts.closed).toBe(counts.all);
    expect(counts.issued + counts.received).toBe(counts.all);
    expect(counts.closed).toBe(3);
  });

  test('what the server refused is in the lists of all and of issued ones, and in no figure', () => {
    const rows = [aRow(), aRow({ status: 'refused', needs: [] })];
    const inTab = (tab: RegisterTab): number => queryRegister(rows, { tab }).length;
    expect([inTab('all'), inTab('issued'), inTab('open'), inTab('closed')]).toEqual([2, 2, 1, 0]);
    expect(countTabs(rows)).toMatchObject({ all: 1, issued: 1, open: 1, closed: 0 });
    expect(monthFigures(rows, EMPTY_TODAY, '2026-11-24' as CalendarDate)).toMatchObject({
      issued: 1,
      open: 1
    });
  });

  test('a refused one says so whatever its signature lacks', () => {
    const agreement = 'agrees';
    expect(rowWords({ status: 'refused', verdict: 'withdrawn', agreement }).word).toBe('Refused');
    expect(rowWords({ status: 'not-verified', verdict: 'withdrawn', agreement }).word).toBe('Key revoked');
  });

  test('one whose goods did not all arrive is not said to be closed or endorsed and well', () => {
    const said = (status: 'closed' | 'shipped', agreement: 'agrees' | 'short' | 'differs') =>
      rowWords(aRow({ status, agreement }));
    expect(said('closed', 'agrees')).toEqual({ tone: 'done', word: 'Closed' });
    expect(said('closed', 'short')).toEqual({ tone: 'warn', word: 'Less received' });
    expect(said('closed', 'differs')).toEqual({ tone: 'warn', word: 'With differences' });
    expect(said('shipped', 'differs').word).toBe('Shipped');
    const well = aRow({ status: 'closed', number: 'AU-I-2026-2' });
    const [first, last] = ['AU-I-2026-1', 'AU-I-2026-3'].map((number) =>
      aRow({ status: 'closed', agreement: 'short', number })
    );
    expect(queryRegister([last!, well, first!], { sort: 'status' })).toEqual([well, first, last]);
  });
});
