/** The month as it is drawn on Today. */
import { expect, test } from 'vitest';
import { monthFigures } from '#lib/register/month-figures.ts';
import type { CalendarDate } from '#lib/domain/ids.ts';
import type { TodayItem } from '#lib/store/api.ts';
import { aRow, EMPTY_TODAY } from './sample-rows.ts';

const TODAY = '2026-11-24' as CalendarDate;
const rows = [
  aRow({ issuedOn: '2026-11-01' as CalendarDate, own: true }),
  aRow({ issuedOn: '2026-11-01' as CalendarDate, own: false }),
  aRow({ issuedOn: '2026-11-24' as CalendarDate, own: false }),
  aRow({ issuedOn: '2026-10-31' as CalendarDate, own: true }),
  aRow({ issuedOn: '2026-11-02' as CalendarDate, own: true, status: 'refused' })
];

test('the month counts by day what was issued and received in it, and nothing that was refused', () => {
  const { days, issued, received } = monthFigures(rows, EMPTY_TODAY, TODAY);
  expect(days).toHaveLength(30);
  expect(days[0]).toEqual({ day: '2026-11-01', issued: 1, received: 1 });
  expect(days[1]).toMatchObject({ issued: 0 });
  expect(days[23]).toMatchObject({ received: 1 });
  expect([issued, received]).toEqual([1, 2]);
});

test('it says what waits as the desk counts it, and of that once what is late', () => {
  const late: TodayItem = { row: rows[0]!, why: 'endorse', due: TODAY, overdue: true };
  const desk = {
    ...EMPTY_TODAY,
    needs: new Map([
      ['endorse' as const, [late, { ...late, row: rows[1]!, overdue: false }]],
      ['answer' as const, [late]]
    ])
  };
  expect(monthFigures(rows, desk, TODAY)).toMatchObject({ waiting: 3, overdue: 1 });
});
