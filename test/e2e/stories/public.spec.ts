/** What anybody reads before an account, and help: without a program, in each language, without a connection, and over a desk. */
import { readdirSync } from 'node:fs';
import { expect } from '@playwright/test';
import { PROGRAM_VERSION } from '#couch/base/program.ts';
import { LESSON_LOCALES as locales, readHelp } from '#lib/training/compile/compile-lessons.ts';
import { DesksPage } from '../pages/desks.page.ts';
import { findHindrances, sidewaysOf } from '../pages/ease.ts';
import { readCachedPaths } from '../pages/line.page.ts';
import { ADMINISTRATORS } from '../pages/sign-in.page.ts';
import { wordsOf } from '../pages/words.ts';
import { Server } from '../server.ts';
import { KEPT, test } from '../story.ts';

const PAGES = readdirSync(new URL('../../../src/lib/public-pages/pages/', import.meta.url));

function publicHref(locale: string, page: string): string {
  return page === 'about' ? `/${locale}` : `/${locale}/${page}`;
}

function allPublicPages(): readonly { readonly locale: (typeof locales)[number]; readonly page: string }[] {
  return locales.flatMap((locale) => PAGES.map((page) => ({ locale, page })));
}

let server: Server;
test.beforeAll(async () => {
  server = await Server.start({
    environment: { OPERATOR: 'The Office of Records', OPERATOR_EMAIL: 'office@example.org' }
  });
});
test.afterAll(() => server.stop());

test('each public page is read without JavaScript, in its own language and direction', async ({
  browser
}) => {
  const context = await browser.newContext({
    javaScriptEnabled: false,
    locale: 'en',
    viewport: { width: 390, height: 844 }
  });
  const page = await context.newPage();
  const titles = new Set<string>();
  for (const { locale, page: name } of allPublicPages()) {
    await page.goto(server.address + publicHref(locale, name));
    const html = page.locator('html');
    await expect(html).toHaveAttribute('lang', locale);
    await expect(html).toHaveAttribute('dir', locale === 'ar' ? 'rtl' : 'ltr');
    titles.add(await page.getByRole('heading', { level: 1 }).innerText());
    const alternates = page.locator('link[rel="alternate"]');
    await expect(alternates).toHaveCount(locales.length + 1);
    await expect(page.locator('link[rel="canonical"]')).toHaveAttribute(
      'href',
      server.address + publicHref(locale, name)
    );
    await expect(page.locator('main')).not.toContainText('undefined');
  }
  // Words may be the same in two languages, pages are not.
  expect(titles.size).toBeGreaterThan(55);

  await test.step('and who runs the server is told', async () => {
    await page.goto(`${server.address}/ru/contact`);
    await expect(page.getByText('The Office of Records')).toBeVisible();
    await expect(page.getByRole('link', { name: 'office@example.org' })).toHaveAttribute(
      'href',
      'mailto:office@example.org'
    );
  });
  await test.step('and the version and the licences of the libraries are one link away', async () => {
    await expect(page.getByText(`I2ES, версия \u2068${PROGRAM_VERSION}\u2069`)).toBeVisible();
    const href = await page
      .getByRole('link', { name: 'Лицензии библиотек' })
      .evaluate((link) => (link as HTMLAnchorElement).href);
    expect(href).toBe(`${server.address}/licences.txt`);
    const licences = await page.request.get(href);
    expect(licences.headers()['content-type']).toContain('text/plain');
    expect(await licences.text()).toMatch(/^svelte \d+\.\d+\.\d+$/m);
  });
  await test.step('and an answer of help opens', async () => {
    await page.goto(`${server.address}/en/help#begin`);
    await page.getByText('Why a password and a passphrase?').click();
    await expect(page.getByText('The server never receives the passphrase')).toBeVisible();
  });
  await test.step('and on paper every answer stands under its question, opened or not', async () => {
    const folded = page.locator('details:not([open]) .answer').first();
    await expect(folded).toBeHidden();
    await page.emulateMedia({ media: 'print' });
    await expect(folded).toBeVisible();
    await page.emulateMedia({ media: null });
  });
  await test.step('and a page that needs a program says so, and leads to what needs none', async () => {
    for (const path of ['/who', '/sign-in', '/today']) {
      await page.goto(server.address + path);
      // What stands there is neither text nor tree for the driver of the browser, only elements.
      const said = page.locator('noscript p');
      await expect(said).toHaveCount(locales.length);
      await expect(said.first()).toBeVisible();
      await expect(said.first()).toContainText('JavaScript is off in this browser');
    }
    await page.locator('noscript a[href="/ru"]').click();
    await expect(page).toHaveURL(/\/ru$/);
    await expect(page.locator('noscript')).toHaveCount(0);
  });
  await context.close();
});

test('no public page hinders a reader, in light or in dark, on a phone or by keyboard', async ({
  browser
}) => {
  const context = await browser.newContext({
    viewport: { width: 390, height: 844 },
    reducedMotion: 'reduce'
  });
  const page = await context.newPage();
  const hindrances: string[] = [];
  for (const { locale, page: name } of allPublicPages().filter(
    (one) => one.locale === 'en' || one.locale === 'ar'
  )) {
    await page.goto(server.address + publicHref(locale, name));
    hindrances.push(...(await findHindrances(page, `${locale} ${name}`)));
    for (const width of [390, 320]) {
      await page.setViewportSize({ width, height: 844 });
      const beyond = await sidewaysOf(page);
      if (beyond > 0) hindrances.push(`${locale} ${name}: ${beyond} px beyond ${width}`);
    }
    await page.setViewportSize({ width: 390, height: 844 });
  }
  expect(hindrances).toEqual([]);

  await page.goto(`${server.address}/en/how`);
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: wordsOf('en')('ui_skip_link') })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.locator('main')).toBeFocused();
  await context.close();
});

test('help is read before signing in, and without a connection in the language of whoever reads', async ({
  browser
}) => {
  const context = await browser.newContext({ ...KEPT, locale: 'fr' });
  const page = await context.newPage();
  const say = wordsOf('fr');
  await page.goto(`${server.address}/sign-in`);
  await page.getByRole('link', { name: say('app_desk_help') }).click();
  await expect(page).toHaveURL(`${server.address}/fr/help#begin`);
  const [first] = readHelp('begin', 'fr').entries;
  await expect(page.getByText(first?.ask ?? '')).toBeVisible();

  await page.goto(`${server.address}/sign-in`);
  await expect.poll(() => readCachedPaths(page), { timeout: 60_000 }).toContain('/fr/contact');
  const kept = await readCachedPaths(page);
  expect(kept).toContain('/fr/help');
  expect(kept.filter((path) => /^\/(?:en|es|ru|zh|ar)(?:\/|$)/.test(path))).toEqual([]);
  await context.setOffline(true);
  await page.goto(`${server.address}/fr/help`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Aide\u00a0: questions et réponses');
  await page.goto(`${server.address}/licences.txt`);
  await expect(page.getByText('MIT License').first()).toBeVisible();
  await context.close();
});

test('the “?” of a desk opens its help over it, and the palette finds an answer', async ({ browser }) => {
  const context = await browser.newContext({ ...KEPT, locale: 'en' });
  const page = await context.newPage();
  const desks = new DesksPage(page);
  await desks.arrive(server.address, ADMINISTRATORS.AU, 'Helped');
  await desks.go('devices');
  await page.getByRole('button', { name: desks.say('app_desk_help') }).click();
  await expect(desks.dialog).toContainText('I am the only administrator. Who certifies my device?');
  await expect(desks.dialog).toContainText('The INCB secretariat compares the fingerprint with you');
  await expect(desks.dialog.getByRole('link', { name: desks.say('app_lesson') })).toHaveAttribute(
    'href',
    /\/training\/administrator$/
  );
  expect(await findHindrances(page, 'help over a desk')).toEqual([]);
  await desks.closeDialog();
  await expect(desks.title).toHaveText(desks.say('devices_title'));

  await page.keyboard.press('ControlOrMeta+k');
  await page.getByRole('combobox').fill('gaps numbers');
  await page.getByRole('option', { name: 'Why do the numbers have gaps?' }).click();
  await expect(page).toHaveURL(/\/help#authorizations-numbers$/);
  await expect(page.getByText('Gaps are normal.')).toBeInViewport();
  await expect(page.getByText(`I2ES version \u2068${PROGRAM_VERSION}\u2069`)).toBeVisible();
  await context.close();
});
