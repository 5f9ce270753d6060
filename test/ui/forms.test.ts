/** Forms of the desks under a hand, in Chromium: what is typed in them while the world goes on beneath. */
import type { Locator, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { declareBadge } from '#lib/crypto/badge.ts';
import type { CalendarDate } from '#lib/domain/ids.ts';
import { Gallery } from './gallery-page.ts';

let gallery: Gallery;
beforeAll(async () => {
  gallery = await Gallery.open();
}, 120_000);
afterAll(() => gallery.close());

const looking = (use: (page: Page) => Promise<void>): Promise<void> => gallery.visit({ page: 'forms' }, use);

const part = (page: Page, name: string): Locator => page.getByRole('region', { name, exact: true });

describe('what is typed in the settings', () => {
  const readAnew = (page: Page): Promise<void> => page.getByRole('button', { name: 'Read anew' }).click();
  const months = (page: Page): Locator => part(page, 'Practice').locator('[name="importMonths"]');
  const times = (page: Page): Locator => part(page, 'Measures').locator('[name="askTimes"]');
  const idle = (page: Page): Locator => part(page, 'Policy').locator('[name="idleMinutes"]');
  const email = (page: Page): Locator => part(page, 'Reach').locator('[name="email"]');

  async function typeAll(page: Page): Promise<void> {
    await months(page).fill('5');
    await part(page, 'Practice').getByRole('checkbox').first().check();
    await times(page).fill('9');
    await idle(page).fill('45');
    await part(page, 'Policy').getByRole('radio').last().check();
    await email(page).fill('typed@un.example');
    await part(page, 'Reach').locator('[name="telephone"]').fill('+41 22 000 00 00');
  }

  async function expectTyped(page: Page): Promise<void> {
    expect(await months(page).inputValue()).toBe('5');
    expect(await part(page, 'Practice').getByRole('checkbox').first().isChecked()).toBe(true);
    expect(await times(page).inputValue()).toBe('9');
    expect(await idle(page).inputValue()).toBe('45');
    expect(await part(page, 'Policy').getByRole('radio').last().isChecked()).toBe(true);
    expect(await email(page).inputValue()).toBe('typed@un.example');
    expect(await part(page, 'Reach').locator('[name="telephone"]').inputValue()).toBe('+41 22 000 00 00');
  }

  it('stays when what is stored is read anew', () =>
    looking(async (page) => {
      await typeAll(page);
      await readAnew(page);
      await expectTyped(page);
    }));

  it('stays when another part of the same settings is saved, and is saved after it', () =>
    looking(async (page) => {
      await typeAll(page);
      await part(page, 'Measures').getByRole('button').click();
      await part(page, 'Measures').getByRole('status').waitFor();
      await expectTyped(page);
      await part(page, 'Practice').getByRole('button', { name: 'Publish national practice' }).click();
      await part(page, 'Practice').getByRole('status').waitFor();
      await readAnew(page);
      await expectTyped(page);
    }));

  it('a tick that was taken away stays away, and is what is saved', () =>
    looking(async (page) => {
      const tick = part(page, 'Reach').getByRole('checkbox');
      await tick.uncheck();
      await readAnew(page);
      expect(await tick.isChecked()).toBe(false);
      await part(page, 'Reach').getByRole('button').click();
      await part(page, 'Reach').getByRole('status').waitFor();
      expect(await tick.isChecked()).toBe(false);
      await tick.check();
      expect(await email(page).inputValue()).toBe('');
    }));

  it('shows as it is stored once it has been saved', () =>
    looking(async (page) => {
      const telephone = part(page, 'Reach').locator('[name="telephone"]');
      await telephone.fill('  +41 22 000 00 00 ');
      await part(page, 'Reach').getByRole('button').click();
      await expect.poll(() => telephone.inputValue()).toBe('+41 22 000 00 00');
    }));
});

describe('a deed that fails unforeseen', () => {
  it.each(['Failing measures', 'Failing particulars', 'Failing passphrase'])(
    'leaves its button to be pressed again (%s)',
    (name) =>
      looking(async (page) => {
        const failed: string[] = [];
        page.on('pageerror', ({ message }) => failed.push(message));
        const submit = part(page, name).getByRole('button');
        for (const box of await part(page, name).locator('[type="password"]').all())
          await box.fill('wattle harbour meadow 26');
        for (const times of [1, 2]) {
          await submit.click();
          await expect.poll(() => failed).toHaveLength(times);
          await expect.poll(() => submit.getAttribute('aria-busy')).toBeNull();
        }
      })
  );
});

/** Types into the first date field of that part, in the order of British English. */
async function typeDate(inside: Locator, iso: string): Promise<void> {
  await inside.getByRole('spinbutton').first().focus();
  await inside.page().keyboard.type(iso.split('-').reverse().join(''));
}

const dayFromNow = (days: number): string =>
  new Date(Date.now() + days * 86_400_000).toLocaleDateString('en-CA');

describe('INCB’s letter to an authority', () => {
  it('is said to confirm while its code is valid', () =>
    looking(async (page) => {
      await part(page, 'Letter').getByText('The authority can confirm with its code.').waitFor();
      await part(page, 'Letter').getByRole('button', { name: 'Confirm by code…' }).waitFor();
    }));

  it('is said not to work once it is withdrawn, and offers a new letter in place of its code', () =>
    looking(async (page) => {
      const panel = part(page, 'Withdrawn letter');
      await panel.getByText('The code in the letter no longer works.').waitFor();
      await panel.getByRole('button', { name: 'Write new letter…' }).waitFor();
      expect(await panel.getByRole('button', { name: 'Confirm by code…' }).count()).toBe(0);
      expect(await panel.getByText('can confirm with its code').count()).toBe(0);
    }));

  it('is recorded as sent on a day other than today only after a second word, and never before it was made', () =>
    looking(async (page) => {
      const sent: string[] = [];
      await page.route('**/registrations/**', (route) => {
        sent.push(route.request().postData() ?? '');
        return route.fulfill({ json: {} });
      });
      await page.setViewportSize({ width: 390, height: 844 });
      await part(page, 'Letter').getByRole('button', { name: 'Record sending…' }).press('Enter');
      const dialog = page.getByRole('dialog');
      await typeDate(dialog, dayFromNow(-1));
      await dialog.getByRole('radio', { name: 'Post' }).press('Space');
      const record = dialog.getByRole('button', { name: 'Record sending' });
      await record.press('Enter');
      await dialog.getByText('You cannot undo this record. Confirm the date, or correct it.').waitFor();
      await dialog.getByRole('checkbox', { name: /^The letter was sent on .+, not today$/ }).press('Space');
      await record.press('Enter');
      await dialog.getByText('This day is before the day on which the letter was made.').waitFor();
      expect(sent).toEqual([]);
      await typeDate(dialog, dayFromNow(0));
      await expect.poll(() => dialog.getByRole('checkbox').count()).toBe(0);
      await record.press('Enter');
      await expect.poll(() => sent.length).toBe(1);
    }));
});

describe('a lesson that a trainer types offline', () => {
  it.each([
    ['the server cannot be reached', null],
    ['the server answers with an error', 500],
    ['the server does not answer', 504]
  ])('stays on the page, which says that its text is nowhere else: %s', (_name, status) =>
    looking(async (page) => {
      await page.route('**/api/**', (route) =>
        status === null ? route.abort() : route.fulfill({ status, body: '' })
      );
      const lesson = part(page, 'Lesson');
      await lesson.getByLabel('Title').fill('Partial shipments');
      await lesson.getByLabel('Topic of the lesson').fill('When less arrived.');
      await lesson.getByLabel('Text').fill('Compare both papers.');
      await lesson.getByRole('button', { name: 'Save', exact: true }).press('Enter');
      await lesson.getByText('Its text is only on this page. Keep this page open').waitFor();
      expect(await lesson.getByText('is kept').count()).toBe(0);
      expect(await lesson.getByLabel('Text').inputValue()).toBe('Compare both papers.');
    })
  );
});

describe('the plan of a training session', () => {
  it('that has begun is saved after a question, so that attendance can be taken', () =>
    looking(async (page) => {
      const sent: string[] = [];
      await page.route('**/api/training/**', (route) => {
        if (route.request().method() !== 'GET') sent.push(route.request().postData() ?? '');
        return route.fulfill({ status: 503, json: {} });
      });
      const save = part(page, 'Plan').getByRole('button', { name: 'Save the session' });
      await typeDate(part(page, 'Plan'), dayFromNow(-2));
      await save.press('Enter');
      const dialog = page.getByRole('dialog', { name: 'This session begins in the past: is this right?' });
      await dialog.getByRole('button', { name: 'Go back' }).press('Enter');
      expect(sent).toEqual([]);
      await save.press('Enter');
      await dialog.getByRole('button', { name: 'Save the session' }).press('Enter');
      await expect.poll(() => sent.length).toBe(1);
      await dialog.waitFor({ state: 'hidden' });
    }));
});

describe('the verdict on a certificate, on a phone', () => {
  const box = (page: Page): Locator => part(page, 'Certificate').getByLabel('Text of the badge');

  async function expectSeen(page: Page, verdict: string): Promise<void> {
    const status = part(page, 'Certificate').getByRole('status').filter({ hasText: verdict });
    await status.waitFor();
    const isFocused = () => status.evaluate((element) => element === document.activeElement);
    await expect.poll(isFocused).toBe(true);
    const { top, bottom } = await status.evaluate((element) => element.getBoundingClientRect().toJSON());
    expect([top >= 0, bottom <= 844]).toEqual([true, true]);
  }

  const aBadge = (): Promise<string> =>
    declareBadge({ path: 'customs', name: 'Ana Pérez', finishedOn: '2026-11-20' as CalendarDate });

  it('is on the screen and has the focus after a paste; the box keeps its height and scrolls', () =>
    looking(async (page) => {
      await page.setViewportSize({ width: 390, height: 844 });
      const badge = await aBadge();
      await box(page).fill(badge);
      await expectSeen(page, 'Unchanged');
      expect((await box(page).boundingBox())?.height).toBeLessThan(240);
      expect(await box(page).evaluate((one) => one.scrollHeight > one.clientHeight)).toBe(true);
      await box(page).evaluate((one) => one.dispatchEvent(new ClipboardEvent('paste', { bubbles: true })));
      await box(page).fill(badge.replace(/.\./, 'x.'));
      await expectSeen(page, 'Not a certificate, or changed');
    }));

  it('is given on a file that the reader chooses', () =>
    looking(async (page) => {
      await page.setViewportSize({ width: 390, height: 844 });
      const file = part(page, 'Certificate').getByLabel('Badge file');
      const chosen = (text: string) => ({
        ...{ name: 'badge.jwt', mimeType: 'application/vc+jwt', buffer: Buffer.from(text) }
      });
      await file.setInputFiles(chosen(await aBadge()));
      await expectSeen(page, 'Unchanged');
      await file.setInputFiles(chosen(''));
      await expectSeen(page, 'Not a certificate, or changed');
    }));

  it('leaves the focus where a person types', () =>
    looking(async (page) => {
      await box(page).pressSequentially('abc');
      await part(page, 'Certificate').getByText('Not a certificate, or changed').waitFor();
      expect(await box(page).evaluate((element) => element === document.activeElement)).toBe(true);
    }));
});

describe('the address of a rehearsal', () => {
  it.each(['refuses', 'is not there'])('says that it could not be copied where the clipboard %s', (how) =>
    looking(async (page) => {
      await page.evaluate((isThere) => {
        const refused = { writeText: () => Promise.reject(new Error('not allowed')) };
        Object.defineProperty(navigator, 'clipboard', { value: isThere ? refused : undefined });
      }, how === 'refuses');
      await part(page, 'Handout').getByRole('button', { name: 'Copy' }).click();
      await part(page, 'Handout').getByText('The browser blocked copying.').waitFor();
    })
  );
});

describe('the other filters of the register', () => {
  const filters = (page: Page): Locator => part(page, 'Register filters');
  const summary = (page: Page): Locator => filters(page).locator('summary');
  const isOpen = (page: Page): Promise<boolean> =>
    filters(page)
      .locator('details')
      .evaluate((element) => (element as HTMLDetailsElement).open);

  it('stay open while a period is typed, and keep all its digits', () =>
    looking(async (page) => {
      await summary(page).click();
      const from = filters(page).getByRole('group', { name: 'From', exact: true });
      await from.getByRole('spinbutton').first().focus();
      await page.keyboard.type('29112026');
      expect(await isOpen(page)).toBe(true);
      const parts = ['day', 'month', 'year'].map((one) =>
        from.locator(`[data-segment="${one}"]`).inputValue()
      );
      expect(await Promise.all(parts)).toEqual(['29', '11', '2026']);
    }));

  it('stay open after each choice', () =>
    looking(async (page) => {
      await summary(page).click();
      await filters(page)
        .getByRole('combobox', { name: 'Company', exact: true })
        .selectOption('Harbour Pharma');
      await filters(page).getByRole('combobox', { name: 'Substance', exact: true }).selectOption('morphine');
      expect(await isOpen(page)).toBe(true);
    }));

  it('are named on their line once it is folded, and only then', () =>
    looking(async (page) => {
      await summary(page).click();
      await filters(page)
        .getByRole('combobox', { name: 'Company', exact: true })
        .selectOption('Harbour Pharma');
      await filters(page).getByRole('combobox', { name: 'Substance', exact: true }).selectOption('morphine');
      expect(await summary(page).innerText()).toBe('Other filters');
      await summary(page).click();
      await summary(page).locator('strong').waitFor();
      expect(await summary(page).innerText()).toMatch(/^Other filters .*morphine.*Harbour Pharma/);
    }));
});
