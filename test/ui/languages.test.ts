/** Six languages of one letter in Chromium: in view together where there is room, and no word lost by another look. */
import type { Locator, Page } from 'playwright';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Gallery } from './gallery-page.ts';

let gallery: Gallery;
beforeAll(async () => {
  gallery = await Gallery.open();
}, 120_000);
afterAll(() => gallery.close());

const NAMES = ['English', 'Français', 'Español', 'Русский', '中文', 'العربية'];

const looking = (width: number, use: (page: Page) => Promise<void>): Promise<void> =>
  gallery.visit({ page: 'languages', width }, use);

const column = (page: Page, name: string): Locator => page.getByRole('group', { name, exact: true });
const box = (page: Page, name: string, label: 'Title' | 'Text'): Locator =>
  column(page, name).getByLabel(label);

async function columnsInARow(page: Page): Promise<number> {
  const tops = await Promise.all(NAMES.map(async (name) => (await column(page, name).boundingBox())?.y ?? 0));
  return tops.filter((top) => Math.abs(top - (tops[0] ?? 0)) < 2).length;
}

it.each([
  [1000, 3],
  [1440, 3],
  [1680, 6]
])('a screen of %i px has whole rows of languages, %i beside each other', (width, columns) =>
  looking(width, async (page) => {
    expect(await columnsInARow(page)).toBe(columns);
    const isWider = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
    expect(isWider).toBe(false);
  })
);

it('each language is written in its own direction, and named as itself to who cannot see it', () =>
  looking(1440, async (page) => {
    for (const [index, name] of NAMES.entries())
      for (const label of ['Title', 'Text'] as const) {
        const own = box(page, name, label);
        expect(await own.getAttribute('lang')).toBe(['en', 'fr', 'es', 'ru', 'zh', 'ar'][index]);
        expect(await own.getAttribute('dir')).toBe(name === 'العربية' ? 'rtl' : 'ltr');
      }
    const direction = (name: string): Promise<string> =>
      column(page, name).evaluate((element) => getComputedStyle(element).direction);
    expect([await direction('العربية'), await direction('中文')]).toEqual(['rtl', 'ltr']);
    const arabic = box(page, 'العربية', 'Title');
    await arabic.fill('I2ES: موعد');
    expect(await arabic.evaluate((element) => getComputedStyle(element).direction)).toBe('rtl');
    expect(await box(page, 'English', 'Title').evaluate((one) => getComputedStyle(one).direction)).toBe(
      'ltr'
    );
  }));

it('the keyboard goes from title to text, and on to the next language, which is then the one previewed', () =>
  looking(1440, async (page) => {
    await box(page, 'English', 'Title').focus();
    for (const name of ['English', 'Français', 'Français']) {
      await page.keyboard.press('Tab');
      expect(await column(page, name).locator(':focus').count()).toBe(1);
    }
    expect(await page.locator('output').innerText()).toBe('fr');
  }));

it('each says what it lacks, in words', () =>
  looking(1440, async (page) => {
    const state = (name: string): Promise<string> =>
      column(page, name).locator('.head span').first().innerText();
    expect(await state('Русский')).toBe('Not written');
    await box(page, 'Русский', 'Text').fill('Коллеги');
    expect(await state('Русский')).toBe('Title missing');
    await box(page, 'Русский', 'Title').fill('Оценки');
    expect(await state('Русский')).toBe('Written');
    expect(await state('中文')).toBe('Not written');
  }));

it('no word is lost where the window becomes a phone’s and wide again, and the one with the focus stays in view', () =>
  looking(1440, async (page) => {
    for (const name of NAMES) await box(page, name, 'Text').fill(`${name} 1`);
    await page.getByLabel('Question · Español').fill('¿Cuál?');
    await box(page, 'Español', 'Title').fill('Estimaciones');
    await page.setViewportSize({ width: 390, height: 844 });
    await page.getByRole('tab').first().waitFor();
    expect(await page.getByLabel('Text', { exact: true }).inputValue()).toBe('Español 1');
    expect(await page.getByLabel('Title').inputValue()).toBe('Estimaciones');
    expect(await page.getByLabel('Question', { exact: true }).inputValue()).toBe('¿Cuál?');
    expect(await page.getByRole('tab', { name: 'Español ✓' }).getAttribute('aria-selected')).toBe('true');
    await page.getByRole('tab', { name: 'العربية · Title missing' }).click();
    expect(await page.getByLabel('Text', { exact: true }).inputValue()).toBe('العربية 1');
    await page.setViewportSize({ width: 1440, height: 800 });
    for (const name of NAMES) expect(await box(page, name, 'Text').inputValue()).toBe(`${name} 1`);
  }));

it('one language at a time is a choice that this device remembers', () =>
  looking(1440, async (page) => {
    await box(page, 'English', 'Title').fill('Estimates');
    await page.getByRole('radio', { name: 'One at a time' }).check();
    expect(await page.getByLabel('Title').count()).toBe(1);
    expect(await page.getByLabel('Title').inputValue()).toBe('Estimates');
    await page.reload();
    await page.getByRole('tab').first().waitFor();
    await page.getByRole('radio', { name: 'All side by side' }).check();
    expect(await page.getByLabel('Title').count()).toBe(6);
  }));
