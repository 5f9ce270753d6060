/** The date field in Chromium: every kind of date, in every language, typed in every way, is kept as it was typed. */
import type { Locator, Page } from 'playwright';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { findDateProblem } from '#lib/domain/calendar-date.ts';
import { Gallery } from './gallery-page.ts';

const LANGUAGES = ['en', 'fr', 'es', 'ru', 'zh', 'ar'] as const;
type Language = (typeof LANGUAGES)[number];

/** Days that the month before does not have, months of one digit, leap days, and dates of no calendar. */
const DATES = [
  '2027-01-30',
  '2027-01-29',
  '2026-03-31',
  '2028-02-29',
  '2027-10-01',
  '2026-12-12',
  '2027-09-09',
  '2027-02-29',
  '2027-02-31',
  '2027-04-31',
  '2027-13-01',
  '2027-01-00',
  '1899-12-31'
];

/** Day, month and year in the order of the language, without leading zeros if they are not wanted. */
function inOrder(iso: string, language: Language, isShort = false): string[] {
  const [year = '', ...rest] = iso.split('-');
  const [month = '', day = ''] = isShort ? rest.map((part) => String(Number(part))) : rest;
  return language === 'zh' ? [year, month, day] : [day, month, year];
}

const inArabicDigits = (text: string): string =>
  text.replace(/\d/g, (digit) => '٠١٢٣٤٥٦٧٨٩'.charAt(Number(digit)));

interface Way {
  readonly name: string;
  readonly type: (page: Page, iso: string, language: Language) => Promise<void>;
}

const keys = (separator: string, isShort: boolean, change = (text: string) => text): Way['type'] => {
  return (page, iso, language) => page.keyboard.type(change(inOrder(iso, language, isShort).join(separator)));
};

async function paste(page: Page, text: string): Promise<void> {
  await page.evaluate((pasted) => {
    const data = new DataTransfer();
    data.setData('text', pasted);
    document.activeElement?.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true })
    );
  }, text);
}

const WAYS: readonly Way[] = [
  { name: 'digits without a sign', type: keys('', false) },
  { name: 'digits with slashes', type: keys('/', false) },
  { name: 'short parts with dots', type: keys('.', true) },
  { name: 'short parts with hyphens', type: keys('-', true) },
  { name: 'digits of an Arabic keyboard', type: keys('', false, inArabicDigits) },
  {
    name: 'one text at once, as dictation puts it in',
    type: (page, iso, language) => page.keyboard.insertText(inOrder(iso, language).join('/'))
  },
  {
    name: 'a composed text, as a keyboard on glass puts it in',
    type: async (page, iso, language) => {
      const client = await page.context().newCDPSession(page);
      for (const text of inOrder(iso, language)) {
        await client.send('Input.imeSetComposition', {
          text,
          selectionStart: text.length,
          selectionEnd: text.length
        });
        await client.send('Input.insertText', { text });
      }
      await client.detach();
    }
  },
  {
    name: 'a paste in the order of the language',
    type: (page, iso, language) => paste(page, inOrder(iso, language).join('.'))
  },
  { name: 'a paste with the year first', type: (page, iso) => paste(page, iso) }
];

let gallery: Gallery;
beforeAll(async () => {
  gallery = await Gallery.open();
}, 120_000);
afterAll(() => gallery.close());

function looking(language: Language, use: (page: Page, field: Locator) => Promise<void>): Promise<void> {
  return gallery.visit({ page: 'fields', direction: language === 'ar' ? 'rtl' : 'ltr' }, async (page) => {
    await page.evaluate((locale) => localStorage.setItem('PARAGLIDE_LOCALE', locale), language);
    await page.reload();
    const field = page.getByRole('group', { name: /Valid until/ });
    await field.waitFor();
    await use(page, field);
  });
}

/** The parts as they are seen, the text that the form has, and how many problems are told, once the field is left. */
function leave(field: Locator): Promise<{ parts: string; value: string; problems: number }> {
  return field.evaluate(async (group) => {
    (document.activeElement as HTMLElement).blur();
    await Promise.resolve();
    const parts = ['year', 'month', 'day'].map(
      (part) => group.querySelector<HTMLInputElement>(`[data-segment="${part}"]`)?.value
    );
    return {
      parts: parts.join('-'),
      value: document.querySelector('output')?.textContent ?? '',
      problems: group.closest('.field')?.querySelectorAll('.problem').length ?? 0
    };
  });
}

/** Empties the field or fills it, and puts the keyboard in its first part. */
async function begin(field: Locator, before: string, language: Language): Promise<void> {
  const boxes = await field.getByRole('spinbutton').all();
  if (before === '') for (const box of boxes) await box.fill('');
  else await boxes[0]?.fill(inOrder(before, language).join('/'));
  await boxes[0]?.focus();
}

it.each(LANGUAGES)(
  'a date is kept as typed in every way, and an impossible one is explained (%s)',
  (language) =>
    looking(language, async (page, field) => {
      for (const [turn, { name, type }] of WAYS.entries())
        for (const [index, iso] of DATES.entries()) {
          // Each language has every way and every date; each way with each date is in one language.
          const sum = turn + index + LANGUAGES.indexOf(language);
          if (sum % LANGUAGES.length !== 0) continue;
          // Over all languages each date is typed into an empty field and over another date.
          const before = (sum / LANGUAGES.length) % 2 === 0 ? '' : '2027-02-28';
          await begin(field, before, language);
          await type(page, iso, language);
          expect(await leave(field), `${iso} over "${before}": ${name}`).toEqual({
            parts: iso,
            value: iso,
            problems: findDateProblem(iso) ? 1 : 0
          });
        }
    })
);

it('an incomplete date is explained when the field is left, and its digits stay', () =>
  looking('en', async (page, field) => {
    await begin(field, '', 'en');
    await page.keyboard.type('3001');
    expect(await page.getByText('This date is not complete').count()).toBe(0);
    expect(await leave(field)).toEqual({ parts: '-01-30', value: '-01-30', problems: 1 });
    expect(await page.getByText('This date is not complete').count()).toBe(1);
  }));

it('the first digit takes the place of the old ones, also if a press has taken the selection away', () =>
  looking('en', async (page, field) => {
    for (const part of ['day', 'month', 'year'] as const) {
      await field.locator(`[data-segment="${part}"]`).focus();
      await page.evaluate(() => (document.activeElement as HTMLInputElement).setSelectionRange(1, 1));
      await page.keyboard.type({ day: '01', month: '03', year: '2026' }[part]);
    }
    expect((await leave(field)).value).toBe('2026-03-01');
  }));

it('a part stays selected while a problem of the date appears', () =>
  looking('en', async (page, field) => {
    await begin(field, '2027-03-28', 'en');
    await page.keyboard.type('01');
    await page.getByText('Choose an earlier date.').waitFor();
    const selected = await field
      .locator('[data-segment="month"]')
      .evaluate((box: HTMLInputElement) => [box.selectionStart, box.selectionEnd]);
    expect(selected).toEqual([0, 2]);
  }));

it('the arrows go from part to part as they are seen, and Backspace in an empty part goes back', async () => {
  for (const language of ['en', 'ar'] as const)
    await looking(language, async (page, field) => {
      const focused = (): Promise<string | undefined> =>
        page.evaluate(() => (document.activeElement as HTMLElement).dataset['segment']);
      const [first, ,] = await field.getByRole('spinbutton').all();
      await first?.focus();
      await page.keyboard.press(language === 'ar' ? 'ArrowLeft' : 'ArrowRight');
      expect(await focused()).toBe('month');
      await page.keyboard.press('Delete');
      await page.keyboard.press('Backspace');
      expect(await focused()).toBe('day');
      await page.keyboard.press('ArrowUp');
      expect((await leave(field)).parts).toBe('2027--25');
    });
});
