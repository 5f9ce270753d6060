import { expect, type Page } from '@playwright/test';
import { holdAnswer, placeOf } from '../pages/hold-answer.ts';
import { FIRST_SYNC_MS, OFFICERS, SignInPage } from '../pages/sign-in.page.ts';
import { english } from '../pages/words.ts';
import { Server } from '../server.ts';
import { KEPT, test } from '../story.ts';

test.use(KEPT);

let server: Server;
test.beforeAll(async () => {
  server = await Server.start();
});
test.afterAll(() => server.stop());

test('an officer signs in, seals their records, and the device is certified by their administrator’s key', async ({
  page
}) => {
  const signIn = new SignInPage(page);
  let numbers: Awaited<ReturnType<typeof holdAnswer>>;
  await test.step('given their account', async () => {
    await signIn.open(server.address);
    await expect(page.getByLabel('Account')).toBeFocused();
    await signIn.signIn(OFFICERS.AU);
  });
  await test.step('when they choose a passphrase and name the device', async () => {
    await expect(page.getByLabel('Choose a passphrase')).toBeFocused();
    await page.getByLabel('Choose a passphrase').fill(OFFICERS.AU.password);
    await expect(page.getByText(english('problem_vault_passphrase_isPassword'))).toBeVisible();
    await signIn.keepDataHere();
    numbers = await holdAnswer(page, '/api/blocks');
    await expect(page.getByLabel('Name of this device')).toBeFocused({ timeout: FIRST_SYNC_MS });
    await signIn.nameDevice('Laptop, room 12');
  });
  await test.step('then the administrator’s key certifies it, and no way on moves while facts come', async () => {
    await expect(page.getByText('Certified', { exact: true })).toBeVisible();
    await numbers.asked;
    const button = page.getByRole('button', { name: 'Open I2ES' });
    const before = await button.boundingBox();
    await expect(page.getByText('Few numbers are left')).toBeHidden();
    numbers.letGo();
    await expect(page.getByRole('definition').filter({ hasText: /^\d+$/ }).first()).not.toHaveText('0');
    expect(await button.boundingBox()).toEqual(before);
  });
  await test.step('and the desks open', async () => {
    await signIn.openDesks();
    await expect(page.getByRole('heading', { name: 'Today', level: 1 })).toBeVisible();
  });
});

/** What reads the sealed records, known by the name that PouchDB's store of sequences has in the browser. */
async function keepFromComing(page: Page): Promise<() => Promise<void>> {
  const scripts = '**/_app/immutable/chunks/*.js';
  await page.route(scripts, async (route) => {
    const answer = await route.fetch();
    if ((await answer.text()).includes('attach-seq-store')) await route.abort();
    else await route.fulfill({ response: answer });
  });
  return () => page.unroute(scripts);
}

test('who is new here is greeted before what opens records has come, and told where it cannot be had', async ({
  browser
}) => {
  const context = await browser.newContext({ serviceWorkers: 'block' });
  const page = await context.newPage();
  const letCome = await keepFromComing(page);
  const signIn = new SignInPage(page);
  await signIn.open(server.address);
  await signIn.signIn(OFFICERS.CH);
  await expect(page.getByText(english('problem_program_part_missing'))).toBeVisible();
  await expect(page.getByLabel('Account')).toHaveValue(OFFICERS.CH.account);
  await letCome();
  await page.reload();
  await signIn.signIn(OFFICERS.CH);
  await expect(page.getByLabel('Choose a passphrase')).toBeFocused();
  await context.close();
});

test('what the server says of itself moves no button under the hand that presses it', async ({ page }) => {
  const health = await holdAnswer(page, '/api/health');
  await page.goto(`${server.address}/sign-in`);
  const button = page.getByRole('button', { name: 'Sign in' });
  await health.asked;
  const before = await button.boundingBox();
  health.letGo();
  await expect(page.getByText(english('person_demonstration'))).toBeVisible();
  expect(await button.boundingBox()).toEqual(before);
});

test('a page that is loaded anew half-way shows no form while the server is asked who it was', async ({
  page
}) => {
  const signIn = new SignInPage(page);
  await signIn.open(server.address);
  await signIn.signIn(OFFICERS.CH);
  await expect(page.getByLabel('Choose a passphrase')).toBeFocused();
  const session = await holdAnswer(page, '/api/session');
  await page.reload();
  await session.asked;
  await expect(page.getByLabel('Password')).toHaveCount(0);
  session.letGo();
  await expect(page.getByLabel('Choose a passphrase')).toBeFocused();
});

test('a line that comes and goes moves no button under the hand that presses it', async ({ page }) => {
  await page.goto(`${server.address}/sign-in`);
  await expect(page.getByText(english('person_demonstration'))).toBeVisible();
  const button = page.getByRole('button', { name: 'Sign in' });
  const before = await placeOf(button);
  await page.context().setOffline(true);
  await expect(page.getByText(english('person_offline_lead'))).toBeVisible();
  expect(await placeOf(button)).toBe(before);
  await page.context().setOffline(false);
});

test('a fault that the program did not foresee is told where it happened, and can be put away', async ({
  page
}) => {
  await page.goto(`${server.address}/sign-in`);
  await page.getByLabel('Account').fill(OFFICERS.CH.account);
  const notice = page.getByRole('alert').filter({ hasText: 'the press jammed' });
  await page.evaluate(() => void Promise.reject(new TypeError('the press jammed')));
  await expect(notice).toHaveText(new RegExp('TypeError: the press jammed'));
  await notice.getByRole('button', { name: english('ui_close') }).click();
  await expect(notice).toBeHidden();
  await expect(page.getByLabel('Account')).toHaveValue(OFFICERS.CH.account);
});
