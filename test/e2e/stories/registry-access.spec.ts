import { expect, type Page } from '@playwright/test';
import { DesksPage } from '../pages/desks.page.ts';
import { findHindrances, sidewaysOf } from '../pages/ease.ts';
import { takePictures } from '../pages/pictures.ts';
import { RegisterPage } from '../pages/register.page.ts';
import { FIRST_SYNC_MS, PASSPHRASE, SECRETARIAT, SignInPage } from '../pages/sign-in.page.ts';
import { english, wordsOf, type Say } from '../pages/words.ts';
import { Intruder } from '../../attack/intruder.ts';
import { Server } from '../server.ts';
import { test } from '../story.ts';

let server: Server;
test.beforeAll(async () => {
  server = await Server.start();
});
test.afterAll(() => server.stop());

type Look = (where: string) => Promise<void>;

async function lookAtTheAsking(page: Page, say: Say, look: Look): Promise<void> {
  await page.goto(`${server.address}/who`);
  await expect(page.getByRole('table')).toBeVisible();
  await look('who is on it');
  await page.goto(`${server.address}/register`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(say('registration_title'));
  await look('asking for an account');
  await new RegisterPage(page, say).send();
  await expect(page.getByText(say('registration_missing')).first()).toBeVisible();
  await look('asking, nothing typed');
  await page.goto(`${server.address}/register/confirm`);
  await new RegisterPage(page, say).field('registration_code').fill('ABCDE FGHJK MNPQR STVWX');
  await expect(page.getByText(say('problem_registration_code_mistyped'))).toBeVisible();
  await look('a code with a slip');
  await page.goto(`${server.address}/invitation#${'a'.repeat(43)}`);
  await expect(page.getByText(say('problem_invitation_unknown'))).toBeVisible();
  await look('an unknown invitation');
  await page.goto(`${server.address}/reset`);
  await expect(page.getByText(say('registration_link_none_title'))).toBeVisible();
  await look('a link without its secret');
}

async function signIn(page: Page, say: Say): Promise<void> {
  await page.goto(`${server.address}/sign-in`);
  await page.getByLabel(say('person_account')).fill(SECRETARIAT.account);
  await page.getByLabel(say('person_password')).fill(SECRETARIAT.password);
  await page.getByRole('button', { name: say('person_sign_in'), exact: true }).click();
  await page.getByLabel(say('person_seal_new')).fill(PASSPHRASE);
  await page.getByLabel(say('person_seal_repeat')).fill(PASSPHRASE);
  await page.getByRole('button', { name: say('person_seal') }).click();
  await page.getByLabel(say('person_device_name')).fill('Registry', { timeout: FIRST_SYNC_MS });
  await page.getByRole('button', { name: say('person_device_request') }).click();
  await expect(page.getByText(say('person_device_certified'), { exact: true })).toBeVisible();
  await page.getByRole('button', { name: say('person_open_desks') }).click();
}

async function lookAtARequest(desks: DesksPage, look: Look): Promise<void> {
  const { page, say } = desks;
  const act = (key: string): Promise<void> =>
    page.getByRole('button', { name: say(key), exact: true }).click();
  await desks.go('registrations');
  await expect(page.getByRole('grid')).toBeVisible();
  await look('requests');
  await page.getByRole('grid').getByRole('link').first().click();
  await expect(page.getByRole('heading', { name: say('incb_particulars') })).toBeVisible();
  await look('a request');
  await act('incb_refuse');
  await desks.dialog.getByRole('button', { name: say('incb_refuse_action'), exact: true }).click();
  await expect(desks.dialog.getByText(say('incb_reason_missing'))).toBeVisible();
  await look('refusing without a reason');
  await desks.closeDialog();
  await page
    .getByRole('button', { name: say('incb_letter_write') })
    .or(page.getByRole('button', { name: say('incb_letter_again') }))
    .click();
  await desks.dialog.getByRole('button', { name: say('incb_letter_action'), exact: true }).click();
  await expect(page.getByRole('button', { name: say('incb_letter_save'), exact: true })).toBeVisible();
  await look('a letter');
  await act('incb_confirm_code');
  await look('confirming by code');
  await desks.closeDialog();
}

async function lookAtTheCountries(desks: DesksPage, look: Look): Promise<void> {
  const { page, say } = desks;
  await desks.go('countries');
  await expect(page.getByRole('grid')).toBeVisible();
  await look('countries');
  await page.getByRole('grid').getByRole('link').first().click();
  await expect(page.getByRole('heading', { name: say('incb_country_stands') })).toBeVisible();
  await look('a country');
  await page.getByRole('button', { name: say('incb_suspend'), exact: true }).click();
  await look('suspending');
  await desks.closeDialog();
  await page.getByRole('button', { name: say('incb_successor'), exact: true }).click();
  await desks.dialog.getByRole('button', { name: say('incb_successor_action'), exact: true }).click();
  await expect(desks.dialog.getByText(say('registration_missing')).first()).toBeVisible();
  await look('naming a successor, nothing typed');
  await desks.closeDialog();
}

async function lookAtTheContacts(desks: DesksPage, look: Look): Promise<void> {
  const { page, say } = desks;
  await desks.go('contacts');
  await page.getByRole('tab', { name: new RegExp(`^${say('overview_all')}`) }).click();
  await expect(page.getByRole('grid')).toBeVisible();
  await look('contacts');
  await page
    .getByRole('grid')
    .getByRole('button', { name: say('contacts_note_short') })
    .first()
    .click();
  await desks.dialog.getByLabel(say('contacts_next_step')).fill('X');
  await page.getByRole('button', { name: say('contacts_note_save'), exact: true }).click();
  await expect(desks.dialog.getByText(say('registration_missing')).first()).toBeVisible();
  await look('a note with a slip');
  await desks.closeDialog();
  await page.getByRole('button', { name: say('contacts_rule'), exact: true }).click();
  await look('the rule for quiet countries');
  await desks.closeDialog();
}

for (const [language, locale, schemes] of [
  ['English', 'en', ['light', 'dark']],
  ['Arabic', 'ar', ['light']]
] as const) {
  test(`asking for an account and the Board’s desks hinder no reader of ${language}, at a desk or by phone`, async ({
    browser
  }) => {
    const context = await browser.newContext({ locale, reducedMotion: 'reduce', acceptDownloads: true });
    const page = await context.newPage();
    const say = wordsOf(locale);
    const desks = new DesksPage(page, say);
    const hindrances: string[] = [];
    const look: Look = async (where) => {
      hindrances.push(...(await findHindrances(page, where, schemes)));
      await takePictures(page, `${locale}, board, ${where}`);
      const before = page.viewportSize() ?? { width: 1440, height: 900 };
      for (const width of [390, 320]) {
        await page.setViewportSize({ width, height: 844 });
        const beyond = await sidewaysOf(page);
        if (beyond > 0) hindrances.push(`${where}: ${beyond} px beyond ${width}`);
      }
      await page.setViewportSize(before);
    };
    await test.step('on the public pages', () => lookAtTheAsking(page, say, look));
    await test.step('on the way in, and at today’s desk', async () => {
      await signIn(page, say);
      await expect(desks.title).toHaveText(say('today_title'));
      await look('today');
    });
    await test.step('at a request', () => lookAtARequest(desks, look));
    await test.step('among the countries', () => lookAtTheCountries(desks, look));
    await test.step('among the contacts', () => lookAtTheContacts(desks, look));
    expect(hindrances).toEqual([]);
    await context.close();
  });
}

const OBSERVER = { account: 'incb.onlooker', password: 'a window on the registry' };
const WRITING = [
  ...['incb_refuse', 'incb_letter_write', 'incb_letter_again', 'incb_letter_withdraw', 'incb_sending_record'],
  ...[
    'incb_confirm_word',
    'incb_confirm_code',
    'incb_suspend',
    'incb_resume',
    'incb_close',
    'incb_successor'
  ],
  ...['contacts_note', 'contacts_prepare', 'contacts_letter', 'contacts_invite']
];

/** Of a person who was invited and has no device to name. */
async function anObserver(page: Page): Promise<void> {
  const board = new Intruder(server.address);
  const person = {
    role: 'observer',
    name: 'Noor Onlooker',
    function: 'Adviser',
    email: 'noor@observer.example'
  };
  const invited = await board.askAs('board', { method: 'POST', path: '/api/invitations', body: person });
  const { token } = invited.json as { readonly token: string };
  const accepted = { token, person: OBSERVER.account, password: OBSERVER.password };
  expect((await board.ask({ method: 'POST', path: '/api/invitations/accept', body: accepted })).status).toBe(
    201
  );
  const signIn = new SignInPage(page);
  await signIn.open(server.address);
  await signIn.signIn(OBSERVER);
  await signIn.keepDataHere();
  await signIn.openDesks();
}

test('an INCB observer reads requests and countries, decides nothing and sees no address', async ({
  page
}) => {
  const desks = new DesksPage(page);
  const readsOnly = page.getByText(english('incb_reads_only'));
  const look = async (where: string): Promise<void> => {
    await expect(readsOnly).toBeVisible();
    for (const key of WRITING)
      await expect(page.getByRole('button', { name: english(key), exact: true })).toHaveCount(0);
    await expect(page.getByRole('main')).not.toContainText(/@|\+[0-9]{3}/);
    expect(await findHindrances(page, where)).toEqual([]);
    await takePictures(page, `an observer, ${where}`);
  };
  await test.step('given an observer whom INCB has invited', () => anObserver(page));
  await test.step('when the observer opens the requests, then every country and its status is there', async () => {
    await desks.go('registrations');
    await expect(page.getByRole('grid').getByRole('link').first()).toBeVisible();
    await look('the requests');
    await page.getByRole('grid').getByRole('link').first().click();
    await expect(page.getByRole('heading', { name: english('incb_particulars') })).toBeVisible();
    await expect(page.getByRole('heading', { name: english('joining_title') })).toBeVisible();
    await look('a request');
  });
  await test.step('and the countries with their plan and administrators', async () => {
    await desks.go('countries');
    await expect(page.getByRole('grid').getByRole('link').first()).toBeVisible();
    await look('the countries');
    await page.getByRole('grid').getByRole('link', { name: 'Australia' }).click();
    await expect(page.getByRole('heading', { name: english('contacts_people') })).toBeVisible();
    await look('a country');
  });
});
