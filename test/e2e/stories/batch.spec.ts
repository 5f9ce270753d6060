import { expect } from '@playwright/test';
import { AuthorizationFormPage } from '../pages/authorization-form.page.ts';
import { aDesk, DesksPage } from '../pages/desks.page.ts';
import { takePictures } from '../pages/pictures.ts';
import { ADMINISTRATORS, OFFICERS } from '../pages/sign-in.page.ts';
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
  const load = (rows: readonly string[], { page } = au) =>
    page
      .getByRole('main')
      .locator('input[type="file"]')
      .setInputFiles({
        name: 'orders.csv',
        mimeType: 'text/csv',
        buffer: Buffer.from(rows.join('\n'))
      });

  await test.step('given a file with a fault, of which only the other row is offered', async () => {
    await au.arrive(server.address, OFFICERS.AU, 'Desk 60, Canberra');
    await au.waitUntilNumbered();
    await openMore(english('batch_title'));
    await page.getByRole('link', { name: english('import_link') }).click();
    await load([HEAD, order('5'), order('much')]);
    await expect(page.getByRole('row', { name: /^3 Quantity / })).toBeVisible();
    await takePictures(page, 'a batch with a fault');
    await expect(button('Load selected (1)')).toBeVisible();
  });
  await test.step('when the corrected one is loaded, also by a double click', async () => {
    await load([HEAD, ...['5', '6', '7'].map(order)]);
    await button('Load selected (3)').dblclick();
    await expect(page.getByText(/^Loaded: 3$/).first()).toBeVisible();
    await page.getByRole('link', { name: english('batch_title') }).click();
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
    await ch.page.getByRole('link', { name: english('import_link') }).click();
    await ch.page
      .getByLabel(english('import_kind'))
      .selectOption(english('register_act_export_authorization'));
    const head = 'Import authorization,Substance and form,Pharmaceutical form,Quantity,Unit';
    const goods = (number: string | undefined, grams: number): string =>
      `${number},codeine anhydrous base,powder,${grams},g`;
    await load([head, goods('AU-I-1', 1), ...cited.map((number) => goods(number, 99))], ch);
    await expect(ch.page.getByRole('row', { name: /^2 Import authorization / })).toBeVisible();
    await expect(ch.page.getByRole('row', { name: /^3 Quantity / })).toBeVisible();
    await takePictures(ch.page, 'a batch of exports with faults');
    await load([head, ...cited.map((number, at) => goods(number, at + 1))], ch);
    await ch.page.getByRole('button', { name: 'Load selected (3)' }).click();
    await ch.page.getByRole('link', { name: english('batch_title') }).click();
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

test('an administrator loads trade of the time before, sees it counted, and undoes it', async ({
  browser
}) => {
  test.slow();
  const desk = await aDesk(browser, server.address, ADMINISTRATORS.AU, 'Desk 62, Canberra');
  const { page } = desk;
  const dayBefore = (days: number): string =>
    new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);
  const openLoad = async (): Promise<void> => {
    await desk.go('authorizations');
    await page
      .getByRole('main')
      .getByRole('button', { name: english('ui_more') })
      .first()
      .click();
    await page.getByRole('menuitem', { name: english('batch_title') }).click();
    await page.getByRole('link', { name: english('import_link') }).click();
    await page.getByLabel(english('import_kind')).selectOption(english('import_kind_historic'));
  };
  const load = (rows: readonly string[]) =>
    page
      .getByRole('main')
      .locator('input[type="file"]')
      .setInputFiles({
        name: 'old trade.csv',
        mimeType: 'text/csv',
        buffer: Buffer.from(['date,direction,partner,substance,grams,number', ...rows].join('\n'))
      });
  const openReturn = async (): Promise<void> => {
    await desk.go('returns');
    const [year, month] = dayBefore(1).split('-');
    const quarter = `${year}-q${Math.ceil(Number(month) / 3)}`;
    await page.getByLabel(english('returns_period'), { exact: true }).selectOption(quarter);
  };
  const records = page.getByRole('region', { name: english('import_historic_list') });
  const marked = page.getByText(/^Of this, historic records/);

  await test.step('given a file with a faulty row, of which the others are counted', async () => {
    await openLoad();
    await load([
      `${dayBefore(1)},import,IS,codeine,1250,OLD 1`,
      `${dayBefore(1)},sideways,IS,codeine,1,OLD 2`,
      `2021-05-04,export,CH,morphine,300,OLD 3`
    ]);
    await expect(page.getByText(/is neither import nor export/).first()).toBeVisible();
    await takePictures(page, 'historic records with a fault');
    await page.getByRole('button', { name: 'Load selected (2)' }).dblclick();
    await expect(records.getByRole('listitem')).toHaveCount(2);
    await takePictures(page, 'historic records');
    await desk.speak('ar');
    await page.getByRole('main').locator('select').first().selectOption('سجلات سابقة');
    await takePictures(page, 'historic records in Arabic');
    await desk.speak('en');
  });
  await test.step('then the balance and the return count them, and say so', async () => {
    await desk.go('balance');
    await page.getByRole('link', { name: 'codeine' }).click();
    const opening = page.locator('dt', { hasText: english('balance_opening') }).locator('+ dd');
    await expect(opening).toContainText(/1\.25\skg|1,250\sg/);
    await expect(opening).toContainText(english('import_kind_historic'));
    await takePictures(page, 'a balance with historic records');
    await openReturn();
    await expect(marked.first()).toContainText(/1\.25\skg|1,250\sg/);
    await takePictures(page, 'a return with historic records');
  });
  await test.step('and once the load is undone they count no longer', async () => {
    await openLoad();
    await load([`${dayBefore(1)},import,IS,codeine,7,`]);
    await expect(page.getByText(/already has historic records/).first()).toBeVisible();
    await page.getByRole('button', { name: english('import_undo'), exact: true }).click();
    await desk.dialog.getByRole('button', { name: english('import_undo_action') }).click();
    await expect(records).toBeHidden();
    await openReturn();
    await expect(marked).toHaveCount(0);
    await desk.go('sync');
    await expect(page.getByText('Refused by the server')).toHaveCount(0);
  });
});
