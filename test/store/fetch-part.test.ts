import { expect, test } from 'vitest';
import { fetchPart } from '#lib/store/browser/fetch-part.ts';

test('a deed whose part of the program cannot be fetched is refused with a reason, and does not throw', async () => {
  const gone = (): Promise<never> => Promise.reject(new TypeError('Failed to fetch'));
  expect(await fetchPart(gone)).toEqual({ ok: false, problems: [{ code: 'program.part.missing' }] });
  expect(await fetchPart(async () => 1)).toEqual({ ok: true, value: 1 });
});
