import { expect, test } from 'vitest';
import type { MonthGrowth } from '#lib/domain/usage/overview.ts';
import { areasOf, GROWTH_LEFT, GROWTH_WIDTH } from '#lib/overview/growth-areas.ts';

const NOTHING_COUNTED = { active: null, 'not-active': null, registered: 3, requested: 1 };
const COUNTED = { active: 2, 'not-active': 1, registered: null, requested: 0 };
const GROWTH: readonly MonthGrowth[] = [
  { month: '2026-09', ...NOTHING_COUNTED, issued: null, exchanged: null },
  { month: '2026-10', ...COUNTED, issued: 7, exchanged: 7 },
  { month: '2026-11', ...COUNTED, issued: 4, exchanged: 0 }
];

test('what was exchanged is drawn beside what was issued, never over it', () => {
  const { issued, exchanged } = areasOf(GROWTH);
  for (const [index, { x, width }] of issued.entries())
    expect(exchanged[index]?.x).toBeGreaterThanOrEqual(x + width);
  const ends = [...issued, ...exchanged].map(({ x, width }) => x + width);
  expect(Math.min(...issued.map(({ x }) => x))).toBeGreaterThanOrEqual(GROWTH_LEFT);
  expect(Math.max(...ends)).toBeLessThanOrEqual(GROWTH_WIDTH);
});

test('countries and authorizations have a scale each, from zero to no less than the most', () => {
  const { lines, issuedLines } = areasOf(GROWTH);
  expect(lines.map(({ count }) => count)).toEqual([0, 2, 4]);
  expect(issuedLines.map(({ count }) => count)).toEqual([0, 4, 8]);
});

test('a month that nobody counted has no column, and one of which zero was counted has a flat one', () => {
  const { issued, exchanged, areas } = areasOf(GROWTH);
  expect([issued.length, exchanged.length]).toEqual([2, 2]);
  expect(exchanged.at(-1)?.height).toBe(0);
  expect(areas.registered.match(/M/g)).toHaveLength(1);
  expect(areas.active.match(/M/g)).toHaveLength(2);
});
