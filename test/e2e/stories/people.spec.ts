import { expect } from '@playwright/test';
import { AuthorizationFormPage } from '../pages/authorization-form.page.ts';
import { DesksPage } from '../pages/desks.page.ts';
import { numberShown } from '../pages/dossier.page.ts';
import { findHindrances } from '../pages/ease.ts';
import { holdAnswer, placeOf } from '../pages/hold-answer.ts';
import { PeoplePage } from '../pages/people.page.ts';
import { takePictures } from '../pages/pictures.ts';
import { RegisterPage } from '../pages/register.page.ts';
import { askServer } from '../pages/line.page.ts';
import { ADMINISTRATORS, OFFICERS, PASSPHRASE, SignInPage } from '../pages/sign-in.page.ts';
import { typeWholeImport } from '../pages/whole-import.ts';
import { english } from '../pages/words.ts';
import { Server } from '../server.ts';
import { KEPT, test } from '../story.ts';

test.use(KEPT);

let server: Server;
test.beforeAll(async () => {
  server = await Server.start();
});
test.afterAll(() => server.stop());

const EDITH = {
  name: 'Edith Cowan',
  function: 'Pharmacist, licensing',
  email: 'edith.cowan@odc.example',
  role: 'Officer'
} as const;
const ACCOUNT = { account: 'au.cowan', password: 'karri forest at dawn' };
const CUSTOMS = { account: 'au.customs', password: 'jetty-lighthouse-26' };
const MARKS = /[\u2066-\u2069\s]/g;

test('an officer is invited, joins, issues and is suspended, and the audit tells it all', async ({
  browser
}) => {
  const [adminBrowser, ediths] = await Promise.all([browser.newContext(), browser.newContext()]);
  const [admin, officer] = await Promise.all([adminBrowser.newPage(), ediths.newPage()]);
  const [desks, field] = [new DesksPage(admin), new DesksPage(officer)];
  const people = new PeoplePage(admin);
  const signIn = new SignInPage(officer);
  let [link, number] = ['', ''];

  await test.step('given an administrator at their desk, who invites an officer and hands over the link', async () => {
    await desks.arrive(server.address, ADMINISTRATORS.AU, 'Head office');
    await desks.go('people');
    link = await people.invite(EDITH);
    expect(link).toMatch(/\/invitation#[A-Za-z0-9_-]{43}$/);
    await admin.getByRole('tab', { name: english('people_tab_invitations') }).click();
    await expect(admin.getByRole('listitem').filter({ hasText: EDITH.email })).toBeVisible();
  });
  await test.step('the link is shown once: whoever turns to another page without it is asked, and not once it is kept', async () => {
    const shown = admin.getByRole('status').getByText(/\/invitation#/);
    const here = admin.url();
    await admin.locator('nav a[href$="/devices"]').first().click();
    await expect(desks.dialog).toContainText(english('security_once_consequence'));
    await desks.dialog.getByRole('button', { name: english('ui_cancel') }).click();
    await admin.goBack();
    await expect(desks.dialog).toContainText(english('security_once_title'));
    await desks.dialog.getByRole('button', { name: english('ui_cancel') }).click();
    await desks.choose('Margaret Hale', english('app_sign_out'));
    await expect(desks.dialog).toContainText(english('security_once_consequence'));
    await desks.dialog.getByRole('button', { name: english('ui_cancel') }).click();
    await expect(shown).toBeVisible();
    expect(admin.url()).toBe(here);
    expect(await people.copyLink()).toBe(link);
  });
  await test.step('the officer joins by it, and it opens nothing a second time', async () => {
    await officer.goto(link);
    await expect(officer.getByText(EDITH.name)).toBeVisible();
    const reader = await browser.newContext({ locale: 'ar' });
    const arabic = await reader.newPage();
    await arabic.goto(link);
    await expect(arabic.getByText(EDITH.name)).toBeVisible();
    expect(await findHindrances(arabic, 'an invitation, in Arabic')).toEqual([]);
    await reader.close();
    await new RegisterPage(officer).join('cowan', ACCOUNT.password);
    await officer.getByRole('link', { name: english('person_sign_in') }).click();
    await signIn.signIn(ACCOUNT);
    await signIn.keepDataHere();
    await signIn.nameDevice('Laptop, licensing');
    await expect(officer.getByText(english('person_device_waiting_lead'))).toBeVisible();
    const again = await ediths.newPage();
    await again.goto(link);
    await expect(again.getByText(english('problem_invitation_used'))).toBeVisible();
    await again.close();
  });
  await test.step('until it is certified, no page promises that the device signs, and each leads to who certifies it', async () => {
    await signIn.openDesks();
    await field.go('sessions');
    await officer.getByRole('link', { name: 'First steps with I2ES (demonstration)' }).first().click();
    await expect(officer.getByText(english('session_enrol_device'))).toBeVisible();
    await expect(officer.getByRole('button', { name: english('session_enrol') })).toHaveCount(0);
    await officer
      .getByRole('complementary')
      .getByRole('link', { name: english('sync_device') })
      .click();
    await expect(officer.getByText(english('person_device_waiting_lead'))).toBeVisible();
    await expect(officer.getByText(english('sync_waits_device'))).toBeVisible();
    await expect(officer.getByText(english('sync_works_issue'))).toHaveCount(0);
  });
  await test.step('the officer’s device is certified by what they read aloud, and they issue', async () => {
    const fingerprint = (await officer.locator('dd.fingerprint').textContent()) ?? '';
    await desks.go('devices');
    const row = admin.getByRole('listitem').filter({ hasText: 'Laptop, licensing' });
    await row.getByRole('button', { name: english('devices_certify') }).click();
    await desks.dialog.getByLabel(english('devices_certify_typed')).fill(fingerprint.replace(MARKS, ''));
    const certify = english('devices_certify_action');
    await desks.dialog.getByRole('button', { name: certify, exact: true }).click();
    await expect(officer.getByText(english('person_device_certified'), { exact: true })).toBeVisible();
    await field.go('today');
    await field.startImport();
    const form = new AuthorizationFormPage(officer);
    await typeWholeImport(form, 'Karri Hospital');
    await form.issue('Issue import authorization');
    number = await numberShown(officer, 'I');
  });
  await test.step('a link to the administrator’s desk is kindly refused to the officer', async () => {
    await officer.goto(`${server.address}/people`);
    await signIn.unlockDesk();
    await expect(officer.getByText(english('app_foreign_desk_title'))).toBeVisible();
    expect(await askServer(officer, '/api/people')).toBe(403);
  });
  await test.step('a customs officer reads its dossier by the number once the administrator allows it', async () => {
    const customs = await (await browser.newContext({ viewport: { width: 390, height: 800 } })).newPage();
    const arrival = new SignInPage(customs);
    const lookUp = customs.getByRole('button', { name: english('inspection_action') });
    const typed = customs.getByLabel(english('verify_number'));
    await arrival.open(server.address);
    await arrival.signIn(CUSTOMS);
    await arrival.keepDataHere();
    await arrival.openDesks();
    await customs.getByRole('link', { name: english('app_desk_inspections') }).click();
    await typed.fill(number);
    await lookUp.click();
    await expect(customs.getByText(english('problem_inspection_off'))).toBeVisible();
    await desks.go('settings');
    const title = admin.getByRole('heading', { name: english('settings_customs'), exact: true });
    const setting = admin.locator('section').filter({ has: title }).last();
    await setting.getByRole('checkbox', { name: english('settings_customs_allow') }).check();
    await setting.getByRole('button', { name: english('settings_public_save') }).click();
    await expect(async () => {
      await lookUp.click();
      await expect(customs.getByText('Karri Hospital')).toBeVisible({ timeout: 2000 });
    }).toPass();
    await expect(customs.getByRole('heading', { name: number })).toBeVisible();
    await takePictures(customs, 'a dossier that customs looked up');
    // A dossier is found by its whole number only, and nothing is listed.
    await typed.fill('AU-I-2026-999999-00');
    await lookUp.click();
    await expect(customs.getByText('Karri Hospital')).toHaveCount(0);
    await takePictures(customs, 'a number that customs does not find');
    expect(await askServer(customs, '/api/people')).toBe(403);
    await customs.context().close();
  });

  await test.step('suspended, the officer is shut out by the next request, and their device says so', async () => {
    expect(await askServer(officer, '/api/session')).toBe(200);
    await people.open(EDITH.name);
    await expect(admin.getByText('Laptop, licensing', { exact: true })).toBeVisible();
    await people.decide('people_suspend', 'people_suspend_action');
    await expect(admin.getByText(english('people_state_suspended'), { exact: true })).toBeVisible();
    expect(await askServer(officer, '/api/session')).toBe(401);
    await expect(field.title).toHaveText(english('leave_out_title'));
    await expect(officer.getByText(english('problem_person_suspended'))).toBeVisible();
  });
  await test.step('the last administrator cannot remove themselves, and is told the way out', async () => {
    await people.open('Margaret Hale');
    await people.decide('people_remove', 'people_remove_action');
    await expect(desks.dialog.getByText(english('people_last_way'))).toBeVisible();
    await desks.dialog.getByRole('link', { name: english('people_invite') }).click();
    await expect(desks.dialog.getByText(english('people_invite_consequence'))).toBeVisible();
    await desks.closeDialog();
  });
  await test.step('the audit tells who did what to whom, and of one person what concerns them', async () => {
    await admin.getByRole('tab', { name: english('people_tab_audit') }).click();
    await expect(people.row(english('audit_dossier_inspected')).first()).toContainText('Peter Marsh');
    await expect(people.row(english('audit_person_invited'))).toContainText(EDITH.name);
    await admin.getByLabel(english('people_audit_filter')).selectOption('au.cowan');
    await expect(people.row(english('audit_person_joined'))).toContainText('au.cowan');
    await expect(people.row(english('audit_device_asked'))).toContainText('Edith Cowan');
    const suspended = people.row(english('audit_person_suspended'));
    await expect(suspended).toContainText('Margaret Hale');
    await expect(suspended).toContainText('Edith Cowan');
    await expect(people.row(english('audit_person_invited'))).toHaveCount(0);
  });
  await test.step('without a line the desk says what works and what does not', async () => {
    await adminBrowser.setOffline(true);
    await admin.getByRole('tab', { name: english('people_tab_people'), exact: true }).click();
    await expect(admin.getByText(english('people_offline_lead'))).toBeVisible();
    await adminBrowser.setOffline(false);
    await expect(admin.getByText(english('people_offline_lead'))).toHaveCount(0);
  });
  await Promise.all([adminBrowser.close(), ediths.close()]);
});

test('an officer changes password and passphrase, and the old ones open nothing', async ({ browser }) => {
  const [own, other] = await Promise.all([browser.newContext(), browser.newContext()]);
  const [page, elsewhere] = await Promise.all([own.newPage(), other.newPage()]);
  const desks = new DesksPage(page);
  const [password, passphrase] = ['glacier milk at noon', 'nine slow barges under the bridge'];

  await test.step('given an officer at their desk who is signed in elsewhere too', async () => {
    const signIn = new SignInPage(elsewhere);
    await signIn.open(server.address);
    await signIn.signIn(OFFICERS.CH);
    await expect(elsewhere.getByLabel('Choose a passphrase')).toBeVisible();
    await desks.arrive(server.address, OFFICERS.CH, 'Laptop, Bern');
    await desks.go('security');
    await expect(page.getByText(english('people_session_here'), { exact: true })).toBeVisible();
    await expect(page.getByText(english('people_session_unnamed'))).toBeVisible();
  });
  await test.step('a wrong password changes nothing; the right one ends the other session and not this one', async () => {
    const form = page.getByRole('region', { name: english('person_password'), exact: true });
    const change = form.getByRole('button', { name: english('security_password_change') });
    const now = form.getByLabel(english('security_password_now'));
    await form.getByLabel(english('security_password_next')).fill(password);
    await now.fill('not the password');
    await change.click();
    await expect(form.getByText(english('problem_account_password_wrong'))).toBeVisible();
    await now.fill(OFFICERS.CH.password);
    await form.getByLabel(english('security_password_next')).fill(PASSPHRASE);
    await change.click();
    await expect(form.getByText(english('problem_account_password_isPassphrase'))).toBeVisible();
    await form.getByLabel(english('security_password_next')).fill(password);
    await change.click();
    await expect(page.getByText(english('security_password_changed'))).toBeVisible();
    expect(await askServer(elsewhere, '/api/session')).toBe(401);
    expect(await askServer(page, '/api/session')).toBe(200);
  });
  await test.step('the new passphrase opens this computer, the old one does not', async () => {
    await page.getByLabel(english('security_passphrase_now')).fill(PASSPHRASE);
    await page.getByLabel(english('security_passphrase_next')).fill(password);
    await expect(page.getByText(english('problem_vault_passphrase_isPassword'))).toBeVisible();
    await page.getByLabel(english('security_passphrase_next')).fill(passphrase);
    await page.getByRole('button', { name: english('security_passphrase_change') }).click();
    await expect(page.getByText(english('security_passphrase_changed'))).toBeVisible();
    await page.getByRole('button', { name: english('app_lock') }).click();
    const signIn = new SignInPage(page);
    await signIn.unlock(PASSPHRASE);
    await expect(page.getByText(english('problem_vault_passphrase_wrong'))).toBeVisible();
    await signIn.unlockDesk(passphrase);
    await expect(desks.title).toHaveText(english('app_desk_security'));
  });
  await Promise.all([own.close(), other.close()]);
});

test('a session elsewhere is ended after a question, and what is told late moves no deed', async ({
  browser
}) => {
  const [own, other] = await Promise.all([browser.newContext(), browser.newContext()]);
  const [page, elsewhere] = await Promise.all([own.newPage(), other.newPage()]);
  const desks = new DesksPage(page);
  const end = page.getByRole('button', { name: /^End the session on / });

  await test.step('given an administrator at their desk who is signed in elsewhere too', async () => {
    const signIn = new SignInPage(elsewhere);
    await signIn.open(server.address);
    await signIn.signIn(ADMINISTRATORS.CH);
    await expect(elsewhere.getByLabel('Choose a passphrase')).toBeVisible();
    await desks.arrive(server.address, ADMINISTRATORS.CH, 'Head office, Bern');
  });
  await test.step('what ends it is drawn once what stands above it is known', async () => {
    const factors = await holdAnswer(page, '/api/second-factors');
    const sessions = page.waitForResponse(/\/api\/sessions/);
    await desks.go('security');
    await Promise.all([factors.asked, sessions]);
    await expect(end).toHaveCount(0);
    factors.letGo();
    await expect(end).toBeVisible();
  });
  await test.step('it is asked first, and whoever goes back has ended nothing', async () => {
    await end.click();
    await expect(desks.dialog).toContainText(english('people_session_unnamed'));
    await desks.dialog.getByRole('button', { name: english('ui_cancel') }).click();
    expect(await askServer(elsewhere, '/api/session')).toBe(200);
  });
  await test.step('once it is ended the list is read anew before anything else can be pressed', async () => {
    const list = await holdAnswer(page, '/api/sessions');
    await end.click();
    await desks.dialog.getByRole('button', { name: english('people_session_end_action') }).click();
    await list.asked;
    expect(await askServer(elsewhere, '/api/session')).toBe(401);
    await expect(desks.dialog).toBeVisible();
    list.letGo();
    await expect(desks.dialog).toBeHidden();
    expect(await end.count()).toBe(0);
  });
  await test.step('on a phone, what may be done to a person stays where it is when their sessions are told', async () => {
    await desks.go('people');
    await page.setViewportSize({ width: 390, height: 844 });
    const sessions = await holdAnswer(page, '/api/sessions');
    await page.getByRole('link', { name: 'Luca Bernasconi' }).click();
    const suspend = page.getByRole('button', { name: english('people_suspend'), exact: true });
    await Promise.all([sessions.asked, suspend.waitFor()]);
    const told = page
      .getByText(english('people_sessions_none'))
      .or(page.getByText(/^Signed in .*, last used/))
      .first();
    await expect(told).toHaveCount(0);
    const before = await placeOf(suspend);
    sessions.letGo();
    await expect(told).toBeVisible();
    expect(await placeOf(suspend)).toBe(before);
  });
  await Promise.all([own.close(), other.close()]);
});
