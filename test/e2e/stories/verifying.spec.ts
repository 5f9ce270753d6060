/** Signatures are checked in threads of the browser, away from the page. */
import { expect, type Browser, type Locator, type Page, type Route } from '@playwright/test';
import { OFFICERS, SignInPage } from '../pages/sign-in.page.ts';
import { english } from '../pages/words.ts';
import { Server } from '../server.ts';
import { test } from '../story.ts';

const THREAD = /signature-worker/;

let server: Server;
test.beforeAll(async () => {
  server = await Server.start();
});
test.afterAll(() => server.stop());

/** A new device of Australia, with the year of trade of the demonstration, on its register. */
async function openRegister(page: Page): Promise<void> {
  const signIn = new SignInPage(page);
  await signIn.open(server.address);
  await signIn.signIn(OFFICERS.AU);
  await signIn.keepDataHere();
  await signIn.nameDevice('Office');
  await page.getByText('Certified', { exact: true }).waitFor();
  await signIn.openDesks();
  await page
    .getByRole('navigation')
    .getByRole('link', { name: /^Authorizations/ })
    .first()
    .click();
  const grid = page.getByRole('grid');
  await grid.getByRole('link').first().waitFor();
  // The oldest trade is closed, once its documents count.
  await grid.focus();
  await page.keyboard.press('End');
}

function closed(page: Page): Locator {
  return page.getByRole('grid').getByText(english('register_status_closed'), { exact: true }).first();
}

async function aPage(browser: Browser, onThread: (route: Route) => Promise<void>): Promise<Page> {
  const context = await browser.newContext({ locale: 'en-GB' });
  await context.route(THREAD, onThread);
  return context.newPage();
}

test('a document that no thread has verified yet says so, and counts once it is verified', async ({
  browser
}) => {
  let release = (): void => undefined;
  const released = new Promise<void>((resolve) => (release = resolve));
  const page = await aPage(browser, async (route) => {
    await released;
    await route.continue();
  });
  const started: string[] = [];
  page.on('worker', (worker) => started.push(worker.url()));
  const unverified = page.getByRole('grid').getByText(english('register_verdict_pending'), { exact: true });

  await openRegister(page);
  await expect(unverified.first()).toBeVisible();
  release();
  await expect(unverified).toHaveCount(0);
  await expect(closed(page)).toBeVisible();
  expect(started.length).toBeGreaterThan(0);
  for (const url of started) expect(url).toMatch(THREAD);
  await expect.poll(() => page.workers().length).toBe(0);
});

test('where no thread can start, the page verifies all the same', async ({ browser }) => {
  let asked = 0;
  const page = await aPage(browser, async (route) => {
    asked++;
    await route.abort();
  });
  await openRegister(page);
  await expect(closed(page)).toBeVisible();
  expect(asked).toBeGreaterThan(0);
});
