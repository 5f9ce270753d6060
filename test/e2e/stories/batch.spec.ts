import { expect } from '@playwright/test';
import { AuthorizationFormPage } from '../pages/authorization-form.page.ts';
import { DesksPage } from '../pages/desks.page.ts';
import { takePictures } from '../pages/pictures.ts';
import { OFFICERS } from '../pages/sign-in.page.ts';
import { english } from '../pages/words.ts';
import { Server } from '../server.ts';
import { test } from '../story.ts';

const HEAD =
  'Importer,Importer’s address,Exporter,Exporter’s address,Exporting country,Substance and form,Pharmaceutical form,Quantity,Unit';
const order = (grams: string): string =>
  `Coral Clinic,"1 Quay Street, Perth",Alpenpharma AG,"Rheinweg 4, Basel",Switzerland,codeine anhydrous base,powder,${grams},g`;

let server: Server;
test.beforeAll(async () => {
  server = await Server.start();
});
test.afterAll(() => server.stop());

test('an officer loads orders from a spreadsheet, issues them with one confirmation, and keeps one as a template', async ({
  browser
}) => {
  test.slow();
  const au = new DesksPage(await (await browser.newContext()).newPage());
  const { page, dialog } = au;
  const button = (word: RegExp | string) => page.getByRole('button', { name: word });
  const openMore = async (label: string, desks = au): Promise<void> => {
    await desks.go('authorizations');
    await desks.page
      .getByRole('main')
      .getByRole('button', { name: english('ui_more') })
      .first()
      .click();
    await desks.page.getByRole('menuitem', { name: label }).click();
  };
  const load = (rows: readonly string[], { dialog } = au) =>
    dialog.getByLabel(english('lists_file')).setInputFiles({
      name: 'orders.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(rows.join('\n'))
    });

  await test.step('given a file with a fault, of which nothing can be saved', async () => {
    await au.arrive(server.address, OFFICERS.AU, 'Desk 60, Canberra');
    await au.waitUntilNumbered();
    await openMore(english('batch_title'));
    await button(english('company_import')).click();
    await load([HEAD, order('5'), order('much')]);
    await expect(dialog.getByText('Row 3 · Quantity')).toBeVisible();
    await takePictures(page, 'a batch with a fault');
    await expect(dialog.getByRole('button', { name: /Save drafts/ })).toBeHidden();
  });
  await test.step('when the corrected one is loaded, also by a double click', async () => {
    await load([HEAD, ...['5', '6', '7'].map(order)]);
    await dialog.getByRole('button', { name: /Save drafts/ }).dblclick();
    await expect(dialog).toBeHidden();
    await expect(page.getByText('Ready: 3.')).toBeVisible();
    await takePictures(page, 'a batch of drafts');
  });
  await test.step('then the ready drafts are issued one by one, each once', async () => {
    await button(/^Select all ready drafts/).click();
    await button(/^Issue selected/).click();
    await dialog.getByRole('button', { name: /^Issue selected/ }).dblclick();
    await expect(dialog.getByText('Issued: 3.')).toBeVisible();
    await takePictures(page, 'a batch issued');
    await dialog
      .getByRole('button', { name: english('ui_close') })
      .last()
      .click();
    await au.go('sync');
    await expect(page.getByText('Refused by the server')).toHaveCount(0);
  });
  await test.step('and the partner exports on them from a spreadsheet, after its rows agree with what is left', async () => {
    await au.go('authorizations');
    const cells = page.getByRole('row').filter({ hasText: 'codeine' }).filter({ hasText: 'Switzerland' });
    const numbers = await cells.getByRole('link').allInnerTexts();
    const cited = numbers.slice(0, 3).map((number) => number.trim());
    const ch = new DesksPage(await (await browser.newContext()).newPage());
    await ch.arrive(server.address, OFFICERS.CH, 'Desk 61, Bern');
    await ch.go('sync');
    await openMore(english('batch_title'), ch);
    await ch.page.getByRole('button', { name: english('company_import') }).click();
    await ch.dialog.getByLabel(english('register_act_export_authorization')).check();
    const head = 'Import authorization,Substance and form,Pharmaceutical form,Quantity,Unit';
    const goods = (number: string | undefined, grams: number): string =>
      `${number},codeine anhydrous base,powder,${grams},g`;
    await load([head, goods('AU-I-1', 1), ...cited.map((number) => goods(number, 99))], ch);
    await expect(ch.dialog.getByText('Row 2 · Import authorization')).toBeVisible();
    await expect(ch.dialog.getByText('Row 3 · Quantity')).toBeVisible();
    await takePictures(ch.page, 'a batch of exports with faults');
    await load([head, ...cited.map((number, at) => goods(number, at + 1))], ch);
    await ch.dialog.getByRole('button', { name: /Save drafts/ }).click();
    await expect(ch.page.getByText('Ready: 3.')).toBeVisible();
    await ch.page.getByRole('button', { name: /^Select all ready drafts/ }).click();
    await ch.page.getByRole('button', { name: /^Issue selected/ }).click();
    await ch.dialog.getByRole('button', { name: /^Issue selected/ }).click();
    await expect(ch.dialog.getByText('Issued: 3.')).toBeVisible();
    await takePictures(ch.page, 'a batch of exports issued');
  });
  await test.step('and a new draft is kept as a template, with which the next form begins', async () => {
    await au.go('authorizations');
    await au.startImport();
    const form = new AuthorizationFormPage(page);
    await form.fillParty('importer', { name: 'Coral Clinic', address: '1 Quay Street, Perth' });
    await button(english('template_save')).click();
    await dialog.getByRole('button', { name: english('template_save_action') }).click();
    await expect(dialog.getByText(english('problem_template_name_missing'))).toBeVisible();
    await dialog.getByLabel(english('template_name')).fill('Coral each month');
    await dialog.getByRole('button', { name: english('template_save_action') }).click();
    await expect(page.getByText('Template saved: ⁨Coral each month⁩')).toBeVisible();
    await openMore(english('template_from'));
    await takePictures(page, 'templates');
    await page.getByRole('link', { name: /Begin with template/ }).click();
    const importer = form.box('importerName');
    await expect(importer.getByRole('combobox').or(importer.getByRole('textbox'))).toHaveValue(
      'Coral Clinic'
    );
  });
});
