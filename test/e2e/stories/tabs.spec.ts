import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, expect, type Page } from '@playwright/test';
import { AuthorizationFormPage } from '../pages/authorization-form.page.ts';
import { DesksPage } from '../pages/desks.page.ts';
import { issueImport } from '../pages/issue-import.ts';
import { aPrivateKey, aSecret, aText, findTraces } from '../pages/disk.ts';
import { DossierPage } from '../pages/dossier.page.ts';
import { LinePage, waitUntilKept } from '../pages/line.page.ts';
import { PLANTED, plantInTheClear } from '../pages/planted.ts';
import { takeOutSecrets } from '../pages/sealed-secrets.ts';
import { OFFICERS, PASSPHRASE, SignInPage } from '../pages/sign-in.page.ts';
import { english } from '../pages/words.ts';
import { Server } from '../server.ts';
import { KEPT, test } from '../story.ts';

const THEIR_PASSPHRASE = 'nine brown marmots on the moraine';

test.use(KEPT);

let server: Server;
test.beforeAll(async () => {
  server = await Server.start();
});
test.afterAll(() => server.stop());

/** Paths of what a tab asks the databases for, from now on. */
function watchDatabases(page: Page): string[] {
  const asked: string[] = [];
  page.on('request', (request) => {
    const { pathname } = new URL(request.url());
    if (pathname.startsWith('/db/')) asked.push(pathname);
  });
  return asked;
}

function importerBox(page: Page) {
  return new AuthorizationFormPage(page).box('importerName').locator('input');
}

test('two tabs of one person hold the same records, and one of them speaks with the server', async ({
  context
}) => {
  const [one, two] = [await context.newPage(), await context.newPage()];
  const [desks, others] = [new DesksPage(one), new DesksPage(two)];
  const asked = watchDatabases(two);
  await desks.arrive(server.address, OFFICERS.AU, 'Two tabs');
  await expect(new LinePage(one).sentence).toHaveText(/on our server$/);

  await test.step('the second tab says of the line what the first knows', async () => {
    await new SignInPage(two).openDesk(`${server.address}/authorizations`);
    await expect(new LinePage(two).sentence).toHaveText(/on our server$/);
  });
  await test.step('what is issued in one stands in the other', async () => {
    const number = await issueImport(desks, 'Wandoo Hospital');
    await two.getByRole('searchbox').fill(number);
    await expect(two.getByRole('grid').getByText(number)).toBeVisible();
    await expect(new DossierPage(one).statement(number).getByText(/^(delivered|opened)$/)).toBeVisible();
    expect(asked).toEqual([]);
  });
  await test.step('locking the one locks the other, and takes nothing that is typed there', async () => {
    await others.startImport();
    await importerBox(two).fill('Jarrah Nursing Home');
    await one.getByRole('button', { name: english('app_lock') }).click();
    await expect(one.getByLabel(english('person_passphrase'))).toBeVisible();
    await expect(two.getByLabel(english('person_passphrase'))).toBeVisible();
    await two.reload();
    await new SignInPage(two).unlock();
    await expect(importerBox(two)).toHaveValue('Jarrah Nursing Home');
  });
  await test.step('the tab that is left speaks with the server once the other is closed', async () => {
    await new SignInPage(one).unlock();
    await expect(new LinePage(one).sentence).toHaveText(/on our server$/);
    const speaker = asked.length > 0 ? two : one;
    const left = speaker === two ? one : two;
    const taken = watchDatabases(left);
    await speaker.close();
    const number = await issueImport(new DesksPage(left), 'Marri Day Surgery');
    await expect(new DossierPage(left).statement(number).getByText(/^(delivered|opened)$/)).toBeVisible();
    expect(taken).not.toEqual([]);
  });
});

test('two persons at one computer see nothing of each other, and signing out keeps what was not sent', async ({
  context,
  page
}) => {
  const desks = new DesksPage(page);
  const signIn = new SignInPage(page);
  let number = '';
  let draft = '';
  await desks.arrive(server.address, OFFICERS.AU, 'Shared computer');
  await expect(new LinePage(page).sentence).toHaveText(/on our server$/);

  await test.step('the Australian officer issues off line, leaves a draft, and signs out', async () => {
    await desks.waitUntilNumbered();
    await waitUntilKept(page);
    await context.setOffline(true);
    number = await issueImport(desks, 'Tuart Dental');
    await desks.go('today');
    await desks.startImport();
    await importerBox(page).fill('Unfinished Pharmacy');
    draft = new URL(page.url()).pathname;
    await desks.choose('Jack Brennan', english('app_sign_out'));
    await expect(page).toHaveURL(/\/sign-in/);
    await context.setOffline(false);
  });
  await test.step('a Swiss officer signs in at the same computer and finds nothing of it', async () => {
    await page.getByRole('button', { name: english('person_someone_else') }).click();
    await signIn.signIn(OFFICERS.CH);
    await signIn.keepDataHere(THEIR_PASSPHRASE);
    await signIn.nameDevice('Shared computer');
    await expect(page.getByText('Certified', { exact: true })).toBeVisible();
    await signIn.openDesks();
    await expect(page.getByRole('banner')).toContainText('Switzerland');
    await desks.go('authorizations');
    await page.getByRole('searchbox').fill(number);
    await expect(page.getByText(english('register_none_title'))).toBeVisible();
    await new SignInPage(page).openDesk(server.address + draft);
    await expect(page.getByRole('main').getByText(english('authorization_missing'))).toBeVisible();
  });
  await test.step('neither passphrase opens the records of the other', async () => {
    await page.getByRole('button', { name: english('app_lock') }).click();
    await page.goto(`${server.address}/sign-in`);
    await page.getByRole('button', { name: 'Jack Brennan' }).click();
    await signIn.unlock(THEIR_PASSPHRASE);
    await expect(page.getByText(english('problem_vault_passphrase_wrong'))).toBeVisible();
  });
  await test.step('the Australian officer finds draft and authorization, and is asked to sign in for the sending', async () => {
    await signIn.unlockDesk();
    await expect(new LinePage(page).sentence).toHaveText(
      /^Sign in again; only on this device: .*1 issued document.*1 draft/
    );
    await desks.go('authorizations');
    await page.getByRole('searchbox').fill(number);
    await expect(page.getByRole('grid').getByText(number)).toBeVisible();
    await desks.go('sync');
    await page.getByLabel(english('person_password')).fill(OFFICERS.AU.password);
    await page
      .getByRole('main')
      .getByRole('button', { name: english('person_sign_in') })
      .click();
    await expect(new LinePage(page).sentence).toHaveText(/on our server$/);
  });
});

test('an open desk stays open over a reload, a typed address, a new tab and another language, until it is locked', async ({
  context,
  page
}) => {
  const desks = new DesksPage(page);
  // Exactly: “Send and receive” also asks for the passphrase of a file.
  const passphraseOn = (one: Page) => one.getByRole('textbox', { name: 'Passphrase required', exact: true });
  const passphrase = passphraseOn(page);
  await desks.arrive(server.address, OFFICERS.AU, 'Open still');
  await waitUntilKept(page);

  await test.step('nobody is asked for the passphrase while the desk is open', async () => {
    await page.reload();
    await expect(desks.title).toHaveText(english('today_title'));
    await page.goto(`${server.address}/authorizations`);
    await expect(desks.title).toHaveText(english('register_title'));
    const tab = await context.newPage();
    await tab.goto(`${server.address}/sync`);
    await expect(new DesksPage(tab).title).toHaveText(english('sync_title'));
    await tab.close();
  });
  await test.step('another language keeps the desk and what is typed', async () => {
    await desks.startImport();
    await importerBox(page).fill('Banksia Hospital');
    await page.getByRole('button', { name: english('ui_language') }).click();
    await page.getByRole('menuitemradio', { name: 'Français' }).click();
    await expect(page.locator('html[lang=fr]')).toBeVisible();
    await expect(importerBox(page)).toHaveValue('Banksia Hospital');
    await page.evaluate(() => localStorage.setItem('PARAGLIDE_LOCALE', 'en'));
    await page.reload();
    await expect(importerBox(page)).toHaveValue('Banksia Hospital');
  });
  await test.step('a lock takes the key from the tabs and from the worker', async () => {
    const tab = await context.newPage();
    await tab.goto(`${server.address}/sync`);
    await expect(new DesksPage(tab).title).toHaveText(english('sync_title'));
    await page.getByRole('button', { name: english('app_lock') }).click();
    await expect(passphrase).toBeVisible();
    await expect(passphraseOn(tab)).toBeVisible();
    await page.reload();
    await expect(passphrase).toBeVisible();
    const another = await context.newPage();
    await another.goto(`${server.address}/today`);
    await expect(passphraseOn(another)).toBeVisible();
    await Promise.all([tab.close(), another.close()]);
  });
  await test.step('the worker forgets a key that no page has taken within seconds', async () => {
    await new SignInPage(page).unlock();
    await expect(desks.title).toBeVisible();
    await page.goto('about:blank');
    // The worker keeps it for the time of a reload: what is awaited here is that time itself, by the worker's clock.
    const [worker] = context.serviceWorkers();
    if (!worker) throw new Error('no worker');
    await worker.evaluate(() => new Promise((resolve) => setTimeout(resolve, 16_000)));
    await page.goto(`${server.address}/today`);
    await expect(passphrase).toBeVisible();
  });
});

test('the disk of a computer tells no company, no number, no passphrase and no key', async ({
  launchOptions
}) => {
  const profile = mkdtempSync(join(tmpdir(), 'i2es-profile-'));
  const context = await chromium.launchPersistentContext(profile, { ...launchOptions, locale: 'en-GB' });
  const page = context.pages()[0] ?? (await context.newPage());
  const desks = new DesksPage(page);
  await desks.arrive(server.address, OFFICERS.AU, 'Left in a train');
  // The first number of a new server is the example of the app's own texts: they are on the disk.
  await issueImport(desks, 'First Dispensary');
  const number = await issueImport(desks, 'Zyxwortvale Dispensary');
  await expect(new LinePage(page).sentence).toHaveText(/on our server$/);
  await desks.go('authorizations');
  await page.getByRole('searchbox').fill('Zyxwortvale');
  await expect(page.getByRole('grid').getByText(number)).toBeVisible();
  await desks.startImport();
  await importerBox(page).fill('Qvandongmoor Clinic');
  await expect(page.getByText(/^Saved on this device/)).toBeVisible();
  // The open key goes by the worker and by another tab: in memory, as the search of the disk has to show.
  await waitUntilKept(page);
  await page.reload();
  await expect(importerBox(page)).toHaveValue('Qvandongmoor Clinic');
  const another = await context.newPage();
  await another.goto(`${server.address}/sync`);
  await expect(new DesksPage(another).title).toHaveText(english('sync_title'));
  await another.close();
  await page.getByRole('button', { name: english('app_lock') }).click();
  await expect(page.getByLabel(english('person_passphrase'))).toBeVisible();
  const { dataKey, d } = await takeOutSecrets(page, OFFICERS.AU.account, PASSPHRASE);
  await plantInTheClear(page, server.address);
  await context.close();

  await test.step('what may lie there, and what was planted in every place in the clear, is found', () => {
    expect(findTraces(profile, [aText('the account', OFFICERS.AU.account)])).not.toEqual([]);
    const planted = Object.values(PLANTED).map((text) => aText(text, text));
    const found = findTraces(profile, planted);
    expect(new Set(found.map((line) => line.split(': ')[1]))).toEqual(new Set(Object.values(PLANTED)));
    // The tables are packed: there a text is found by nobody who does not unpack them.
    expect(found.filter((line) => line.includes('.indexeddb.leveldb/') && /\.ldb: /.test(line))).not.toEqual(
      []
    );
  });
  expect(
    findTraces(profile, [
      aSecret('the data key', dataKey),
      aSecret('the secret of the signing key', d),
      aText('a company', 'Zyxwortvale'),
      aText('a company of a draft', 'Qvandongmoor'),
      aText('a company of the year', 'Southern Hospital Supplies'),
      aText('a number', number),
      aText('an address', 'Kurrajong'),
      aText('a partner’s company', 'Limmat Pharma'),
      aText('the passphrase', 'grey herons'),
      aText('the password', OFFICERS.AU.password),
      aPrivateKey()
    ])
  ).toEqual([]);
  rmSync(profile, { recursive: true, force: true });
});
