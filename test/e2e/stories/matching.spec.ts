import { expect, test, type Page } from '@playwright/test';
import { AuthorizationFormPage } from '../pages/authorization-form.page.ts';
import { typeDate } from '../pages/date-field.ts';
import { DesksPage } from '../pages/desks.page.ts';
import { issueImport } from '../pages/issue-import.ts';
import { waitUntilPagesKept } from '../pages/line.page.ts';
import { takePictures } from '../pages/pictures.ts';
import { OFFICERS, SignInPage } from '../pages/sign-in.page.ts';
import { english } from '../pages/words.ts';
import { Server } from '../server.ts';

let server: Server;
test.beforeAll(async () => {
  server = await Server.start();
});
test.afterAll(() => server.stop());

const IMPORTER = 'Fremantle Hospital Supplies';

/** A letter is left out in front, so that its check digits tell nothing: it is read as another office's number. */
function mistype(number: string): string {
  return number.slice(0, 1) + number.slice(2);
}

function inDays(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
}

/** An export authorization upon an import authorization that is typed from paper. */
async function issueExportFromPaper(desks: DesksPage, number: string): Promise<string> {
  const form = new AuthorizationFormPage(desks.page);
  await desks.go('authorizations');
  await desks.page.getByRole('link', { name: english('register_new_export') }).click();
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
  await form.line(1).getByLabel(english('authorization_limit')).fill('200');
  await form.box('importNumber').getByRole('textbox').fill(number);
  await typeDate(form.box('importIssuedOn'), inDays(0));
  await typeDate(form.box('importValidUntil'), inDays(120));
  await form.box('importAuthority').getByRole('textbox').fill('Office of Drug Control');
  await form.issue('Issue export authorization');
  const heading = desks.page.getByRole('heading', { level: 1, name: /CH-E-/ });
  await expect(heading).toBeVisible();
  return /CH-E-\d{4}-\d{6}-\d{2}/.exec((await heading.textContent()) ?? '')?.[0] ?? '';
}

function rowOf(page: Page, number: string) {
  return page.getByRole('grid').getByRole('row').filter({ hasText: number });
}

test('a mistyped number is proposed to both, decided off line by one, and undone by the other', async ({
  browser
}) => {
  const australia = await browser.newContext();
  const switzerland = await browser.newContext();
  const [au, ch] = [new DesksPage(await australia.newPage()), new DesksPage(await switzerland.newPage())];
  let number = '';
  let exported = '';

  await test.step('given an import authorization whose number the exporting officer mistypes', async () => {
    await au.arrive(server.address, OFFICERS.AU, 'Desk 40, Canberra');
    await ch.arrive(server.address, OFFICERS.CH, 'Laptop, Bern');
    number = await issueImport(au, IMPORTER);
    exported = await issueExportFromPaper(ch, mistype(number));
  });
  await test.step('then both desks propose the same, with what differs marked in the text', async () => {
    for (const desks of [au, ch]) {
      await desks.go('matching');
      await expect(rowOf(desks.page, exported)).toContainText(english('matching_class_number_unknown'));
      await desks.page.getByRole('tab', { name: english('matching_tab_proposals') }).click();
      await rowOf(desks.page, exported).click();
      const pair = desks.page.getByRole('article');
      await expect(pair).toContainText(english('dossier_like_slip'));
      await expect(pair.locator('mark').first()).toBeVisible();
      await expect(pair.getByRole('button', { name: english('matching_link'), exact: true })).toBeVisible();
    }
    await takePictures(au.page, 'matching, a proposal');
  });
  await test.step('when the Australian officer decides by the keyboard, with no connection', async () => {
    await waitUntilPagesKept(au.page);
    await australia.setOffline(true);
    await au.page.goto(`${server.address}/matching?tab=proposals`);
    await new SignInPage(au.page).unlockDesk();
    await expect(rowOf(au.page, exported)).toBeVisible();
    while (!(await au.page.getByRole('article').filter({ hasText: exported }).isVisible())) {
      await au.page.keyboard.press('j');
      await expect(au.page.getByRole('article')).toBeVisible();
    }
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
      await desks.go('matching');
      await expect(rowOf(desks.page, exported)).toContainText(
        english('matching_class_export_without_import')
      );
    }
  });
});
