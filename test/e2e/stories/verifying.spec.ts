/** Signatures of many documents are checked in threads of the browser, away from the page. */
import { storeActs } from '#couch/demonstration/store-acts.ts';
import { expect, type Browser, type Locator, type Page, type Route } from '@playwright/test';
import { signTrades } from '../../bench/full-desk.ts';
import { OFFICERS, SignInPage } from '../pages/sign-in.page.ts';
import { english } from '../pages/words.ts';
import { Server } from '../server.ts';
import { atRest } from '../server-at-rest.ts';
import { test } from '../story.ts';

const THREAD = /signature-worker/;
/** The page does not check all of these itself, even where the script of a thread is slow to load. */
const ACTS = 1600;

let server: Server;
test.beforeAll(async () => {
  server = await Server.start();
  const { acts } = await signTrades(server.folder, ACTS);
  await atRest(server, async (engine) => {
    for (const name of ['country-au', 'country-ch']) await storeActs(engine, name, acts);
  });
  await server.start();
});
test.afterAll(() => server.stop());

/** A new device of Australia, with the trade of the demonstration and more, on its register. */
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
  await page.getByRole('grid').getByRole('link').first().waitFor();
}

function unverified(page: Page): Locator {
  return page.getByRole('grid').getByText(english('register_verdict_pending'), { exact: true });
}

/** The page verifies by itself after a thread was silent for 20 s, in which a busy machine may not come to the register. */
function neverGiveUp(): void {
  const wait = window.setTimeout.bind(window) as (run: TimerHandler, ms?: number) => number;
  window.setTimeout = ((run: TimerHandler, ms?: number) =>
    wait(run, ms === 20_000 ? 600_000 : ms)) as typeof window.setTimeout;
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
  await page.addInitScript(neverGiveUp);
  const started: string[] = [];
  page.on('worker', (worker) => started.push(worker.url()));

  await openRegister(page);
  await expect(unverified(page).first()).toBeVisible();
  release();
  await expect(unverified(page)).toHaveCount(0);
  // The oldest trade is closed, once its documents count.
  await page.getByRole('grid').focus();
  await page.keyboard.press('End');
  const closed = page.getByRole('grid').getByText(english('register_status_closed'), { exact: true });
  await expect(closed.first()).toBeVisible();
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
  await expect.poll(() => asked).toBeGreaterThan(0);
  await expect(unverified(page)).toHaveCount(0);
});
