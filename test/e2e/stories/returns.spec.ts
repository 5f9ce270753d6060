import { readFile } from 'node:fs/promises';
import { expect } from '@playwright/test';
import { DesksPage } from '../pages/desks.page.ts';
import { takePictures } from '../pages/pictures.ts';
import { OFFICERS } from '../pages/sign-in.page.ts';
import { english } from '../pages/words.ts';
import { Server } from '../server.ts';
import { test } from '../story.ts';

let server: Server;
test.beforeAll(async () => {
  server = await Server.start();
});
test.afterAll(() => server.stop());

test('an officer files a return from the documents, saves it, and enters what no document knows', async ({
  browser
}) => {
  const context = await browser.newContext({ acceptDownloads: true });
  const au = new DesksPage(await context.newPage());
  const { page, dialog } = au;
  const button = (word: string) => page.getByRole('button', { name: english(word), exact: true });
  const saved = async (word: string): Promise<Buffer> => {
    await page.getByRole('button', { name: english('overview_export') }).click();
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: english(word), exact: true }).click()
    ]);
    return readFile(await file.path());
  };

  await test.step('given Today, which names the returns that are due', async () => {
    await au.arrive(server.address, OFFICERS.AU, 'Desk 41, Canberra');
    await page.locator('main a[href*="/returns?form="]').click();
    await expect(au.title).toHaveText(english('returns_title'));
  });
  await test.step('when the officer opens the consignments behind a figure', async () => {
    await page.locator('main details summary').first().click();
    await expect(page.locator('main details[open] li').first()).toContainText('×');
    await takePictures(page, 'a return');
  });
  await test.step('and files the return', async () => {
    await button('returns_file_action').click();
    await dialog.getByRole('button', { name: english('returns_file_action') }).click();
    await expect(page.getByText(english('returns_filed_unchanged'))).toBeVisible();
    await expect(button('returns_file_action')).toBeHidden();
  });
  await test.step('then its files hold what was filed', async () => {
    const xml = (await saved('returns_export_xml')).toString();
    expect(xml).toContain('<return xmlns="urn:i2es:return:1" form="a"');
    expect(xml).toContain('filedAt="');
    expect((await saved('overview_export_csv')).toString()).toContain('"Form A"');
    expect((await saved('overview_export_xlsx')).subarray(0, 2).toString()).toBe('PK');
    expect((await saved('returns_export_cover')).subarray(0, 4).toString()).toBe('%PDF');
  });
  await test.step('and a stock is entered on Form C, where unknown stays “no information”', async () => {
    await page.getByLabel(english('returns_form'), { exact: true }).selectOption('c');
    await expect(page.getByText(english('returns_figures_none_year'))).toBeVisible();
    await button('returns_enter_action').click();
    await dialog.getByLabel(english('returns_substance')).fill('morphine');
    await page.getByRole('option', { name: 'morphine', exact: true }).click();
    await dialog.getByLabel(english('returns_closing')).fill('70');
    await dialog.getByRole('button', { name: english('returns_enter_save') }).click();
    await expect(dialog).toBeHidden();
    await expect(page.getByRole('region', { name: 'morphine' }).getByText('70 g')).toBeVisible();
    await takePictures(page, 'a yearly return');
  });
  await context.close();
});
