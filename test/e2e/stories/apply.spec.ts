import { expect } from '@playwright/test';
import { ApplyPage, askBack, takeApplication } from '../pages/apply.page.ts';
import { AuthorizationFormPage } from '../pages/authorization-form.page.ts';
import { inDays, typeDate } from '../pages/date-field.ts';
import { DesksPage } from '../pages/desks.page.ts';
import { numberShown } from '../pages/dossier.page.ts';
import { Looks } from '../pages/ease.ts';
import { issueImport } from '../pages/issue-import.ts';
import { waitUntilPagesKept } from '../pages/line.page.ts';
import { takePictures } from '../pages/pictures.ts';
import { OFFICERS } from '../pages/sign-in.page.ts';
import { english as say } from '../pages/words.ts';
import { Server } from '../server.ts';
import { KEPT, test } from '../story.ts';

let server: Server;
test.beforeAll(async () => {
  server = await Server.start();
});
test.afterAll(() => server.stop());

const COMPANY = { name: 'Alpine Labs', address: '2 Rue Neuve\n3011 Bern' };
const IMPORTER = 'Southern Pharma';

test('a company without an account applies for an export on an offline phone, answers by its code, and sees its number', async ({
  browser
}) => {
  const phone = await browser.newContext({ ...KEPT, viewport: { width: 390, height: 800 } });
  const company = new ApplyPage(await phone.newPage());
  const { page } = company;
  const [officer, partner] = (await Promise.all(
    [1, 2].map(async () => new DesksPage(await (await browser.newContext()).newPage()))
  )) as [DesksPage, DesksPage];
  const looks = new Looks();
  let reference = '';

  await test.step('given an import authorization, an officer at work, and a phone that has opened any page of I2ES once', async () => {
    await page.goto(server.address);
    await waitUntilPagesKept(page);
    await phone.setOffline(true);
    await partner.arrive(server.address, OFFICERS.AU, 'Desk, Perth');
    await partner.waitUntilNumbered();
    reference = await issueImport(partner, IMPORTER, COMPANY);
    await officer.arrive(server.address, OFFICERS.CH, 'Laptop, Bern');
    await officer.waitUntilNumbered();
  });
  await test.step('when the company answers one question a screen', async () => {
    await page.goto(`${server.address}/apply/CH`);
    await company.press('apply_for_export');
    await company.field('form_exporter').fill(COMPANY.name);
    await company.field('authorization_address').fill(COMPANY.address);
    await page.reload();
    await expect(company.field('form_exporter')).toHaveValue(COMPANY.name);
    await looks.at(page, 'first question');
    await takePictures(page, 'apply, first question');
    await company.next();
    await page.goBack();
    await expect(company.field('form_exporter')).toHaveValue(COMPANY.name);
    await company.next();
    await page.locator('[data-path="importerName"] input').fill(IMPORTER);
    await company.field('authorization_address').fill('4 Kurrajong Street\nPerth WA 6000');
    await company.choose('authorization_importer_country', 'Australia');
    await company.next();
    await company.field('apply_reference_number').fill(reference);
    await typeDate(page.locator('[data-path="issuedOn"]'), inDays(0));
    await company.next();
    await company.fillGoods('codeine phosphate hemi', 'powder', '200 g');
    await company.next(4);
    await company.fillContact('R. Lane', 'lane@alpine.example');
    await company.next();
  });
  await test.step('then it stays ready to send while there is no connection', async () => {
    await company.press('apply_send');
    await expect(page.getByText(say('apply_ready_title'))).toBeVisible();
    await page.reload();
    await expect(page.getByText(say('apply_ready_title'))).toBeVisible();
  });
  await test.step('and is sent once the person presses Send online, with a code to keep', async () => {
    await phone.setOffline(false);
    await company.press('apply_send');
    await expect(page.getByRole('heading', { name: say('apply_sent_title') })).toBeVisible();
    await expect(page.getByText(say('apply_status_waiting'))).toBeVisible();
    await looks.at(page, 'sent');
    await takePictures(page, 'apply, sent');
  });
  await test.step('when the officer takes it and asks back, the company reads the question and answers it', async () => {
    await takeApplication(officer, COMPANY.name);
    await askBack(officer, 'Which airline carries the goods?');
    await looks.at(officer.page, 'application');
    await takePictures(officer.page, 'application');
    await company.answer('Swiss, LX 188.');
    await expect(officer.page.getByText('Swiss, LX 188.')).toBeVisible({ timeout: 60_000 });
  });
  await test.step('then the officer accepts it in one step and issues, and the company sees the number', async () => {
    await company.expectStatus('apply_status_review');
    await new ApplyPage(officer.page).press('application_accept');
    const form = new AuthorizationFormPage(officer.page);
    await expect(form.box('exporterName').locator('input')).toHaveValue(COMPANY.name);
    await company.expectStatus('apply_status_accepted');
    await form.issue('Issue export authorization');
    const number = await numberShown(officer.page, 'E');
    await company.expectStatus('apply_status_authorized');
    await expect(page.getByText(number)).toBeVisible();
    await takePictures(page, 'apply, authorized');
  });
  expect(looks.found).toEqual([]);
});
