/** What comes by itself while a row is pressed moves it when it is let go, and not before: in a real browser. */
import type { Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Gallery } from './gallery-page.ts';

let gallery: Gallery;
let page: Page;
beforeAll(async () => {
  gallery = await Gallery.open();
  page = await gallery.look({ page: 'moving' });
  // The page's own clock stands still but where a test lets it run: how slow the machine is ends no press.
  await page.clock.install({ time: 0 });
  await page.clock.pauseAt(60_000);
}, 120_000);
afterAll(() => gallery.close());

/** Milliseconds: after the first of them a hand is still waited for, after both it is not. */
const [STILL_PRESSED, TOO_LONG] = [4_000, 2_000];

const row = (name: string) => page.getByRole('button', { name });
const order = () => page.getByRole('button').allTextContents();
const says = (words: string) => page.getByText(words, { exact: true }).waitFor();
/** What was put off until nothing is pressed is done by then. */
const rest = () => page.clock.runFor(100);

test('a row that is pressed opens, although what came meanwhile puts it elsewhere', async () => {
  await row('Nairobi').hover();
  await page.mouse.down();
  await page.clock.runFor(STILL_PRESSED);
  await says('Came 1 times, drawn 0 times');
  expect(await order()).toEqual(['Nairobi', 'Dakar', 'Quito', 'Hanoi']);
  await page.mouse.up();
  await says('Opened: Nairobi');
  await rest();
  await says('Came 1 times, drawn 1 times');
  expect(await order()).toEqual(['Quito', 'Hanoi', 'Nairobi', 'Dakar']);
});

test('the space bar presses as a finger does', async () => {
  await row('Dakar').focus();
  await page.keyboard.down(' ');
  await page.clock.runFor(STILL_PRESSED);
  await says('Came 2 times, drawn 1 times');
  await page.keyboard.up(' ');
  await says('Opened: Dakar');
  await rest();
  await says('Came 2 times, drawn 2 times');
});

test('whoever never lets go is not waited for', async () => {
  await row('Quito').hover();
  await page.mouse.down();
  await page.clock.runFor(STILL_PRESSED + TOO_LONG);
  await says('Came 3 times, drawn 3 times');
  await page.mouse.up();
  await rest();
});

test('nor is a bar that stays down, however often it repeats itself', async () => {
  await row('Hanoi').focus();
  await page.keyboard.down(' ');
  await page.clock.runFor(STILL_PRESSED);
  await page.keyboard.down(' ');
  await says('Came 5 times, drawn 3 times');
  await page.clock.runFor(TOO_LONG);
  await says('Came 5 times, drawn 5 times');
  await page.keyboard.up(' ');
});
