import { expect, type Page } from '@playwright/test';
import { AuthorizationFormPage } from '../pages/authorization-form.page.ts';
import { DesksPage } from '../pages/desks.page.ts';
import { Looks } from '../pages/ease.ts';
import { issueImport } from '../pages/issue-import.ts';
import { LinePage, waitUntilKept } from '../pages/line.page.ts';
import { OFFICERS, PASSPHRASE, SignInPage } from '../pages/sign-in.page.ts';
import { english, wordsOf } from '../pages/words.ts';
import { Server } from '../server.ts';
import { KEPT, test } from '../story.ts';

const FILE_PASSPHRASE = 'nine wooden boats on the river';
const NEW_PASSPHRASE = 'four grey mules on a bridge';

test.use(KEPT);

let server: Server;
test.beforeAll(async () => {
  server = await Server.start();
});
test.afterAll(() => server.stop());

function listDatabases(page: Page): Promise<string[]> {
  return page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name ?? '').sort());
}

async function setLanguage(page: Page, locale: string): Promise<void> {
  await page.evaluate((chosen) => localStorage.setItem('PARAGLIDE_LOCALE', chosen), locale);
  await page.reload();
}

const remove = (desks: DesksPage) =>
  desks.dialog.getByRole('button', { name: english('leave_remove_action') });

test('an officer saves what was not sent, removes their records, and another computer takes the file in', async ({
  browser
}, info) => {
  const [own, other] = [await browser.newContext(), await browser.newContext({ serviceWorkers: 'block' })];
  const [page, elsewhere] = [await own.newPage(), await other.newPage()];
  const [desks, field] = [new DesksPage(page), new DesksPage(elsewhere)];
  const file = info.outputPath('unsent.i2es');
  const looks = new Looks();
  let number = '';

  await test.step('given an act and a draft that no server has, and somebody else’s records beside theirs', async () => {
    const signIn = new SignInPage(page);
    await signIn.open(server.address);
    await signIn.signIn(OFFICERS.CH);
    await signIn.keepDataHere(NEW_PASSPHRASE);
    await signIn.nameDevice('Shared computer');
    await signIn.openDesks();
    await desks.choose('Luca Bernasconi', english('app_sign_out'));
    await page.getByRole('button', { name: english('person_someone_else') }).click();
    await signIn.signIn(OFFICERS.AU);
    await signIn.keepDataHere();
    await signIn.nameDevice('Shared computer');
    await expect(page.getByText('Certified', { exact: true })).toBeVisible();
    await signIn.openDesks();
    await expect(new LinePage(page).sentence).toHaveText(/on our server$/);
    await desks.waitUntilNumbered();
    await waitUntilKept(page);
    await own.setOffline(true);
    number = await issueImport(desks, 'Wandoo Hospital');
  });
  await test.step('the menu asks what is to become of it, names it, and lets nothing go', async () => {
    await desks.choose('Jack Brennan', english('app_remove_records'));
    await expect(desks.dialog).toContainText('Not on the server: signed documents 1');
    await expect(remove(desks)).toBeDisabled();
  });
  await test.step('in a file under a passphrase of its own it is safe', async () => {
    await desks.dialog.getByLabel(english('unsent_passphrase')).fill(FILE_PASSPHRASE);
    await desks.dialog.getByLabel(english('person_seal_repeat')).fill('mistyped once');
    await desks.dialog.getByRole('button', { name: english('unsent_save') }).click();
    await expect(desks.dialog.getByText(english('person_seal_repeat_differs'))).toBeVisible();
    await looks.at(page, 'removing records that were not sent');
    await desks.dialog.getByLabel(english('person_seal_repeat')).fill(FILE_PASSPHRASE);
    const download = page.waitForEvent('download');
    await desks.dialog.getByRole('button', { name: english('unsent_save') }).click();
    await (await download).saveAs(file);
    await expect(desks.dialog.getByText(/^Saved in the file .*\.i2es/)).toBeVisible();
  });
  await test.step('their records go, and nobody else’s', async () => {
    const before = await listDatabases(page);
    expect(before.filter((name) => name.includes('au.officer')).length).toBeGreaterThan(2);
    await remove(desks).click();
    await expect(page.getByText(/was removed from this device\.$/)).toBeVisible();
    const left = await listDatabases(page);
    expect(left).toEqual(before.filter((name) => !name.includes('au.officer')));
    expect(left.filter((name) => name.includes('ch.officer'))).not.toEqual([]);
    await expect(page.getByRole('button', { name: 'Luca Bernasconi' })).toBeVisible();
    await looks.at(page, 'the records are removed');
    await expect(page.getByRole('button', { name: 'Jack Brennan' })).toHaveCount(0);
  });
  await test.step('another computer of theirs takes the file in and sends it', async () => {
    await field.arrive(server.address, OFFICERS.AU, 'New laptop');
    await field.go('sync');
    await elsewhere.getByText(english('unsent_take_title'), { exact: true }).click();
    const take = elsewhere.locator('form').filter({ has: elsewhere.getByLabel(english('unsent_file')) });
    await take.locator('input[type="file"]').setInputFiles(file);
    await take.getByLabel(english('unsent_passphrase')).fill('not the passphrase');
    await take.getByRole('button', { name: english('unsent_take') }).click();
    await expect(take.getByText(english('problem_unsent_passphrase_wrong'))).toBeVisible();
    await looks.at(elsewhere, 'taking in a file, a wrong passphrase');
    await take.getByLabel(english('unsent_passphrase')).fill(FILE_PASSPHRASE);
    await take.getByRole('button', { name: english('unsent_take') }).click();
    await expect(take.getByText(/^Loaded\. Signed documents: 1/)).toBeVisible();
    await expect(new LinePage(elsewhere).sentence).toHaveText(/on our server$/);
    await field.go('authorizations');
    await elsewhere.getByRole('searchbox').fill(number);
    await expect(elsewhere.getByRole('grid').getByText(number)).toBeVisible();
  });
  expect(looks.found).toEqual([]);
  await Promise.all([own.close(), other.close()]);
});

test('where another tab holds the files, the removal says so, opens them to nobody, and is done at the next start', async ({
  context,
  page
}) => {
  const desks = new DesksPage(page);
  const blocker = await context.newPage();
  await desks.arrive(server.address, OFFICERS.AU, 'Held computer');
  await expect(new LinePage(page).sentence).toHaveText(/on our server$/);
  await blocker.goto(`${server.address}/register`);
  // A window that hears no request to close, as one that hangs.
  await blocker.evaluate(
    () =>
      new Promise<void>((resolve, reject) => {
        const asked = indexedDB.open('_pouch_i2es-au.officer-country');
        asked.onsuccess = () => resolve();
        asked.onerror = () => reject(new Error('not opened'));
      })
  );
  await desks.choose('Jack Brennan', english('app_remove_records'));
  await remove(desks).click();
  await expect(page.getByText(/can no longer be opened/)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Jack Brennan' })).toHaveCount(0);
  await blocker.close();
  await page.reload();
  await expect(page.getByLabel('Account')).toBeVisible();
  await expect.poll(() => listDatabases(page)).not.toContain('_pouch_i2es-au.officer-country');
});

test('a forgotten passphrase: what is at risk is named, a new store is filled, and nothing of the old one is lost', async ({
  context,
  page
}) => {
  const desks = new DesksPage(page);
  const signIn = new SignInPage(page);
  const looks = new Looks();
  let number = '';

  await test.step('given an act that was not sent, and a locked desk', async () => {
    await desks.arrive(server.address, OFFICERS.AU, 'Forgetful laptop');
    await expect(new LinePage(page).sentence).toHaveText(/on our server$/);
    await desks.waitUntilNumbered();
    await waitUntilKept(page);
    await context.setOffline(true);
    number = await issueImport(desks, 'Mallee Pharmacy');
    await page.getByRole('button', { name: english('app_lock') }).click();
  });
  await test.step('how much is at risk is told, and from when; which it is cannot be told', async () => {
    await page.getByText(english('person_forgotten')).click();
    await expect(page.getByText('Not sent from this device: signed documents 1,')).toBeVisible();
    await expect(page.getByText(english('leave_risk_why'))).toBeVisible();
    await looks.at(page, 'a forgotten passphrase');
    await expect(page.getByText(number)).toHaveCount(0);
  });
  await test.step('signed in, the officer chooses another passphrase and has what was sent', async () => {
    await context.setOffline(false);
    await page.getByRole('button', { name: english('person_sign_in') }).click();
    await page.getByLabel('Password').fill(OFFICERS.AU.password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText(english('person_forgotten')).click();
    await page.getByRole('button', { name: english('leave_forgot_anew') }).click();
    await signIn.keepDataHere(NEW_PASSPHRASE);
    await signIn.nameDevice('Forgetful laptop');
    await expect(page.getByText('Certified', { exact: true })).toBeVisible();
    await signIn.openDesks();
    await desks.go('authorizations');
    await page.getByRole('searchbox').fill(number);
    await expect(page.getByText(english('register_none_title'))).toBeVisible();
  });
  await test.step('the old passphrase comes back, and the act with it', async () => {
    await desks.go('sync');
    const former = page.getByLabel(english('leave_former_passphrase'));
    await page.getByRole('button', { name: english('leave_former_bring') }).click();
    await expect(page.getByText(english('registration_missing'))).toBeVisible();
    await expect(former).toBeFocused();
    await former.fill(PASSPHRASE);
    await looks.at(page, 'former records');
    await page.getByRole('button', { name: english('leave_former_bring') }).click();
    await expect(page.getByText(/^Loaded\. Signed documents: 1/)).toBeVisible();
    await expect(new LinePage(page).sentence).toHaveText(/on our server$/);
    await desks.go('authorizations');
    await page.getByRole('searchbox').fill(number);
    await expect(page.getByRole('grid').getByText(number)).toBeVisible();
  });
  await test.step('the old records go when their person says so', async () => {
    await desks.go('sync');
    await page.getByRole('button', { name: english('leave_former_remove') }).click();
    await looks.at(page, 'removing former records');
    await remove(desks).click();
    await expect(page.getByLabel(english('leave_former_passphrase'))).toHaveCount(0);
    const kept = (await listDatabases(page)).filter((name) => name.includes('au.officer'));
    expect(kept.every((name) => name.endsWith('-1'))).toBe(true);
  });
  expect(looks.found).toEqual([]);
});

test('suspended in one tab is suspended in all, and let in again the desk is as it was', async ({
  context,
  page
}) => {
  const admin = await context.browser()?.newContext({ serviceWorkers: 'block' });
  const desk = await admin?.newPage();
  if (!desk) throw new Error('no browser');
  const [desks, head] = [new DesksPage(page), new DesksPage(desk)];
  await desks.arrive(server.address, OFFICERS.AU, 'Two tabs');
  await expect(new LinePage(page).sentence).toHaveText(/on our server$/);
  const second = await context.newPage();
  await new SignInPage(second).openDesk(`${server.address}/authorizations`);
  await desks.startImport();
  await new AuthorizationFormPage(page).box('importerName').locator('input').fill('Half a word');
  await head.arrive(server.address, { account: 'au.admin', password: 'wattle-harbour-26' }, 'Head office');
  const setSuspended = (suspended: boolean) =>
    desk.evaluate(async (is) => {
      const body = JSON.stringify({ suspended: is });
      const headers = { 'content-type': 'application/json' };
      await fetch('/api/people/au.officer', { method: 'PATCH', headers, body });
    }, suspended);

  await setSuspended(true);
  for (const tab of [page, second])
    await expect(new DesksPage(tab).title).toHaveText(english('leave_out_title'));
  const looks = new Looks();
  await looks.at(page, 'shut out, suspended');
  await setLanguage(second, 'ar');
  await expect(new DesksPage(second).title).toHaveText(wordsOf('ar')('leave_out_title'));
  await looks.at(second, 'shut out, suspended, in Arabic');
  await setLanguage(second, 'en');
  await expect(new DesksPage(second).title).toHaveText(english('leave_out_title'));
  await expect(second.getByRole('button', { name: english('person_unlock'), exact: true })).toHaveCount(0);

  await setSuspended(false);
  await page.getByRole('button', { name: english('person_sign_in') }).click();
  await page.getByLabel('Password').fill(OFFICERS.AU.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await new SignInPage(page).unlockDesk();
  await desks.go('authorizations');
  await page.getByRole('tab', { name: english('register_tab_drafts') }).click();
  await page.getByRole('grid').getByRole('link').first().click();
  await expect(new AuthorizationFormPage(page).box('importerName').locator('input')).toHaveValue(
    'Half a word'
  );
  expect(looks.found).toEqual([]);
  await admin?.close();
});
