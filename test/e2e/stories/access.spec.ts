import { expect, test, type Browser, type Page } from '@playwright/test';
import { DesksPage } from '../pages/desks.page.ts';
import { findHindrances, sidewaysOf } from '../pages/ease.ts';
import { walkByTab } from '../pages/focus.ts';
import { ADMINISTRATORS, PASSPHRASE } from '../pages/sign-in.page.ts';
import { wordsOf, type Say } from '../pages/words.ts';
import { Server } from '../server.ts';

let server: Server;
test.beforeAll(async () => {
  server = await Server.start();
});
test.afterAll(() => server.stop());

/** A look at the page that stands open, under the name that a finding is told by. */
type Look = (where: string) => Promise<void>;

function aContext(browser: Browser, locale: string): ReturnType<Browser['newContext']> {
  return browser.newContext({ locale, reducedMotion: 'reduce' });
}

async function lookAtTheWayIn(page: Page, say: Say, look: Look): Promise<void> {
  await page.goto(server.address);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await look('start page');
  await page.goto(`${server.address}/sign-in`);
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
  await page.getByLabel(say('person_device_name')).fill('Laptop, room 12');
  await look('naming the device');
  await page.getByRole('button', { name: say('person_device_request') }).click();
  await expect(page.getByText(say('person_device_certified'), { exact: true })).toBeVisible();
  await look('device certified');
  await page.getByRole('button', { name: say('person_open_desks') }).click();
}

async function lookAtTheRegister(desks: DesksPage, look: Look): Promise<void> {
  const { page, say } = desks;
  await expect(desks.title).toHaveText(say('today_title'));
  await look('today');
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('dialog').getByRole('combobox')).toBeVisible();
  await look('finding anything');
  await page.keyboard.press('Escape');
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

async function lookAtTheForm(desks: DesksPage, look: Look): Promise<void> {
  const { page, say } = desks;
  await desks.startImport();
  await look('new authorization');
  await page.getByLabel(say('form_importer')).fill('Eucalyptus Wards Pty Ltd');
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
  await expect(page.getByLabel(say('form_importer'))).toHaveValue('Eucalyptus Wards Pty Ltd');
  await look('a draft');
}

async function lookAtTheDossiers(desks: DesksPage, look: Look): Promise<void> {
  const { page, say } = desks;
  const more = say('dossier_do_more');
  const act = (key: string): Promise<void> => page.getByRole('button', { name: say(key) }).click();

  await desks.openFirst('decide');
  await look('dossier of the exporting side');
  await desks.choose(more, say('dossier_do_reply'));
  await look('replying');
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
  await desks.closeDialog();
  await desks.choose(more, say('dossier_do_cancel'));
  await look('cancelling');
  await desks.closeDialog();

  await desks.openFirst('endorse');
  await look('dossier of the importing side');
  await act('dossier_do_endorse');
  await look('endorsing');
  await desks.closeDialog();
}

async function lookAtTheRest(desks: DesksPage, look: Look): Promise<void> {
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
  await page.goto(`${server.address}/no-such-page`);
  await expect(page.getByRole('heading', { name: say('error_missing_title') })).toBeVisible();
  await look('no such page');
  await page.goto(`${server.address}/sync`);
  await expect(page.getByLabel(say('person_passphrase'))).toBeVisible();
  await look('unlocking');
  await page.getByRole('button', { name: say('person_unlock'), exact: true }).click();
  await look('unlocking, nothing typed');
  await page.getByRole('button', { name: say('person_someone_else') }).click();
  await page.getByRole('button', { name: say('person_to_list') }).click();
  await expect(page.getByText(say('person_stores_lead'))).toBeVisible();
  await look('who works here');
}

for (const [language, locale, direction] of [
  ['English', 'en', 'ltr'],
  ['Arabic', 'ar', 'rtl']
] as const) {
  test(`no page hinders a reader in ${language}, in light or in dark`, async ({ browser }) => {
    const context = await aContext(browser, locale);
    const page = await context.newPage();
    const say = wordsOf(locale);
    const desks = new DesksPage(page, say);
    const hindrances: string[] = [];
    const look: Look = async (where) => {
      hindrances.push(...(await findHindrances(page, where)));
      const { lang, dir } = await page.evaluate(() => ({
        lang: document.documentElement.lang,
        dir: document.documentElement.dir
      }));
      if (lang !== locale || dir !== direction) hindrances.push(`${where}: said in ${lang}, ${dir}`);
    };
    await test.step('on the way in', () => lookAtTheWayIn(page, say, look));
    await test.step('at today’s desk and in the register', () => lookAtTheRegister(desks, look));
    await test.step('while an authorization is typed', () => lookAtTheForm(desks, look));
    await test.step('in the dossiers of both sides', () => lookAtTheDossiers(desks, look));
    await test.step('at the other desks, and outside them', () => lookAtTheRest(desks, look));
    expect(hindrances).toEqual([]);
    await context.close();
  });
}

test('on a phone everything stands within the width, and three desks hinder nobody', async ({ browser }) => {
  const context = await aContext(browser, 'en');
  const page = await context.newPage();
  await page.setViewportSize({ width: 390, height: 844 });
  const desks = new DesksPage(page);
  const hindrances: string[] = [];
  const measure: Look = async (where) => {
    for (const width of [390, 320]) {
      await page.setViewportSize({ width, height: 844 });
      const beyond = await sidewaysOf(page);
      if (beyond > 0) hindrances.push(`${where}: ${beyond} px beyond ${width}`);
    }
    await page.setViewportSize({ width: 390, height: 844 });
  };
  const look: Look = async (where) => void hindrances.push(...(await findHindrances(page, where)));

  await page.goto(server.address);
  await measure('start page');
  await page.goto(`${server.address}/sign-in`);
  await measure('sign in');
  await desks.arrive(server.address, ADMINISTRATORS.AU, 'Phone');
  await measure('today');
  await look('today');
  await desks.go('authorizations');
  await measure('register');
  await look('register');
  await desks.startImport();
  await measure('new authorization');
  await look('new authorization');
  await page.getByRole('button', { name: desks.say('authorization_issue'), exact: true }).click();
  await measure('new authorization with problems');
  for (const step of ['decide', 'ship', 'endorse'] as const) {
    await desks.openFirst(step);
    await measure(`dossier to ${step}`);
    if (step === 'decide') continue;
    await page.getByRole('button', { name: desks.say(`dossier_do_${step}`) }).click();
    await measure(`dialog to ${step}`);
    await desks.closeDialog();
  }
  for (const desk of ['sync', 'devices', 'help'] as const) {
    await desks.go(desk);
    await measure(desk);
  }
  await page.goto(`${server.address}/no-such-page`);
  await measure('no such page');
  expect(hindrances).toEqual([]);
  await context.close();
});

test('the form of a new authorization is worked by the keyboard alone, and the focus is always in sight', async ({
  browser
}) => {
  const context = await aContext(browser, 'en');
  const page = await context.newPage();
  const desks = new DesksPage(page);
  await desks.arrive(server.address, ADMINISTRATORS.AU, 'Keyboard');
  await desks.startImport();
  const walk = await walkByTab(page);
  expect(walk.unreached).toEqual([]);
  expect(walk.unmarked).toEqual([]);
  expect(walk.hidden).toEqual([]);
  await context.close();
});
