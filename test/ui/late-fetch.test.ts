/** A part of the program that comes late: fetched once, and again only where it did not come. */
import { expect, test, vi } from 'vitest';
import { LateFetch } from '#lib/ui/notice/late-fetch.svelte.ts';

/** The line is down for the first so many attempts. */
function aLate(failures: number): { late: LateFetch<string>; asked: () => number } {
  let asked = 0;
  const late = new LateFetch(async () => {
    asked += 1;
    if (asked <= failures) throw new TypeError('Failed to fetch dynamically imported module');
    return 'the part';
  });
  return { late, asked: () => asked };
}

test('what came is not fetched again, nor what is on its way', async () => {
  const { late, asked } = aLate(0);
  await Promise.all([late.fetch(), late.fetch()]);
  await late.fetch();
  expect(late).toMatchObject({ part: 'the part', hasFailed: false });
  expect(asked()).toBe(1);
});

test('what could not be had is said to have failed, throws nothing, and may be asked for again', async () => {
  const { late } = aLate(1);
  await late.fetch();
  expect(late).toMatchObject({ part: undefined, hasFailed: true, isFetching: false });
  await late.fetch();
  expect(late).toMatchObject({ part: 'the part', hasFailed: false });
});

test('a file of the program is not asked for without a connection: browsers can keep the failure until a reload', async () => {
  const { late, asked } = aLate(0);
  vi.stubGlobal('navigator', { onLine: false });
  await late.fetch();
  expect(late).toMatchObject({ part: undefined, hasFailed: true });
  vi.stubGlobal('navigator', { onLine: true });
  await late.fetch();
  expect(late).toMatchObject({ part: 'the part', hasFailed: false });
  expect(asked()).toBe(1);
  vi.unstubAllGlobals();
});
