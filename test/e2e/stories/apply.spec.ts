import { expect, type Page } from '@playwright/test';
import { AuthorizationFormPage } from '../pages/authorization-form.page.ts';
import { DesksPage } from '../pages/desks.page.ts';
import { DossierPage } from '../pages/dossier.page.ts';
import { Looks } from '../pages/ease.ts';
import { waitUntilPagesKept } from '../pages/line.page.ts';
import { takePictures } from '../pages/pictures.ts';
import { OFFICERS } from '../pages/sign-in.page.ts';
import { english as say } from '../pages/words.ts';
import { Server } from '../server.ts';
import { test } from '../story.ts';

let server: Server;
test.beforeAll(async () => {
  server = await Server.start();
});
test.afterAll(() => server.stop());

const COMPANY = 'Southern Pharma';
const field = (page: Page, label: string) =>
  page.getByLabel(say(label), { exact: true }).and(page.locator('input, textarea, select'));
const press = (page: Page, label: string): Promise<void> =>
  page.getByRole('button', { name: say(label), exact: true }).click();

test('a company applies on an offline phone, an officer asks back and issues, and the company sees the endorsement', async ({
  browser
}) => {
  const phone = await browser.newContext({ viewport: { width: 390, height: 800 } });
  const company = await phone.newPage();
  const officer = await (await browser.newContext()).newPage();
  const desks = new DesksPage(officer);
  const looks = new Looks();
  const next = (): Promise<void> => press(company, 'survey_next');
  const expectStatus = async (key: string): Promise<void> =>
    expect(async () => {
      await press(company, 'apply_status_refresh');
      await expect(company.locator('h1 + .badge').getByText(say(key), { exact: true })).toBeVisible({
        timeout: 2000
      });
    }).toPass({ timeout: 60_000 });
  let number = '';

  await test.step('given a phone that has opened any page of I2ES once, and an officer at work', async () => {
    await company.goto(server.address);
    await waitUntilPagesKept(company);
    await desks.arrive(server.address, OFFICERS.AU, 'Desk, Perth');
    await desks.waitUntilNumbered();
    await phone.setOffline(true);
    await company.goto(`${server.address}/apply/AU`);
    await press(company, 'apply_for_import');
  });
  await test.step('when the company answers one question a screen', async () => {
    await field(company, 'form_importer').fill(COMPANY);
    await field(company, 'authorization_address').fill('1 Depot Road, Perth');
    await company.reload();
    await expect(field(company, 'form_importer')).toHaveValue(COMPANY);
    await looks.at(company, 'first question');
    await takePictures(company, 'apply, first question');
    await next();
    await company.goBack();
    await expect(field(company, 'form_importer')).toHaveValue(COMPANY);
    await next();
    await field(company, 'form_exporter').fill('Alpine Labs');
    await field(company, 'authorization_address').fill('2 Rue Neuve, Bern');
    await choose(company, 'authorization_exporter_country', 'Switzerland');
    await next();
    await choose(company, 'authorization_substance', 'morphine (anhydrous base)');
    await field(company, 'authorization_pharmaceutical_form').selectOption('raw-material');
    await field(company, 'authorization_quantity').fill('1,5 kg');
    await next();
    await company.getByRole('radio').first().check();
    for (let step = 0; step < 4; step++) await next();
    await field(company, 'apply_contact_name').fill('R. Lane');
    await field(company, 'apply_contact_email').fill('lane@southern.example');
    await next();
  });
  await test.step('then it stays ready to send while there is no connection', async () => {
    await press(company, 'apply_send');
    await expect(company.getByText(say('apply_ready_title'))).toBeVisible();
    await company.reload();
    await expect(company.getByText(say('apply_ready_title'))).toBeVisible();
  });
  await test.step('and is sent once the person presses Send online, with a code to keep', async () => {
    await phone.setOffline(false);
    await press(company, 'apply_send');
    await expect(company.getByRole('heading', { name: say('apply_sent_title') })).toBeVisible();
    await expect(company.getByText(say('apply_status_waiting'))).toBeVisible();
    await looks.at(company, 'sent');
    await takePictures(company, 'apply, sent');
  });
  await test.step('when the officer takes it and asks back', async () => {
    await desks.go('applications');
    const waiting = officer.getByRole('listitem').filter({ hasText: COMPANY });
    await waiting.getByRole('button', { name: say('application_take'), exact: true }).click();
    await expect(waiting).toBeHidden();
    await looks.at(officer, 'queue');
    await takePictures(officer, 'applications, queue');
    await officer.getByRole('grid').getByRole('row').filter({ hasText: COMPANY }).click();
    await expect(desks.title).toHaveText(COMPANY);
    await press(officer, 'application_question');
    await desks.dialog.getByLabel(say('application_text')).fill('Which warehouse receives the goods?');
    await desks.dialog.getByRole('button', { name: say('application_question_send') }).click();
    await expect(desks.dialog).toBeHidden();
    await looks.at(officer, 'application');
    await takePictures(officer, 'application');
  });
  await test.step('then the company reads the question and answers it', async () => {
    await expectStatus('apply_status_question');
    await expect(company.getByText('Which warehouse receives the goods?')).toBeVisible();
    await field(company, 'apply_answer').fill('The one in Perth.');
    await press(company, 'apply_answer_send');
    await expectStatus('apply_status_review');
  });
  await test.step('and the officer accepts it in one step and issues the authorization', async () => {
    await expect(officer.getByText('The one in Perth.')).toBeVisible({ timeout: 60_000 });
    await press(officer, 'application_accept');
    const form = new AuthorizationFormPage(officer);
    await expect(form.box('importerName').locator('input')).toHaveValue(COMPANY);
    await expectStatus('apply_status_accepted');
    await officer.getByLabel('Port or customs office of entry').fill('Perth');
    await form.issue('Issue import authorization');
    const heading = officer.getByRole('heading', { level: 1, name: /AU-I-/ });
    number = /AU-I-\d{4}-\d{6}-\d{2}/.exec((await heading.textContent()) ?? '')?.[0] ?? '';
    expect(number).not.toBe('');
  });
  await test.step('then the company sees its number', async () => {
    await expectStatus('apply_status_authorized');
    await expect(company.getByText(number)).toBeVisible();
    await takePictures(company, 'apply, authorized');
  });
  await test.step('and after shipment and endorsement that its goods are imported', async () => {
    const partner = await (await browser.newContext()).newPage();
    await new DesksPage(partner).arrive(server.address, OFFICERS.CH, 'Laptop, Bern');
    await partner.getByRole('link', { name: number }).first().click();
    const theirs = new DossierPage(partner);
    await theirs.begin('Issue export authorization…');
    await new AuthorizationFormPage(partner).issue('Issue export authorization');
    await expect(partner.getByRole('heading', { level: 1, name: /CH-E-/ })).toBeVisible();
    await theirs.state('Record shipment…', 'Exported', ['1500'], 'Record shipment');
    await expectStatus('apply_status_shipped');
    const ours = new DossierPage(officer);
    await expect(ours.statement('Quantity actually exported')).toBeVisible({ timeout: 60_000 });
    await ours.state('Endorse…', 'Imported', ['1500'], 'Endorse');
    await expectStatus('apply_status_endorsed');
    await looks.at(company, 'endorsed');
    await takePictures(company, 'apply, endorsed');
  });
  expect(looks.found).toEqual([]);
});

async function choose(page: Page, label: string, text: string): Promise<void> {
  await field(page, label).fill(text);
  await page.getByRole('option').first().click();
}
