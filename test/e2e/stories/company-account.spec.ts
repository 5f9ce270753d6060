import { expect, type BrowserContext, type Page } from '@playwright/test';
import { ApplyPage, askBack, takeApplication } from '../pages/apply.page.ts';
import { AuthorizationFormPage } from '../pages/authorization-form.page.ts';
import { inDays, typeDate } from '../pages/date-field.ts';
import { DesksPage } from '../pages/desks.page.ts';
import { DossierPage, numberShown } from '../pages/dossier.page.ts';
import { Looks } from '../pages/ease.ts';
import { waitUntilPagesKept } from '../pages/line.page.ts';
import { PeoplePage } from '../pages/people.page.ts';
import { takePictures } from '../pages/pictures.ts';
import { RegisterPage } from '../pages/register.page.ts';
import { SecondFactorPage } from '../pages/second-factor.page.ts';
import { ADMINISTRATORS, OFFICERS, SignInPage, type Traveller } from '../pages/sign-in.page.ts';
import { english as say } from '../pages/words.ts';
import { Server } from '../server.ts';
import { KEPT, test } from '../story.ts';

let server: Server;
test.beforeAll(async () => {
  server = await Server.start();
});
test.afterAll(() => server.stop());

const COMPANY = 'Demo Tasman Alkaloids Pty Ltd';
const KELLER = { account: 'au.keller', password: 'karri forest at dawn' };
const EXPORTER = { name: 'Demo Rheinpharma AG', address: 'Beispielstrasse 4\n4000 Basel' };
const FREI = { account: 'ch.rhein-submit', password: 'arnica-copper-26' };
const SECOND = 'Another officer must sign it.';

test('a company applies on an offline phone, two officers sign, the partner exports, and the company sees the endorsement', async ({
  browser
}) => {
  test.slow();
  const phone = await browser.newContext({ ...KEPT, viewport: { width: 390, height: 800 } });
  const aPage = async (of?: BrowserContext): Promise<Page> => (of ?? (await browser.newContext())).newPage();
  const company = new ApplyPage(await aPage(phone));
  const { page } = company;
  const [head, officer, partner] = [
    new DesksPage(await aPage()),
    new DesksPage(await aPage()),
    new DesksPage(await aPage())
  ];
  const looks = new Looks();
  let [imported, exported] = ['', ''];

  await test.step('given an administrator who publishes that narcotic drugs of Schedule II need two people', async () => {
    await head.arrive(server.address, ADMINISTRATORS.AU, 'Head');
    await head.go('settings');
    const least = head.page.getByLabel(say('settings_practice_two_grams'));
    const publish = head.page.getByRole('button', { name: 'Publish national practice' });
    await head.page.getByRole('checkbox', { name: 'Two people for each authorization' }).check();
    await head.page.getByRole('checkbox', { name: '1961, Schedule II', exact: true }).check();
    await least.fill('0');
    await publish.click();
    await expect(head.page.getByText('Enter whole grams from 1')).toBeVisible();
    await least.fill('');
    await takePictures(head.page, 'two people in the settings');
    await publish.click();
    await expect(head.page.getByText('You published the national practice.')).toBeVisible();
  });
  await test.step('and who invites a user of a company', async () => {
    await head.go('companies');
    await head.page.getByRole('link', { name: COMPANY }).click();
    await new ApplyPage(head.page).press('company_account_invite');
    const people = new PeoplePage(head.page);
    const link = await people.fillInvitation({
      name: 'R. Keller',
      function: 'Regulatory affairs',
      email: 'keller@tasman.example',
      role: say('company_account_submit')
    });
    await people.copyLink();
    await looks.at(head.page, 'users of a company');
    await takePictures(head.page, 'users of a company');
    await page.goto(link);
    await new RegisterPage(page).join('keller', KELLER.password);
    await page.getByRole('link', { name: say('person_sign_in') }).click();
    await openAccount(page, KELLER, COMPANY);
    await looks.at(page, 'overview of a company');
    await takePictures(page, 'company, overview');
  });
  await test.step('when the user applies on a phone without a connection, one question a screen', async () => {
    await waitUntilPagesKept(page);
    await phone.setOffline(true);
    await company.press('apply_for_import');
    // The company is as the register has it.
    await expect(page.getByText('1 Illustration Avenue')).toBeVisible();
    await company.next();
    await company.field('form_exporter').fill(EXPORTER.name);
    await company.field('authorization_address').fill(EXPORTER.address);
    await company.choose('authorization_exporter_country', 'Switzerland');
    await page.reload();
    await expect(company.field('form_exporter')).toHaveValue(EXPORTER.name);
    await looks.at(page, 'application of a company with an account');
    await takePictures(page, 'company, application');
    await company.next();
    await company.fillGoods('codeine phosphate hemi', 'powder', '200 g');
    await company.next();
    await page.getByRole('radio').first().check();
    await company.next(4);
    await company.fillContact('R. Keller', 'keller@tasman.example');
    await company.next();
    await company.press('apply_send');
    await expect(page.getByText(say('apply_ready_title'))).toBeVisible();
    await phone.setOffline(false);
    await company.press('apply_send');
    await expect(page).toHaveURL(/\/company\/applications\//);
    await expect(page.getByText(say('apply_status_waiting'))).toBeVisible();
  });
  await test.step('then an officer asks back, the company answers, and the officer accepts', async () => {
    await officer.arrive(server.address, OFFICERS.AU, 'Officer');
    await takeApplication(officer, COMPANY);
    await askBack(officer, 'Which warehouse receives the goods?');
    await company.answer('The one in Westbury.');
    await expect(officer.page.getByText('The one in Westbury.')).toBeVisible({ timeout: 60_000 });
    await new ApplyPage(officer.page).press('application_accept');
    await expect(officer.page.getByText('Two people are needed here.')).toBeVisible();
  });
  await test.step('the officer sends the form to a second person, also by a double click, and cannot sign it', async () => {
    const send = officer.page.getByRole('button', { name: 'Send to a second person' });
    const entry = officer.page.getByLabel('Port or customs office of entry');
    await entry.fill('Perth');
    await send.dblclick();
    await expect(officer.page.getByText(SECOND)).toBeVisible();
    await expect(send).toBeDisabled();
    await takePictures(officer.page, 'sent to a second person');
    // A changed text is prepared again.
    await entry.fill('Fremantle');
    await expect(officer.page.getByText('The text changed after it was prepared.')).toBeVisible();
    await send.click();
    await expect(officer.page.getByText(SECOND)).toBeVisible();
  });
  await test.step('the second person finds the draft, sees who prepared it, and issues it', async () => {
    await head.go('today');
    await head.page.getByRole('link', { name: /^Drafts for your signature as the second person: 1/ }).click();
    const row = head.page.getByRole('row', { name: /To sign/ });
    await takePictures(head.page, 'drafts for a second signature');
    await row.getByRole('link').first().click();
    await expect(head.page.getByText(/prepared this authorization on/)).toBeVisible();
    await expect(head.page.getByLabel('Port or customs office of entry')).toHaveValue('Fremantle');
    await takePictures(head.page, 'prepared by a colleague');
    await new AuthorizationFormPage(head.page).issue('Issue import authorization');
    imported = await numberShown(head.page, 'I');
    await company.expectStatus('apply_status_authorized');
    await expect(page.getByText(imported)).toBeVisible();
  });
  await test.step('then the company saves its authorization, and anyone reads its code as genuine', async () => {
    await page.getByRole('link', { name: say('app_desk_authorizations'), exact: true }).click();
    await page.getByRole('link', { name: imported }).click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      company.press('dossier_print_save')
    ]);
    const reader = await aPage();
    await reader.goto(`${server.address}/verify`);
    await reader.getByLabel(say('verify_file')).setInputFiles(await download.path());
    // Sample data: signed by its authority, but not a real form.
    await expect(reader.getByText(say('verify_reason_good'))).toBeVisible({ timeout: 60_000 });
    await reader.context().close();
  });
  await test.step('when the partner issues the export authorization', async () => {
    await partner.arrive(server.address, OFFICERS.CH, 'Laptop, Bern');
    await partner.waitUntilNumbered();
    await partner.page.getByRole('link', { name: imported }).first().click();
    await new DossierPage(partner.page).begin('Issue export authorization…');
    await new AuthorizationFormPage(partner.page).issue('Issue export authorization');
    exported = await numberShown(partner.page, 'E');
  });
  await test.step('then its exporter announces a shipment, which the partner sees on the dossier', async () => {
    const exporter = new ApplyPage(await aPage());
    const dialog = exporter.page.getByRole('dialog');
    const announce = dialog.getByRole('button', { name: say('company_account_announce_action') });
    await new SignInPage(exporter.page).open(server.address);
    await openAccount(exporter.page, FREI, EXPORTER.name);
    await exporter.page.getByRole('link', { name: say('app_desk_authorizations'), exact: true }).click();
    await exporter.page.getByRole('link', { name: exported }).click();
    await exporter.press('company_account_announce');
    await announce.click();
    await expect(dialog.getByText(say('company_account_quantity_missing'))).toBeVisible();
    await typeDate(dialog, inDays(0));
    await dialog
      .getByLabel(/codeine/)
      .first()
      .fill('200 g');
    await exporter.field('company_account_transport').fill('LX 188');
    await announce.dblclick();
    await expect(dialog).toBeHidden();
    await expect(exporter.page.getByText('LX 188')).toHaveCount(1);
    await looks.at(exporter.page, 'authorization of a company');
    await takePictures(exporter.page, 'company, authorization');
    await expect(partner.page.getByText('LX 188')).toBeVisible({ timeout: 60_000 });
    await takePictures(partner.page, 'dossier with an announced shipment');
    await exporter.press('app_sign_out');
    await expect(exporter.page).toHaveURL(/\/sign-in/);
    // Nothing of the company is left to read.
    await exporter.page.goto(`${server.address}/company`);
    await expect(exporter.page).toHaveURL(/\/sign-in/);
  });
  await test.step('and after shipment and endorsement the importing company sees that its goods are imported', async () => {
    await new DossierPage(partner.page).state('Record shipment…', 'Exported', ['200'], 'Record shipment');
    const ours = new DossierPage(head.page);
    await expect(ours.statement('Quantity actually exported')).toBeVisible({ timeout: 60_000 });
    await ours.state('Endorse…', 'Imported', ['200'], 'Endorse');
    await expect(async () => {
      await page.reload();
      await expect(page.locator('h1 + .badge')).toHaveText(say('company_account_endorsed'), {
        timeout: 5000
      });
    }).toPass({ timeout: 60_000 });
    await page.getByRole('link', { name: say('apply_status_title') }).click();
    await company.expectStatus('apply_status_endorsed');
    await looks.at(page, 'endorsed');
    await takePictures(page, 'company, endorsed');
    await head.go('sync');
    await expect(head.page.getByText('Refused by the server')).toHaveCount(0);
  });
  expect(looks.found).toEqual([]);
});

/** A first sign-in sets up the second factor. */
async function openAccount(page: Page, who: Traveller, company: string): Promise<void> {
  await new SignInPage(page).signIn(who);
  await new SecondFactorPage(page).setUp();
  await expect(page.getByRole('heading', { level: 1, name: company })).toBeVisible();
}
