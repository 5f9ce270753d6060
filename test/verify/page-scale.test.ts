/** A page is drawn large enough for its codes, and never larger than a telephone draws. */
import { expect, test } from 'vitest';
import { pageScales } from '#lib/code-reading/read-file.ts';

test('a form is drawn at 200, then at 300 dots an inch', () => {
  expect(pageScales({ width: 595, height: 842 }).map((scale) => Math.round(scale * 72))).toEqual([200, 300]);
});

test.each([
  ['a scan with a unit for each dot', 2480, 3508],
  ['a poster', 14_400, 14_400]
])('%s is drawn once, as large as a telephone can', (_what, width, height) => {
  const [scale = 0, ...others] = pageScales({ width, height });
  expect(others).toEqual([]);
  expect(Math.round(width * height * scale ** 2)).toBe(16_000_000);
});
