/** What comes by itself while a row is pressed moves it when it is let go, and not before: in a real browser. */
import type { Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Gallery } from './gallery-page.ts';

let gallery: Gallery;
let page: Page;
beforeAll(async () => {
  gallery = await Gallery.open();
  page = await gallery.look({ page: 'moving' });
}, 120_000);
afterAll(() => gallery.close());

const row = (name: string) => page.getByRole('button', { name });
const order = () => page.getByRole('button').allTextContents();
const says = (words: string) => page.getByText(words, { exact: true }).waitFor();

test('a row that is pressed opens, although what came meanwhile puts it elsewhere', async () => {
  await row('Nairobi').hover();
  await page.mouse.down();
  await says('Came 1 times, drawn 0 times');
  expect(await order()).toEqual(['Nairobi', 'Dakar', 'Quito', 'Hanoi']);
  await page.mouse.up();
  await says('Opened: Nairobi');
  await says('Came 1 times, drawn 1 times');
  expect(await order()).toEqual(['Quito', 'Hanoi', 'Nairobi', 'Dakar']);
});

test('the space bar presses as a finger does', async () => {
  await row('Dakar').focus();
  await page.keyboard.down(' ');
  await says('Came 2 times, drawn 1 times');
  await page.keyboard.up(' ');
  await says('Opened: Dakar');
  await says('Came 2 times, drawn 2 times');
});

test('whoever never lets go is not waited for', async () => {
  await row('Quito').hover();
  await page.mouse.down();
  await says('Came 3 times, drawn 3 times');
  await page.mouse.up();
});

test('nor is a bar that stays down, however often it repeats itself', async () => {
  const drawn = async (): Promise<number> =>
    Number(/drawn (\d+)/.exec((await page.getByText(/^Came/).textContent()) ?? '')?.[1]);
  const before = await drawn();
  await row('Hanoi').focus();
  do await page.keyboard.down(' ');
  while ((await drawn()) === before);
  await page.keyboard.up(' ');
});
