import { expect } from '@playwright/test';
import { DesksPage } from '../pages/desks.page.ts';
import { takePictures } from '../pages/pictures.ts';
import { ADMINISTRATORS } from '../pages/sign-in.page.ts';
import { english } from '../pages/words.ts';
import { aPicture } from '../../samples/scans.ts';
import { Server } from '../server.ts';
import { KEPT, test } from '../story.ts';

const HEAD =
  'name,address,country,national number,roles,responsible person,licence,operations,schedules,licence start,licence end';
const ROWS = [
  'Wattle Hospital Supplies,1 Quay Street,AU,77,importer,Ada North,W-1,import,1961-I; 1961-II,2020-01-01,2099-12-31',
  'WATTLE Hospital Supplies,2 Quay Street,AU,,importer,,W-2,import,1961-I,2020-01-01,2020-12-31',
  'Banksia Imports,3 Quay Street,AU,78,importer,,B-1,import,1961-I,2020-01-01,2020-12-31'
];

let server: Server;
test.beforeAll(async () => {
  server = await Server.start();
});
test.afterAll(() => server.stop());

test('an administrator loads the register of companies, merges a double, and the form knows it', async ({
  browser
}) => {
  const context = await browser.newContext(KEPT);
  const au = new DesksPage(await context.newPage());
  const { page, dialog } = au;
  const button = (word: string) => page.getByRole('button', { name: english(word), exact: true });
  const link = (word: string) => page.getByRole('link', { name: english(word), exact: true });
  const load = (rows: readonly string[]) =>
    page
      .getByRole('main')
      .locator('input[type="file"]')
      .setInputFiles({
        name: 'companies.csv',
        mimeType: 'text/csv',
        buffer: Buffer.from([HEAD, ...rows].join('\n'))
      });

  await test.step('given a spreadsheet with a fault, of which only the other rows are offered', async () => {
    await au.arrive(server.address, ADMINISTRATORS.AU, 'Desk 50, Canberra');
    await au.go('companies');
    await link('import_link').click();
    await load([...ROWS, 'Coral,4 Quay Street,AU,,smuggler,,,,,,']);
    await expect(page.getByRole('row', { name: /^5 Roles .*smuggler/ })).toBeVisible();
    await expect(page.getByRole('button', { name: 'Load selected (3)' })).toBeVisible();
    await takePictures(page, 'companies with a fault');
  });
  await test.step('when the corrected one is loaded', async () => {
    await load(ROWS);
    await page.getByRole('button', { name: 'Load selected (3)' }).dblclick();
    await expect(page.getByText(/^Loaded: 3$/).first()).toBeVisible();
    await takePictures(page, 'companies loaded');
    await link('app_desk_companies').last().click();
    await expect(page.getByRole('row')).toHaveCount(5);
    await takePictures(page, 'the register of companies');
  });
  await test.step('then a company is found by its number, with its double', async () => {
    await page.getByLabel(english('company_search')).fill('77');
    await expect(page.getByRole('row')).toHaveCount(2);
    await page.getByRole('link', { name: 'Wattle Hospital Supplies' }).click();
    await expect(page.getByText('2 Quay Street')).toBeVisible();
    await takePictures(page, 'a company');
  });
  await test.step('and merged with it, with the licences of both', async () => {
    await button('company_merge').click();
    await dialog.getByLabel(english('company_merge_other')).fill('WATTLE');
    await page.getByRole('option').first().click();
    await dialog.getByRole('button', { name: english('company_merge_action') }).click();
    await expect(dialog).toBeHidden();
    await expect(page.getByText('W-2')).toBeVisible();
  });
  await test.step('and its name is changed, and the old one kept', async () => {
    await button('company_edit').click();
    await page.locator('main form').getByLabel(english('people_column_name')).first().fill('Wattle Supplies');
    await button('company_save').click();
    await expect(au.title).toHaveText('Wattle Supplies');
    await expect(page.getByText('Ada North')).toBeVisible();
  });
  await test.step('and the scan of a licence is added offline, read, and replaced', async () => {
    await context.setOffline(true);
    await button('company_edit').click();
    const scans = page.getByRole('group', { name: english('company_scan') });
    const take = (seed: number) =>
      scans
        .first()
        .locator('input[type=file]')
        .first()
        .setInputFiles({
          name: 'licence.png',
          mimeType: 'image/png',
          buffer: Buffer.from(aPicture(60, seed))
        });
    await take(1);
    await expect(scans.first().getByText('PNG ·')).toBeVisible();
    await button('company_save').click();
    await expect(page.getByText(english('scan_waiting'))).toBeVisible();
    await context.setOffline(false);
    await expect(page.getByText(english('scan_waiting'))).toBeHidden({ timeout: 30_000 });
    const [saved] = await Promise.all([page.waitForEvent('download'), button('scan_save').click()]);
    expect(saved.suggestedFilename()).toMatch(/^scan-.*\.png$/);
    await takePictures(page, 'a company with the scan of a licence');
    await button('company_edit').click();
    await take(2);
    await button('company_save').click();
    await expect(button('scan_save')).toHaveCount(1);
    await button('company_edit').click();
    await scans
      .first()
      .getByRole('button', { name: english('scan_remove') })
      .click();
    await button('company_save').click();
    await expect(button('scan_save')).toHaveCount(0);
  });
  await test.step('and a new company whose name looks like another one is asked about while it is typed', async () => {
    await au.go('companies');
    await page.getByRole('link', { name: english('company_add') }).click();
    await page.locator('main form').getByLabel(english('people_column_name')).first().fill('Bаnksia Imports');
    await expect(page.getByText(/Banksia Imports.*is written with other letters/)).toBeVisible();
    await takePictures(page, 'a name that looks like another one');
    await button('ui_cancel').click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: english('session_typed_leave') })
      .click();
  });
  await test.step('and the form names a company that the register does not have', async () => {
    await au.go('today');
    await page.getByRole('link', { name: english('register_new'), exact: true }).click();
    await page.locator('[data-path="importerName"] input').fill('Unlisted Traders');
    await expect(page.getByText(/Unlisted Traders.* is not in your register/).first()).toBeVisible();
    await page.locator('[data-path="importerName"] input').fill('Wattle Supplies');
    await expect(page.getByText(/is not in your register/)).toBeHidden();
    await takePictures(page, 'the form with the register of companies');
  });
  await context.close();
});
