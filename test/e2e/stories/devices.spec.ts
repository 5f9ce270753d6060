import { expect } from '@playwright/test';
import { AuthorizationFormPage } from '../pages/authorization-form.page.ts';
import { DesksPage } from '../pages/desks.page.ts';
import { DossierPage, numberShown } from '../pages/dossier.page.ts';
import { findHindrances, Looks } from '../pages/ease.ts';
import { holdAnswer, whenDrawn } from '../pages/hold-answer.ts';
import { fingerprintOf } from '../pages/people.page.ts';
import { ADMINISTRATORS, FIRST_SYNC_MS, OFFICERS, SignInPage } from '../pages/sign-in.page.ts';
import { typeWholeImport } from '../pages/whole-import.ts';
import { english } from '../pages/words.ts';
import { Server } from '../server.ts';
import { addOfficer } from '../server-people.ts';
import { test } from '../story.ts';

let server: Server;
test.beforeAll(async () => {
  server = await Server.start();
});
test.afterAll(() => server.stop());

const NEWCOMER = { account: 'au.newcomer', password: 'karri-forest-dawn-26' };

test('an administrator withdraws a lost device, whose desk then closes and says why', async ({ browser }) => {
  const [adminBrowser, officerBrowser] = [await browser.newContext(), await browser.newContext()];
  const [admin, officer] = [await adminBrowser.newPage(), await officerBrowser.newPage()];
  const [desks, field] = [new DesksPage(admin), new DesksPage(officer)];
  const looks = new Looks();
  let number = '';
  let fingerprint = '';

  await test.step('given two certified devices, and an authorization that the officer’s has issued', async () => {
    await field.arrive(server.address, OFFICERS.AU, 'Tablet, harbour');
    await field.startImport();
    const form = new AuthorizationFormPage(officer);
    await typeWholeImport(form, 'Karri Hospital');
    await form.issue('Issue import authorization');
    number = await numberShown(officer, 'I');
    await field.go('sync');
    fingerprint = await fingerprintOf(officer.locator('dd.fingerprint'));
    expect(fingerprint.replace(/-/g, '')).toHaveLength(16);
    await desks.arrive(server.address, ADMINISTRATORS.AU, 'Head office');
  });

  const row = admin.getByRole('listitem').filter({ hasText: 'Tablet, harbour' });
  await test.step('for a second no row is drawn before it is known which need attention, and then they stand without', async () => {
    const reports = await holdAnswer(admin, '/api/devices');
    const drawn = await whenDrawn(admin, 'Tablet, harbour');
    await desks.go('devices');
    await reports.asked;
    await expect(row).toHaveCount(1);
    await expect(row.locator('.untold')).toHaveCount(1);
    // By the page's own clock, which a slow machine only lets run longer.
    expect(await drawn()).toBeGreaterThan(900);
    reports.letGo();
    await expect(row.locator('.untold')).toHaveCount(0);
  });
  await test.step('the administrator sees the same fingerprint as stands on that device', async () => {
    await expect(row.getByText(english('person_device_certified'), { exact: true })).toBeVisible();
    expect(await fingerprintOf(row.locator('.fingerprint'))).toBe(fingerprint);
  });
  await test.step('they withdraw its key, and have to say why', async () => {
    await row.getByRole('button', { name: english('devices_withdraw') }).click();
    await expect(desks.dialog.getByText('Tablet, harbour')).toBeVisible();
    const confirm = desks.dialog.getByRole('button', { name: english('devices_withdraw_action') });
    await confirm.click();
    await expect(desks.dialog.getByText(english('devices_withdraw_reason_missing'))).toBeVisible();
    await desks.dialog.getByLabel(english('devices_withdraw_reason')).fill('Left on a ferry');
    await confirm.click();
    await expect(row.getByText(english('person_device_withdrawn'), { exact: true })).toBeVisible();
    await expect(row).toContainText('Left on a ferry');
  });
  await test.step('the officer’s desk closes by itself, says why, and opens no more', async () => {
    await expect(field.title).toHaveText(english('leave_out_title'));
    await expect(officer.getByText(english('problem_device_withdrawn'))).toBeVisible();
    await expect(officer.getByText(english('leave_out_anew'))).toBeVisible();
    await looks.at(officer, 'shut out, the key is withdrawn');
    await officer.goto(`${server.address}/authorizations`);
    await expect(field.title).toHaveText(english('leave_out_title'));
  });
  await test.step('the officer removes its records, and works there again with a new key that waits to be certified', async () => {
    await officer.getByRole('button', { name: english('app_remove_records') }).click();
    await looks.at(officer, 'shut out, removing the records');
    await field.dialog.getByRole('button', { name: english('leave_remove_action') }).click();
    await expect(officer.getByText(/was removed from this device\.$/)).toBeVisible();
    const signIn = new SignInPage(officer);
    await signIn.signIn(OFFICERS.AU);
    await signIn.keepDataHere();
    await expect(officer.getByLabel('Name of this device')).toBeVisible({ timeout: FIRST_SYNC_MS });
    expect(await fingerprintOf(officer.locator('dd.fingerprint'))).not.toBe(fingerprint);
  });
  await test.step('what it signed before stays good', async () => {
    await desks.go('authorizations');
    await admin.getByRole('searchbox').fill(number);
    await admin.getByRole('grid').getByRole('link', { name: number }).click();
    const statement = new DossierPage(admin).statement(number);
    await statement.getByText(english('dossier_particulars_and_signature')).click();
    await expect(
      statement.getByText('The signature is valid, and the certificates lead to the INCB root key.')
    ).toBeVisible();
  });
  expect(looks.found).toEqual([]);
  await adminBrowser.close();
  await officerBrowser.close();
});

test('an administrator compares the fingerprint of a new device, and only the same one is certified', async ({
  browser
}) => {
  const [adminBrowser, officerBrowser] = [await browser.newContext(), await browser.newContext()];
  const [admin, officer] = [await adminBrowser.newPage(), await officerBrowser.newPage()];
  const desks = new DesksPage(admin);
  let fingerprint = '';

  await test.step('given a new officer, who asks for their device and waits', async () => {
    await addOfficer(server, NEWCOMER, 'Edith Cowan');
    await desks.arrive(server.address, ADMINISTRATORS.AU, 'Head office');
    const signIn = new SignInPage(officer);
    await signIn.open(server.address);
    await signIn.signIn(NEWCOMER);
    await signIn.keepDataHere();
    await signIn.nameDevice('Laptop, Perth');
    await expect(officer.getByText(english('person_device_waiting_lead'))).toBeVisible();
    fingerprint = await fingerprintOf(officer.locator('dd.fingerprint'));
    await signIn.openDesks();
  });
  await test.step('they may draft and not issue', async () => {
    await new DesksPage(officer).startImport();
    await typeWholeImport(new AuthorizationFormPage(officer), 'Boab Clinic');
    await officer.getByRole('button', { name: 'Issue…' }).click();
    await expect(officer.getByRole('dialog')).toContainText(english('authorization_obstacle_waiting'));
    await new DesksPage(officer).closeDialog();
  });

  const row = admin.getByRole('listitem').filter({ hasText: 'Laptop, Perth' });
  await test.step('the administrator sees the request, and not the fingerprint that they are to hear', async () => {
    await desks.go('devices');
    await expect(row.getByText('Edith Cowan')).toBeVisible();
    await expect(row).not.toContainText(fingerprint.slice(0, 4));
  });
  await test.step('what the administrator hears differs by one sign: nothing can be certified', async () => {
    await row.getByRole('button', { name: english('devices_certify') }).click();
    const heard = desks.dialog.getByLabel(english('devices_certify_typed'));
    const certify = desks.dialog.getByRole('button', {
      name: english('devices_certify_action'),
      exact: true
    });
    await heard.fill(fingerprint.slice(0, -1) + (fingerprint.endsWith('7') ? '8' : '7'));
    await expect(desks.dialog.getByText(english('devices_certify_differs'))).toBeVisible();
    expect(await findHindrances(admin, 'certifying, another fingerprint')).toEqual([]);
    await expect(certify).toBeDisabled();
    await expect(certify).toHaveAccessibleDescription(english('devices_certify_hidden'));
    await expect(desks.dialog.locator('.fingerprint')).toHaveCount(0);
    await heard.fill(fingerprint.toLowerCase().replace(/-/g, ' '));
    expect(await fingerprintOf(desks.dialog.locator('.fingerprint'))).toBe(fingerprint);
    await certify.click();
    await expect(row.getByText(english('person_device_certified'), { exact: true })).toBeVisible();
  });
  await test.step('the draft is issued on the certified device', async () => {
    await new AuthorizationFormPage(officer).issue('Issue import authorization');
    await expect(officer.getByRole('heading', { level: 1, name: /AU-I-/ })).toBeVisible();
  });
  await adminBrowser.close();
  await officerBrowser.close();
});
