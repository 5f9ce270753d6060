import { readFile } from 'node:fs/promises';
import { expect } from '@playwright/test';
import { AuthorizationFormPage } from '../pages/authorization-form.page.ts';
import { aDesk, DesksPage } from '../pages/desks.page.ts';
import { Looks } from '../pages/ease.ts';
import { LinePage, waitUntilPagesKept } from '../pages/line.page.ts';
import { confirmList, openList, publishList } from '../pages/lists.page.ts';
import { printPicture, takePictures } from '../pages/pictures.ts';
import { ADMINISTRATORS, DEPUTY, OFFICERS, SECRETARIAT } from '../pages/sign-in.page.ts';
import { typeWholeImport } from '../pages/whole-import.ts';
import { english } from '../pages/words.ts';
import { Server } from '../server.ts';
import { KEPT, test } from '../story.ts';

let server: Server;
test.beforeAll(async () => {
  server = await Server.start();
});
test.afterAll(() => server.stop());

test('an officer sees what remains of an estimate on the form, and every authorization behind it', async ({
  browser
}) => {
  const page = await (await browser.newContext()).newPage();
  const [desks, form] = [new DesksPage(page), new AuthorizationFormPage(page)];
  const looks = new Looks();

  await test.step('given an import authorization, the form shows INCB’s figure and what remains of it', async () => {
    await desks.arrive(server.address, OFFICERS.AU, 'Office');
    await desks.startImport();
    await typeWholeImport(form, 'Perth Hospital Supplies');
    const balance = page.getByRole('region', { name: english('balance_title') });
    await expect(balance).toContainText('codeine');
    await expect(balance).toContainText(english('balance_total'));
    await expect(balance).toContainText(english('balance_remaining'));
    await looks.at(page, 'the balance on the form');
  });
  await test.step('then it is issued, since INCB’s figure has room for it', async () => {
    await form.issue('Issue import authorization');
    await expect(page.getByRole('heading', { level: 1, name: /AU-I-/ })).toBeVisible();
  });
  await test.step('and the balance page names it behind the figure of its substance', async () => {
    const number = /AU-I-\d{4}-\d{6}-\d{2}/.exec((await desks.title.textContent()) ?? '')?.[0] ?? '';
    await desks.go('balance');
    await looks.at(page, 'the balances');
    await page.getByRole('link', { name: 'codeine' }).click();
    await expect(page.getByRole('heading', { level: 2, name: 'codeine' })).toBeVisible();
    await expect(page.getByRole('link', { name: number })).toBeVisible();
    await looks.at(page, 'one substance');
    expect(looks.found).toEqual([]);
  });
});

const YEAR = new Date().getFullYear();

async function openBalance({ page }: DesksPage): Promise<void> {
  await page.getByRole('link', { name: 'codeine' }).click();
  await expect(page.getByRole('heading', { level: 2, name: 'codeine' })).toBeVisible();
}

async function saved(page: DesksPage['page'], word: string): Promise<Buffer> {
  await page.getByRole('button', { name: english('overview_export') }).click();
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: english(word), exact: true }).click()
  ]);
  return readFile(await file.path());
}

test('two devices of one office, offline together, cannot exceed INCB’s figure', async ({ browser }) => {
  test.slow();
  const [near, far] = [
    await aDesk(browser, server.address, ADMINISTRATORS.AU, 'Canberra', KEPT),
    await aDesk(browser, server.address, OFFICERS.AU, 'Perth airport', KEPT)
  ];
  const desks = [near, far];
  const looks = new Looks();

  await test.step('given a figure that two people of INCB publish', async () => {
    const secretary = await aDesk(browser, server.address, SECRETARIAT, 'Secretariat', KEPT);
    const deputy = await aDesk(browser, server.address, DEPUTY, 'Second desk', KEPT);
    for (const one of [secretary, deputy]) await openList(one, 'Estimates');
    const list = `country,year,substance,type,grams\nAU,${YEAR},codeine,estimate,40000\n`;
    await publishList(secretary, 'Estimates 1', list);
    await confirmList(deputy, 'Estimates 1');
  });
  await test.step('and a quantity of before I2ES, which an administrator enters', async () => {
    const { page, dialog } = near;
    await near.go('balance');
    await page.getByRole('button', { name: english('balance_opening_action') }).click();
    await dialog.getByLabel(english('returns_substance')).fill('codeine');
    await page.getByRole('option', { name: 'codeine', exact: true }).click();
    await dialog.getByLabel(english('balance_opening')).fill('100');
    await looks.at(page, 'an earlier quantity');
    await takePictures(page, 'earlier-quantity');
    await dialog.getByRole('button', { name: english('balance_opening_save') }).click();
    await expect(dialog).toBeHidden();
  });
  await test.step('then each device reserves its part while it is online', async () => {
    for (const one of desks) {
      await one.go('balance');
      await openBalance(one);
      const opening = one.page.locator('dt', { hasText: english('balance_opening') });
      await expect(opening.locator('+ dd')).toHaveText(/100/);
      await expect(one.page.getByText(/[1-9].* on this device/)).toBeVisible();
    }
    await looks.at(near.page, 'a balance with a figure');
    await takePictures(near.page, 'balance-with-a-figure');
    await printPicture(near.page, 'balance-with-a-figure');
    const csv = (await saved(near.page, 'overview_export_csv')).toString();
    expect(csv).toContain(`"INCB figure (g)"`);
    expect(csv).toMatch(/codeine.*40000/);
    expect((await saved(near.page, 'overview_export_xlsx')).subarray(0, 2).toString()).toBe('PK');
  });
  await test.step('when both are offline, each issues within its part', async () => {
    for (const one of desks) {
      await one.go('today');
      await one.startImport();
      await typeWholeImport(new AuthorizationFormPage(one.page), 'Darwin Hospital Supplies');
      await waitUntilPagesKept(one.page);
      await one.page.context().setOffline(true);
      await expect(new LinePage(one.page).sentence).toHaveText(/no connection since/i);
    }
    const form = new AuthorizationFormPage(near.page);
    await form.issue('Issue import authorization');
    await expect(near.page.getByRole('heading', { level: 1, name: /AU-I-/ })).toBeVisible();
  });
  const form = new AuthorizationFormPage(far.page);
  await test.step('and the second one is stopped on its form when it asks for more', async () => {
    await form.line(1).getByLabel('Quantity').fill('12000');
    await expect(far.page.getByText(/this device has not reserved/).first()).toBeVisible();
    await far.page.getByRole('button', { name: /^Issue…$/ }).click();
    await expect(far.dialog).toBeHidden();
    await looks.at(far.page, 'stopped on the form');
    await takePictures(far.page, 'stopped-on-the-form');
  });
  let number = '';
  await test.step('or issues by name, for a reason', async () => {
    await far.page
      .getByRole('combobox', { name: english('authorization_exceeding') })
      .selectOption({ label: english('form_exceeding_unreserved') });
    await far.page.getByLabel(english('authorization_exceeding_reason')).fill('The consignment is here.');
    await form.issue('Issue import authorization');
    await expect(far.page.getByRole('heading', { level: 1, name: /AU-I-/ })).toBeVisible();
    number = /AU-I-\d{4}-\d{6}-\d{2}/.exec((await far.title.textContent()) ?? '')?.[0] ?? '';
  });
  await test.step('which the other device sees when both are online again', async () => {
    for (const { page } of desks) await page.context().setOffline(false);
    await near.go('authorizations');
    await near.page.getByRole('searchbox').fill(number);
    await near.page.getByRole('grid').getByRole('link', { name: number }).click();
    const notice = near.page.getByText('Beyond the estimate: Issued offline, not reserved on the device');
    await expect(notice.first()).toBeVisible();
    await expect(near.page.getByText('The consignment is here.').first()).toBeVisible();
    await looks.at(near.page, 'issued beyond a reservation');
    await takePictures(near.page, 'beyond-a-reservation');
  });
  await test.step('and the balance reads from the right in Arabic', async () => {
    const { page } = near;
    await page.evaluate(() => localStorage.setItem('PARAGLIDE_LOCALE', 'ar'));
    await page.reload();
    await page.getByRole('navigation').first().waitFor();
    await near.go('balance');
    await page.getByRole('link', { name: 'codeine' }).click();
    await expect(page.getByRole('heading', { level: 2, name: 'codeine' })).toBeVisible();
    await looks.at(page, 'a balance in Arabic');
    await takePictures(page, 'balance-in-arabic');
  });
  expect(looks.found).toEqual([]);
});
