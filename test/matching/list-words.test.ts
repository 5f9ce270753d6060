/** Which list was printed, and what it comes to: the paper says what stood above it on the desk. */
import { expect, test } from 'vitest';
import type { CalendarDate } from '#lib/domain/ids.ts';
import { m } from '#lib/i18n/messages.ts';
import { listWords, sumWords } from '#lib/matching/matching-table.ts';
import { START } from '#lib/matching/matching-params.ts';
import { CH } from '../samples/acts.ts';

const [from, until] = ['2026-10-01', '2026-10-31'] as CalendarDate[] as [CalendarDate, CalendarDate];

test('names the tab and every filter that was chosen', () => {
  expect(listWords(START)).toEqual([m.matching_tab_all()]);
  const chosen = { ...START, partner: CH, direction: 'import', substance: 'codeine', from, until } as const;
  expect(listWords({ ...chosen, tab: 'due', class: 'endorsement-overdue' })).toEqual([
    ...[m.matching_tab_due(), m.matching_class_endorsement_overdue(), 'Switzerland', m.register_import()],
    ...['codeine', expect.stringMatching(/1 Oct 2026.*31 Oct 2026/)]
  ]);
  expect(listWords({ ...START, from })[1]).toContain('1 Oct 2026');
  expect(listWords({ ...START, until })[1]).toMatch(new RegExp(`^${m.matching_until()} `));
});

test('of exact matches names no class, by which they are not filtered', () => {
  expect(listWords({ ...START, tab: 'exact', class: 'arrived-less' })).toEqual([m.matching_tab_exact()]);
});

test('has the sum of each substance, and says nothing where there is none', () => {
  const sums = ['morphine', 'codeine', 'fentanyl', 'methadone'].map((substance) => ({
    substance,
    base: 1e6
  }));
  const [head, ...each] = sumWords(sums, 'all');
  expect(head).toBe(m.matching_sums());
  expect(each).toHaveLength(4);
  expect(each[0]).toMatch(/^morphine .*1.*g/);
  expect(sumWords([], 'exact')).toEqual([]);
});
