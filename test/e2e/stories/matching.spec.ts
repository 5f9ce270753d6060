import { readFile } from 'node:fs/promises';
import { expect, type BrowserContext, type Page } from '@playwright/test';
import { AuthorizationFormPage } from '../pages/authorization-form.page.ts';
import { inDays, typeDate } from '../pages/date-field.ts';
import { DesksPage } from '../pages/desks.page.ts';
import { numberShown } from '../pages/dossier.page.ts';
import { issueImport } from '../pages/issue-import.ts';
import { waitUntilPagesKept } from '../pages/line.page.ts';
import { takePictures } from '../pages/pictures.ts';
import { OFFICERS, SignInPage } from '../pages/sign-in.page.ts';
import { english } from '../pages/words.ts';
import { Server } from '../server.ts';
import { KEPT, test } from '../story.ts';

let server: Server;
test.beforeAll(async () => {
  server = await Server.start();
});
test.afterAll(() => server.stop());

const IMPORTER = 'Fremantle Hospital Supplies';

/** An emergency export, which cites no import authorization. */
async function issueEmergencyExport(desks: DesksPage): Promise<string> {
  const form = new AuthorizationFormPage(desks.page);
  await desks.go('authorizations');
  await desks.page.getByRole('button', { name: english('ui_more'), exact: true }).click();
  await desks.page.getByRole('menuitem', { name: english('partners_emergency_action') }).click();
  await expect(desks.title).toHaveText(english('authorization_title_export'));
  await form.fillParty('exporter', { name: 'Limmat Pharma AG', address: 'Quaistrasse 9\n8001 Zürich' });
  await form.fillParty('importer', { name: IMPORTER, address: '4 Kurrajong Street\nPerth WA 6000' });
  await form.choose('Importing country', 'Austral', 'Australia');
  await form.fillLine(1, {
    find: 'codeine phosphate hemi',
    goods: 'codeine phosphate hemihydrate',
    form: 'Powder',
    quantity: '200'
  });
  await form.box('emergencyReason').getByRole('textbox').fill('The hospital was flooded.');
  await takePictures(desks.page, 'an emergency export');
  await form.issue('Issue export authorization');
  return numberShown(desks.page, 'E');
}

/** The lawful ones come last, below the rows that are drawn. */
async function expectFinding(desks: DesksPage, exported: string): Promise<void> {
  const emergency = english('matching_class_emergency_export');
  await desks.go('matching');
  const filter = desks.page.getByRole('combobox', { name: english('matching_class'), exact: true });
  await filter.selectOption(emergency);
  await expect(rowOf(desks.page, exported)).toContainText(emergency);
  await filter.selectOption(english('matching_class_any'));
}

function rowOf(page: Page, number: string) {
  return page.getByRole('grid').getByRole('row').filter({ hasText: number });
}

test('an emergency export is proposed to both, linked off line by one, and undone by the other', async ({
  browser
}) => {
  const australia = await browser.newContext(KEPT);
  const switzerland = await browser.newContext();
  const [au, ch] = [new DesksPage(await australia.newPage()), new DesksPage(await switzerland.newPage())];
  let exported = '';

  await test.step('given an emergency export, and the import authorization that followed it', async () => {
    await au.arrive(server.address, OFFICERS.AU, 'Desk 40, Canberra');
    await ch.arrive(server.address, OFFICERS.CH, 'Laptop, Bern');
    exported = await issueEmergencyExport(ch);
    await issueImport(au, IMPORTER);
  });
  await test.step('then both desks propose the same', async () => {
    for (const desks of [au, ch]) {
      await expectFinding(desks, exported);
      await desks.page.getByRole('tab', { name: english('matching_tab_proposals') }).click();
      await rowOf(desks.page, exported).click();
      const pair = desks.page.getByRole('article');
      await expect(pair).toContainText(english('dossier_like_importer'));
      await expect(pair.getByRole('button', { name: english('matching_link'), exact: true })).toBeVisible();
    }
    await takePictures(au.page, 'matching, a proposal');
  });
  await test.step('when the Australian officer decides by the keyboard, with no connection', async () => {
    await waitUntilPagesKept(au.page);
    await australia.setOffline(true);
    await new SignInPage(au.page).openDesk(`${server.address}/matching?tab=proposals`);
    await expect(rowOf(au.page, exported)).toBeVisible();
    const current = au.page.getByRole('grid').locator('.row.current');
    let read = '';
    while (!read.includes(exported)) {
      await au.page.keyboard.press('j');
      // The next pair opens a moment after its key: who presses again before that may go past it.
      await expect(current).not.toHaveText(read);
      read = (await current.textContent()) ?? '';
    }
    await expect(au.page.getByRole('article')).toContainText(exported);
    await au.page.keyboard.press('Enter');
    const done = au.page.getByRole('region', { name: english('matching_done_title') });
    await expect(done).toContainText(exported);
    await expect(rowOf(au.page, exported)).toHaveCount(0);
    await expect(rowOf(ch.page, exported)).toBeVisible();
  });
  await test.step('then the Swiss desk has it too, once the line is there again', async () => {
    await australia.setOffline(false);
    await expect(rowOf(ch.page, exported)).toHaveCount(0);
  });
  await test.step('and the Swiss officer takes back what the partner decided: it is proposed to both again', async () => {
    const partners = ch.page
      .getByRole('region', { name: english('matching_done_title') })
      .getByRole('listitem')
      .filter({ hasText: exported });
    await expect(partners).toContainText('Australia');
    await partners.getByRole('button', { name: english('matching_undo') }).click();
    for (const { page } of [au, ch]) await expect(rowOf(page, exported)).toBeVisible();
  });
  await test.step('then the Australian officer links it again, and undoes that by a key', async () => {
    await rowOf(au.page, exported).click();
    await au.page.getByRole('button', { name: english('matching_link'), exact: true }).click();
    for (const { page } of [au, ch]) await expect(rowOf(page, exported)).toHaveCount(0);
    await au.page.keyboard.press('u');
    for (const { page } of [au, ch]) await expect(rowOf(page, exported)).toBeVisible();
  });
  await test.step('and what the Swiss officer says is not the same is proposed to neither', async () => {
    await rowOf(ch.page, exported).click();
    await ch.page.getByRole('button', { name: english('matching_deny') }).click();
    for (const desks of [au, ch]) {
      await expectFinding(desks, exported);
    }
  });
});

/** What is chosen from the menu of the list comes as a file. */
async function takeAway(page: Page, word: string): Promise<Buffer> {
  await page.getByRole('button', { name: english('matching_export') }).click();
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: english(word) }).click()
  ]);
  return readFile(await file.path());
}

/** The words that stand on the paper in the moment in which the browser is asked to print. */
async function printed(page: Page): Promise<string> {
  await page.evaluate(() => {
    window.print = () =>
      (document.body.dataset['printed'] = document.querySelector('.paper')?.textContent ?? '');
  });
  await page.getByRole('button', { name: english('matching_export') }).click();
  await page.getByRole('menuitem', { name: english('matching_export_print') }).click();
  const paper = page.locator('body[data-printed]');
  await paper.waitFor();
  return (await paper.getAttribute('data-printed')) ?? '';
}

async function countOf(page: Page, tab: string): Promise<number> {
  const words = await page.getByRole('tab', { name: english(tab) }).textContent();
  return Number(/\d+/.exec(words ?? '')?.[0]);
}

const LACKING = /^1 document has not arrived \(Australia\)/;

function confirmedBy(page: Page, country: string) {
  return page.getByRole('grid').locator('[role="gridcell"]:last-child', { hasText: country });
}

/** One act of a partner, of several that were counted, never reaches this browser. */
async function loseOneAct(context: BrowserContext, issuer: string): Promise<void> {
  let lost: string | undefined;
  await context.route(/\/db\/country-[a-z]+\/_changes/, async (route) => {
    // What the page or its end cuts off is nobody's fault.
    const response = await route.fetch({ timeout: 0 }).catch(() => null);
    if (!response?.ok()) return route.abort().catch(() => undefined);
    const told = (await response.json()) as { results: { readonly id: string }[] };
    lost ??= told.results.find(({ id }) => id.includes(`:${issuer}:shipment:`))?.id;
    const results = told.results.filter(({ id }) => id !== lost);
    return route.fulfill({ response, json: { ...told, results } }).catch(() => undefined);
  });
}

test('the exact matches of a period are confirmed by one decision, and the desk is taken away as it is listed', async ({
  browser
}) => {
  const australia = await browser.newContext();
  const switzerland = await browser.newContext();
  const [au, ch] = [new DesksPage(await australia.newPage()), new DesksPage(await switzerland.newPage())];
  const confirm = au.page.getByRole('main').getByRole('button', { name: /^Confirm \d+ exact match/ });
  let [inPeriod, all] = [0, 0];

  await test.step('given exact matches of a year, and a Swiss device that one of the Australian shipments did not reach', async () => {
    await loseOneAct(switzerland, 'AU');
    await au.arrive(server.address, OFFICERS.AU, 'Desk 41, Canberra');
    await ch.arrive(server.address, OFFICERS.CH, 'Tablet, Bern');
    await au.go('matching');
    all = await countOf(au.page, 'matching_tab_exact');
  });
  await test.step('then that device says what it lacks, and the other one does not', async () => {
    await ch.go('matching');
    await expect(ch.page.getByText(LACKING)).toBeVisible();
    await expect(au.page.getByText(LACKING)).toBeHidden();
    await takePictures(ch.page, 'matching, on a device that lacks an act');
  });
  await test.step('when the Australian officer confirms those of a period', async () => {
    await au.page.getByRole('tab', { name: english('matching_tab_exact') }).click();
    await typeDate(
      au.page.locator('form .date').filter({ hasText: english('matching_until') }),
      inDays(-200)
    );
    await expect(confirm).not.toContainText(String(all));
    inPeriod = await countOf(au.page, 'matching_tab_exact');
    await confirm.click();
    await au.page
      .getByRole('dialog')
      .getByRole('button', { name: english('matching_exact_action') })
      .dblclick();
  });
  await test.step('then each is signed once, the list says by whom, and the rest of the year is open still', async () => {
    await expect(confirm).toBeHidden();
    // Each of them is signed by itself.
    await expect(au.page.getByRole('progressbar')).toBeHidden({ timeout: 90_000 });
    // The list follows what is signed a moment later; nothing is left to confirm once it has.
    await expect(confirm).toBeHidden();
    await expect(confirmedBy(au.page, 'Australia').first()).toBeVisible();
    await takePictures(au.page, 'matching, exact matches confirmed');
    const table = (await takeAway(au.page, 'matching_export_csv')).toString();
    const rows = table.trim().split('\r\n').slice(1);
    // Goods of two drugs are two rows of one number.
    const numbersOf = (lines: readonly string[]) => new Set(lines.map((row) => row.split('","')[2]));
    expect(numbersOf(rows).size).toBe(inPeriod);
    expect(rows.filter((row) => !row.endsWith(',"Australia"'))).toEqual([]);
    await au.page.getByRole('button', { name: english('matching_clear') }).click();
    await expect(confirm).toContainText(String(all - inPeriod));
  });
  await test.step('and the Swiss desk knows it, but for what never reached it', async () => {
    await ch.page.getByRole('tab', { name: english('matching_tab_exact') }).click();
    await expect(confirmedBy(ch.page, 'Australia').first()).toBeVisible();
  });
  await test.step('and what does not match is printed and saved row by row', async () => {
    await au.page.getByRole('tab', { name: english('matching_tab_all') }).click();
    const listed = await countOf(au.page, 'matching_tab_all');
    const csv = (await takeAway(au.page, 'matching_export_csv')).toString();
    const numbers = csv.match(/\b(?:AU|CH)-E-\d{4}-\d{6}-\d{2}/g) ?? [];
    expect(csv.trim().split('\r\n').slice(1).length).toBeGreaterThanOrEqual(listed);
    const paper = await printed(au.page);
    for (const number of new Set(numbers)) expect(paper).toContain(number);
    expect(paper).toContain(english('person_demonstration'));
    expect(paper).toContain(english('matching_sums'));
    const book = await takeAway(au.page, 'matching_export_xlsx');
    expect(book.subarray(0, 2).toString()).toBe('PK');
  });
  await test.step('and the keys go through the list as it is sorted, with the row that is open in sight', async () => {
    const { page } = au;
    await page
      .getByRole('grid')
      .getByRole('button', { name: english('matching_column_base') })
      .click();
    const first = page.getByRole('grid').getByRole('row').nth(1);
    const number = /[A-Z]{2}-[EI]-\d{4}-\d{6}-\d{2}/.exec((await first.textContent()) ?? '')?.[0] ?? '';
    await page.keyboard.press('j');
    await expect(page.getByRole('article')).toContainText(number);
    await page.keyboard.press('k');
    for (let step = 0; step < 12; step++) await page.keyboard.press('j');
    await expect(page.getByRole('grid').locator('.row.current')).toBeInViewport();
  });
});
