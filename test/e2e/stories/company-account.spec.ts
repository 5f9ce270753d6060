import { expect, type Page } from '@playwright/test';
import { AuthorizationFormPage } from '../pages/authorization-form.page.ts';
import { inDays, typeDate } from '../pages/date-field.ts';
import { DesksPage } from '../pages/desks.page.ts';
import { DossierPage } from '../pages/dossier.page.ts';
import { Looks } from '../pages/ease.ts';
import { issueImport } from '../pages/issue-import.ts';
import { PeoplePage } from '../pages/people.page.ts';
import { takePictures } from '../pages/pictures.ts';
import { RegisterPage } from '../pages/register.page.ts';
import { SecondFactorPage } from '../pages/second-factor.page.ts';
import { ADMINISTRATORS, OFFICERS, SignInPage } from '../pages/sign-in.page.ts';
import { english as say } from '../pages/words.ts';
import { Server } from '../server.ts';
import { test } from '../story.ts';

let server: Server;
test.beforeAll(async () => {
  server = await Server.start();
});
test.afterAll(() => server.stop());

const COMPANY = 'Demo Rheinpharma AG';
const KELLER = { account: 'ch.keller', password: 'karri forest at dawn' };
const field = (page: Page, label: string) =>
  page.getByLabel(say(label), { exact: true }).and(page.locator('input, textarea, select'));
const press = (page: Page, label: string): Promise<void> =>
  page.getByRole('button', { name: say(label), exact: true }).click();

test('a company with an account applies, answers, saves its authorization and sees the endorsement', async ({
  browser
}) => {
  const [officer, partner, company] = (await Promise.all(
    [1, 2, 3].map(async () => (await browser.newContext()).newPage())
  )) as [Page, Page, Page];
  const desks = new DesksPage(officer);
  const looks = new Looks();
  const dialog = company.getByRole('dialog');
  const expectStatus = async (key: string): Promise<void> =>
    expect(async () => {
      await press(company, 'apply_status_refresh');
      await expect(company.locator('h1 + .badge').getByText(say(key), { exact: true })).toBeVisible({
        timeout: 2000
      });
    }).toPass({ timeout: 60_000 });
  let [importNumber, number] = ['', ''];

  await test.step('given an administrator who invites a user of a company', async () => {
    await desks.arrive(server.address, ADMINISTRATORS.CH, 'Head office');
    await desks.waitUntilNumbered();
    await desks.go('companies');
    await officer.getByRole('link', { name: COMPANY }).click();
    await press(officer, 'company_account_invite');
    const people = new PeoplePage(officer);
    const link = await people.fillInvitation({
      name: 'R. Keller',
      function: 'Regulatory affairs',
      email: 'keller@rheinpharma.example',
      role: say('company_account_submit')
    });
    await people.copyLink();
    await looks.at(officer, 'users of a company');
    await takePictures(officer, 'users of a company');
    await company.goto(link);
    await new RegisterPage(company).join('keller', KELLER.password);
  });
  await test.step('when the user signs in and sets up a second factor, the page of the company opens', async () => {
    const factor = new SecondFactorPage(company);
    await company.getByRole('link', { name: say('person_sign_in') }).click();
    await new SignInPage(company).signIn(KELLER);
    await company.getByLabel(say('security_password_now')).or(factor.step).first().waitFor();
    await press(company, 'security_totp_add');
    await factor.readKey();
    await factor.type(factor.code());
    await factor.keepRecovery();
    await expect(company.getByRole('heading', { level: 1, name: COMPANY })).toBeVisible();
    await looks.at(company, 'overview of a company');
    await takePictures(company, 'company, overview');
  });
  await test.step('given a partner that has issued an import authorization for its goods', async () => {
    const theirs = new DesksPage(partner);
    await theirs.arrive(server.address, OFFICERS.AU, 'Desk, Perth');
    await theirs.waitUntilNumbered();
    importNumber = await issueImport(theirs, 'Southern Pharma', {
      name: COMPANY,
      address: 'Beispielstrasse 4\n4000 Basel'
    });
  });
  await test.step('when the user applies under it, the company is as the register has it', async () => {
    await press(company, 'apply_for_export');
    await expect(company.getByText('Beispielstrasse 4')).toBeVisible();
    const importer = company.locator('[data-path="importerName"] input');
    await importer.fill('Southern Pharma');
    await field(company, 'authorization_address').fill('4 Kurrajong Street, Perth');
    await choose(company, 'authorization_importer_country', 'Australia');
    await field(company, 'apply_reference_number').fill(importNumber);
    await typeDate(company.locator('[data-path="issuedOn"]'), inDays(0));
    await choose(company, 'authorization_substance', 'codeine phosphate hemi');
    await field(company, 'authorization_pharmaceutical_form').selectOption('powder');
    await field(company, 'authorization_quantity').fill('200 g');
    await field(company, 'apply_contact_name').fill('R. Keller');
    await field(company, 'apply_contact_email').fill('keller@rheinpharma.example');
    await company.reload();
    await expect(importer).toHaveValue('Southern Pharma');
    await looks.at(company, 'application of a company with an account');
    await takePictures(company, 'company, application');
    await press(company, 'apply_send');
    await expect(company).toHaveURL(/\/company\/applications\//);
    await expect(company.getByText(say('apply_status_waiting'))).toBeVisible();
  });
  await test.step('the officer asks back, the company answers, and the officer accepts and issues', async () => {
    await desks.go('applications');
    const waiting = officer.getByRole('listitem').filter({ hasText: COMPANY });
    await waiting.getByRole('button', { name: say('application_take'), exact: true }).click();
    await expect(waiting).toBeHidden();
    await officer.getByRole('grid').getByRole('row').filter({ hasText: COMPANY }).click();
    await press(officer, 'application_question');
    await desks.dialog.getByLabel(say('application_text')).fill('Which warehouse receives the goods?');
    await desks.dialog.getByRole('button', { name: say('application_question_send') }).click();
    await expect(desks.dialog).toBeHidden();
    await expectStatus('apply_status_question');
    await field(company, 'apply_answer').fill('The one in Perth.');
    await press(company, 'apply_answer_send');
    await expectStatus('apply_status_review');
    await expect(officer.getByText('The one in Perth.')).toBeVisible({ timeout: 60_000 });
    await press(officer, 'application_accept');
    await new AuthorizationFormPage(officer).issue('Issue export authorization');
    const heading = officer.getByRole('heading', { level: 1, name: /CH-E-/ });
    number = /CH-E-\d{4}-\d{6}-\d{2}/.exec((await heading.textContent()) ?? '')?.[0] ?? '';
    await expectStatus('apply_status_authorized');
  });
  await test.step('then the company saves the authorization, and anyone reads its code as genuine', async () => {
    await company.getByRole('link', { name: say('app_desk_authorizations'), exact: true }).click();
    await company.getByRole('link', { name: number }).click();
    const [download] = await Promise.all([
      company.waitForEvent('download'),
      press(company, 'dossier_print_save')
    ]);
    const reader = await (await browser.newContext()).newPage();
    await reader.goto(`${server.address}/verify`);
    // Of sample data: signed by its authority, and not a real form.
    await reader.getByLabel(say('verify_file')).setInputFiles(await download.path());
    await expect(reader.getByText(say('verify_reason_good'))).toBeVisible({
      timeout: 60_000
    });
    await reader.context().close();
  });
  await test.step('and announces a shipment, which the officer sees on the dossier', async () => {
    await press(company, 'company_account_announce');
    await dialog.getByRole('button', { name: say('company_account_announce_action') }).click();
    await expect(dialog.getByText(say('company_account_quantity_missing'))).toBeVisible();
    await typeDate(dialog, inDays(0));
    await dialog
      .getByLabel(/codeine/)
      .first()
      .fill('200 g');
    await field(company, 'company_account_transport').fill('LX 188');
    await dialog.getByRole('button', { name: say('company_account_announce_action') }).click();
    await expect(dialog).toBeHidden();
    await expect(company.getByText('LX 188')).toBeVisible();
    await looks.at(company, 'authorization of a company');
    await takePictures(company, 'company, authorization');
    await expect(officer.getByText('LX 188')).toBeVisible({ timeout: 60_000 });
  });
  await test.step('and after shipment and endorsement the company sees that its goods are imported', async () => {
    await new DossierPage(officer).state('Record shipment…', 'Exported', ['200'], 'Record shipment');
    const theirs = new DossierPage(partner);
    await expect(theirs.statement('Quantity actually exported')).toBeVisible({ timeout: 60_000 });
    await theirs.state('Endorse…', 'Imported', ['200'], 'Endorse');
    await expect(async () => {
      await company.reload();
      await expect(company.locator('h1 + .badge')).toHaveText(say('company_account_endorsed'), {
        timeout: 5000
      });
    }).toPass({ timeout: 60_000 });
  });
  await test.step('and after signing out nothing of the company is left to read', async () => {
    await press(company, 'app_sign_out');
    await expect(company).toHaveURL(/\/sign-in/);
    await company.goto(`${server.address}/company`);
    await expect(company).toHaveURL(/\/sign-in/);
  });
  expect(looks.found).toEqual([]);
});

async function choose(page: Page, label: string, text: string): Promise<void> {
  await field(page, label).fill(text);
  await page.locator('[role="option"]').first().click();
}
