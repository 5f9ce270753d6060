/** A round through every page and dialog, in the reader's language, with a look at each as it stands open. */
import { expect, type Locator, type Page } from '@playwright/test';
import type { DesksPage } from './desks.page.ts';
import { ADMINISTRATORS, FIRST_SYNC_MS, PASSPHRASE } from './sign-in.page.ts';
import type { Say } from './words.ts';

/** A look at the page that stands open, under the name that a finding is told by. */
export type Look = (where: string) => Promise<void>;

export async function lookAtTheWayIn(page: Page, say: Say, address: string, look: Look): Promise<void> {
  await page.goto(address);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await look('start page');
  await page.goto(`${address}/sign-in`);
  const signIn = page.getByRole('button', { name: say('person_sign_in'), exact: true });
  await expect(signIn).toBeVisible();
  await look('sign in');
  await signIn.click();
  await look('sign in, nothing typed');
  await page.getByLabel(say('person_account')).fill(ADMINISTRATORS.AU.account);
  await page.getByLabel(say('person_password')).fill('not the password');
  await signIn.click();
  await expect(page.getByText(say('person_refused_help'))).toBeVisible();
  await look('sign in, refused');
  await page.getByLabel(say('person_password')).fill(ADMINISTRATORS.AU.password);
  await signIn.click();
  const seal = page.getByRole('button', { name: say('person_seal') });
  await expect(seal).toBeVisible();
  await look('choosing a passphrase');
  await seal.click();
  await look('choosing a passphrase, nothing typed');
  await page.getByLabel(say('person_seal_new')).fill(PASSPHRASE);
  await page.getByLabel(say('person_seal_repeat')).fill(PASSPHRASE);
  await seal.click();
  await page.getByLabel(say('person_device_name')).fill('Laptop, room 12', { timeout: FIRST_SYNC_MS });
  await look('naming the device');
  await page.getByRole('button', { name: say('person_device_request') }).click();
  await expect(page.getByText(say('person_device_certified'), { exact: true })).toBeVisible();
  await look('device certified');
  await page.getByRole('button', { name: say('person_open_desks') }).click();
}

export async function lookAtTheRegister(desks: DesksPage, look: Look): Promise<void> {
  const { page, say } = desks;
  await expect(desks.title).toHaveText(say('today_title'));
  await look('today');
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('dialog').getByRole('combobox')).toBeVisible();
  await look('finding anything');
  await page.getByRole('dialog').getByRole('combobox').fill('codeine');
  await expect(page.getByRole('dialog').getByRole('option').first()).toContainText(/codeine/);
  await look('finding a substance');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('searchbox')).toHaveValue('codeine');
  await look('register of one substance');
  for (const menu of [say('ui_language'), 'Margaret Hale']) {
    await page.getByRole('banner').getByRole('button', { name: menu }).click();
    await expect(page.getByRole('menu')).toBeVisible();
    await look(`menu ${menu}`);
    await page.keyboard.press('Escape');
    await expect(page.getByRole('menu')).toBeHidden();
  }
  await desks.go('authorizations');
  for (const tab of ['drafts', 'all', 'issued', 'received', 'open', 'expiring', 'closed']) {
    await page.locator(`[role="tab"][data-value="${tab}"]`).click();
    await expect(page.locator(`[role="tab"][data-value="${tab}"]`)).toHaveAttribute('aria-selected', 'true');
    await look(`register, ${tab}`);
  }
  await page.getByRole('button', { name: say('register_columns') }).click();
  await look('columns of the register');
  await desks.closeDialog();
}

export async function lookAtTheForm(desks: DesksPage, look: Look): Promise<void> {
  const { page, say } = desks;
  await desks.startImport();
  await look('new authorization');
  await page.locator('[data-path="importerName"] input').fill('Eucalyptus Wards Pty Ltd');
  await page.getByLabel(say('authorization_quantity')).fill('1,500');
  await page.getByRole('button', { name: say('authorization_issue'), exact: true }).click();
  await expect(page.locator('[aria-invalid="true"]').first()).toBeVisible();
  await look('new authorization with problems');
  await page.getByRole('button', { name: say('authorization_preview'), exact: true }).click();
  await look('preview of the form');
  await desks.closeDialog();
  await desks.go('authorizations');
  await page.locator('[role="tab"][data-value="drafts"]').click();
  await expect(page.getByRole('grid', { name: say('register_drafts_table') })).toBeVisible();
  await look('register with a draft');
  await page.getByRole('grid').locator('a[href*="/drafts/"]').first().click();
  await expect(page.locator('[data-path="importerName"] input')).toHaveValue('Eucalyptus Wards Pty Ltd');
  await look('a draft');
  await typeTheRest(page);
  await page.getByRole('button', { name: say('authorization_issue'), exact: true }).click();
  await expect(desks.dialog).toContainText(/AU-I-/);
  await look('issuing');
  await desks.closeDialog();
  await page.getByRole('button', { name: say('authorization_draft_remove') }).click();
  await look('deleting the draft');
  await desks.closeDialog();
}

/** What is missing still, by the boxes' own names, so that it is typed in any language. */
async function typeTheRest(page: Page): Promise<void> {
  const box = (path: string): Locator => page.locator(`[data-path="${path}"], [data-path$=".${path}"]`);
  const choose = async (path: string, typed: string, option: RegExp): Promise<void> => {
    await box(path).getByRole('combobox').fill(typed);
    await page.getByRole('option', { name: option }).first().click();
  };
  await box('importerAddress').getByRole('textbox').fill('4 Kurrajong Street\nPerth WA 6000');
  await box('exporterName').getByRole('combobox').fill('Limmat Pharma AG');
  await box('exporterAddress').getByRole('textbox').fill('Quaistrasse 9\n8001 Zürich');
  await choose('exportingCountry', 'CH', /CH/);
  await choose('substance', 'codeine phosphate hemi', /codeine phosphate hemihydrate/);
  await box('pharmaceuticalForm').getByRole('combobox').selectOption('powder');
  await box('quantity').getByRole('textbox').fill('1,5 kg');
}

export async function lookAtTheDossiers(desks: DesksPage, look: Look): Promise<void> {
  const { page, say } = desks;
  const more = say('dossier_do_more');
  const act = (key: string): Promise<void> => page.getByRole('button', { name: say(key) }).click();

  await desks.openFirst('decide');
  await look('dossier of the exporting side');
  await desks.choose(more, say('dossier_do_reply'));
  await look('replying');
  await desks.dialog.getByRole('button', { name: say('dossier_reply_action'), exact: true }).click();
  await expect(desks.dialog.getByRole('radiogroup')).toHaveAttribute('aria-invalid', 'true');
  await expect(desks.dialog.getByRole('radio').first()).toBeFocused();
  await look('replying, nothing chosen');
  await desks.closeDialog();
  await page
    .getByRole('button', { name: say('dossier_form') })
    .first()
    .click();
  await look('form as PDF');
  await desks.closeDialog();
  await act('dossier_do_export');
  await expect(desks.title).toHaveText(say('authorization_title_export'));
  await look('new export authorization');

  await desks.openFirst('ship');
  await act('dossier_do_ship');
  await look('recording a shipment');
  const quantity = desks.dialog.getByRole('textbox', { name: say('dossier_exported') }).first();
  await quantity.fill('999999');
  await desks.dialog.getByRole('button', { name: say('dossier_ship_action'), exact: true }).click();
  await expect(quantity).toHaveAttribute('aria-invalid', 'true');
  await expect(quantity).toBeFocused();
  await look('recording more than was authorized');
  await desks.closeDialog();
  await desks.choose(more, say('dossier_do_cancel'));
  await look('cancelling');
  await desks.closeDialog();

  await desks.openFirst('endorse');
  await look('dossier of the importing side');
  await page.getByRole('article').first().locator('summary').click();
  // Where the click has scrolled to, the head of the page can cover half a button.
  await page.evaluate(() => scrollTo(0, 0));
  await look('particulars and signature');
  await act('dossier_do_endorse');
  await look('endorsing');
  await desks.closeDialog();
}

/** The administrator's desks, and everybody's security. */
export async function lookAtThePeople(desks: DesksPage, look: Look): Promise<void> {
  const { page, say } = desks;
  const press = (key: string): Promise<void> =>
    page.getByRole('button', { name: say(key), exact: true }).click();
  await desks.go('people');
  await expect(page.getByRole('grid').getByRole('link', { name: 'Jack Brennan' })).toBeVisible();
  await look('people');
  await press('people_invite');
  await press('people_invite_action');
  await expect(desks.dialog.locator('[aria-invalid="true"]').first()).toBeVisible();
  await look('inviting, nothing typed');
  await desks.closeDialog();
  await page.getByRole('tab', { name: say('people_tab_audit') }).click();
  await expect(page.getByText(say('audit_device_asked')).first()).toBeVisible();
  await look('what was done');
  await page.getByRole('tab', { name: say('people_tab_invitations') }).click();
  await expect(page.getByText(say('people_invitations_none'))).toBeVisible();
  await look('no invitations');
  await page.getByRole('tab', { name: say('people_tab_people'), exact: true }).click();
  await page.getByRole('grid').getByRole('link', { name: 'Margaret Hale' }).click();
  await expect(page.getByText(say('people_session_here'), { exact: true })).toBeVisible();
  await look('a person');
  await press('people_role_change');
  await look('changing a role');
  await desks.closeDialog();
  await press('people_remove');
  await press('people_remove_action');
  await expect(desks.dialog.getByText(say('people_last_way'))).toBeVisible();
  await look('removing the last administrator');
  await desks.closeDialog();
  await desks.go('settings');
  await expect(page.getByRole('button', { name: say('settings_policy_save') })).toBeVisible();
  await page.getByLabel(say('settings_name')).fill('');
  await press('settings_save');
  await look('settings with a problem');
  await desks.go('security');
  await expect(page.getByText(say('people_session_here'), { exact: true })).toBeVisible();
  await press('security_password_change');
  await press('security_passphrase_change');
  await look('security, nothing typed');
}

/** Nothing stands under these addresses, and each page says so under a heading of its own. */
async function lookAtNothing({ page, say }: DesksPage, look: Look): Promise<void> {
  const addresses = {
    authorization_missing: '/authorizations/drafts/00000000-0000-4000-8000-000000000000',
    dossier_unknown: '/authorizations/nothing'
  };
  for (const [title, address] of Object.entries(addresses)) {
    await page
      .locator('main a[href]')
      .first()
      .evaluate((link, href) => link.setAttribute('href', href), address);
    await page.locator(`main a[href="${address}"]`).click();
    await expect(page.getByRole('heading', { level: 1, name: say(title) })).toBeVisible();
    await look(title);
  }
}

export async function lookAtTheRest(desks: DesksPage, address: string, look: Look): Promise<void> {
  const { page, say } = desks;
  await desks.go('sync');
  await look('delivery');
  await desks.go('devices');
  await look('devices');
  await page
    .getByRole('button', { name: say('devices_withdraw') })
    .first()
    .click();
  await look('withdrawing a key');
  await desks.closeDialog();
  await desks.go('help');
  await look('help');
  await page.getByRole('button', { name: say('help_keyboard_show') }).click();
  await look('keys');
  await desks.closeDialog();
  await page.context().setOffline(true);
  await desks.go('sync');
  await expect(page.getByText(say('sync_offline_lead'))).toBeVisible();
  await look('delivery, no connection');
  await page.context().setOffline(false);
  await desks.go('today');
  await lookAtNothing(desks, look);
  await page.goto(`${address}/no-such-page`);
  await expect(page.getByRole('heading', { name: say('error_missing_title') })).toBeVisible();
  await look('no such page');
  await page.goto(`${address}/sync`);
  await page.getByRole('button', { name: say('app_lock') }).click();
  await expect(page.getByRole('button', { name: say('person_unlock'), exact: true })).toBeVisible();
  await look('unlocking');
  await page.getByRole('button', { name: say('person_unlock'), exact: true }).click();
  await look('unlocking, nothing typed');
  await page.getByRole('button', { name: say('person_someone_else') }).click();
  await page.getByRole('button', { name: say('person_to_list') }).click();
  await expect(page.getByText(say('person_stores_lead'))).toBeVisible();
  await look('who works here');
}
