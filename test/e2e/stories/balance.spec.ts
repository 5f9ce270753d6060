import { expect } from '@playwright/test';
import { AuthorizationFormPage } from '../pages/authorization-form.page.ts';
import { DesksPage } from '../pages/desks.page.ts';
import { Looks } from '../pages/ease.ts';
import { OFFICERS } from '../pages/sign-in.page.ts';
import { typeWholeImport } from '../pages/whole-import.ts';
import { english } from '../pages/words.ts';
import { Server } from '../server.ts';
import { test } from '../story.ts';

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
  });
});
