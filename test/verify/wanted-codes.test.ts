/** A covering letter with a code of its own does not hide the form behind it. */
import { expect, test } from 'vitest';
import { readWanted } from '#lib/code-reading/read-codes.ts';

const PARCEL = 'https://parcels.example/17';
const FORM = 'I2ES1:ABC';
const isForm = (text: string): boolean => text.startsWith('I2ES1:');

async function read(...pages: readonly (readonly string[])[]): Promise<readonly [readonly string[], number]> {
  let count = 0;
  async function* turn(): AsyncGenerator<readonly string[]> {
    for (const page of pages) {
      count++;
      yield await Promise.resolve(page);
    }
  }
  return [await readWanted(turn(), isForm), count];
}

test('the first page with the code of a form ends the reading, and all its codes are answered', async () => {
  expect(await read([], [PARCEL], [PARCEL, FORM], [FORM])).toEqual([[PARCEL, FORM], 3]);
});

test('without such a page, the first code is answered, if there is one', async () => {
  expect(await read([], [PARCEL], ['other'])).toEqual([[PARCEL], 3]);
  expect(await read([], [])).toEqual([[], 2]);
});
