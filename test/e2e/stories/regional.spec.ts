/** A regional body of INCB: one member consents, one declines, one has not answered; its people see no more than that. */
import { expect, type Locator, type Page } from '@playwright/test';
import { consentSettingId } from '#lib/domain/regional/regional-body.ts';
import { addDays } from '#lib/domain/calendar-date.ts';
import type { CalendarDate } from '#lib/domain/ids.ts';
import { typeDate } from '../pages/date-field.ts';
import { DesksPage } from '../pages/desks.page.ts';
import { findHindrances } from '../pages/ease.ts';
import { SessionsPage } from '../pages/sessions.page.ts';
import { PeoplePage } from '../pages/people.page.ts';
import { takePictures } from '../pages/pictures.ts';
import { ADMINISTRATORS, SECRETARIAT, SignInPage } from '../pages/sign-in.page.ts';
import { english } from '../pages/words.ts';
import { DEMONSTRATION, Intruder } from '../../attack/intruder.ts';
import { Server } from '../server.ts';
import { test } from '../story.ts';

let server: Server;
test.beforeAll(async () => {
  server = await Server.start();
});
test.afterAll(() => server.stop());

const NAME = 'Pacific and Alpine Community';
const ADVISER = {
  name: 'Lea Moana',
  function: 'Adviser',
  email: 'lea@community.example',
  role: 'Regional body'
};
const SESSION = 'Endorsing in the region';
const ACCOUNT = { account: 'incb.moana', password: 'a lagoon below the glacier' };

/** Of a country without a screen here, by its administrator. */
async function answer(country: keyof typeof ADMINISTRATORS, id: string, consents: boolean): Promise<void> {
  const { account: person, password } = ADMINISTRATORS[country];
  const administrator = new Intruder(server.address, {
    ...DEMONSTRATION,
    administrator: { person, password }
  });
  const setting = { _id: consentSettingId(id), schema: 1, consents };
  await administrator.pushAll([setting], `country-${country.toLowerCase()}`, 'administrator');
}

/** The one body, as Australia's administrators have it at the server. */
async function heldBody(): Promise<{ readonly id: string; readonly answer: string }> {
  const { json } = await new Intruder(server.address).askAs('administrator', { path: '/api/regional' });
  const [body] = (json as { readonly bodies: [{ readonly id: string; readonly answer: string }] }).bodies;
  return body;
}

test('a regional body sees the members that consent, and they see its actions', async ({ browser }) => {
  const pages = [];
  for (const _ of [1, 2, 3]) pages.push(await (await browser.newContext()).newPage());
  const [board, adviser, admin] = pages as [Page, Page, Page];
  const [incb, home] = [new DesksPage(board), new DesksPage(admin)];
  const row = (country: string): Locator => adviser.getByRole('row', { name: country });

  await test.step('INCB adds a body and chooses its countries from the list', async () => {
    await incb.arrive(server.address, SECRETARIAT, 'Registry');
    await board.locator('nav a[href$="/overview"]').first().click();
    await board.getByRole('link', { name: english('regional_title') }).click();
    await board.getByRole('button', { name: english('regional_new') }).click();
    await incb.dialog.getByLabel(english('regional_name')).fill(NAME);
    for (const country of ['Australia', 'Switzerland', 'Kenya']) {
      await incb.dialog.getByLabel(english('regional_country_add')).fill(country);
      await board.getByRole('option', { name: country }).click();
    }
    await takePictures(board, 'a new regional body');
    await incb.dialog.getByRole('button', { name: english('regional_save') }).click();
    await expect(board.getByRole('row', { name: 'Kenya' })).toContainText(english('regional_consent_open'));
  });
  await test.step('Australia consents on its screen; Switzerland consents and Kenya declines', async () => {
    await home.arrive(server.address, ADMINISTRATORS.AU, 'Canberra');
    await home.go('announcements');
    await admin.getByRole('link', { name: english('regional_title') }).click();
    await admin.getByRole('radio', { name: english('regional_consent_give') }).check();
    expect(await findHindrances(admin, 'the answer of a country')).toEqual([]);
    await takePictures(admin, 'a country answers');
    await admin.getByRole('button', { name: english('regional_consent_save') }).click();
    await expect(admin.getByText(english('regional_consent_saved'))).toBeVisible();
    await expect.poll(async () => (await heldBody()).answer).toBe('given');
    const { id } = await heldBody();
    await Promise.all([answer('CH', id, true), answer('KE', id, false)]);
  });
  await test.step('INCB invites the body’s adviser, who joins and finds those answers alone', async () => {
    await incb.go('people');
    await board.getByRole('button', { name: english('people_invite') }).click();
    await incb.dialog.getByRole('radio', { name: ADVISER.role }).check();
    await incb.dialog.getByRole('combobox').selectOption({ label: NAME });
    const link = await new PeoplePage(board).fillInvitation(ADVISER);
    const accepted = { token: link.split('#')[1], person: ACCOUNT.account, password: ACCOUNT.password };
    const join = { method: 'POST', path: '/api/invitations/accept', body: accepted };
    expect((await new Intruder(server.address).ask(join)).status).toBe(201);
    const signIn = new SignInPage(adviser);
    await signIn.open(server.address);
    await signIn.signIn(ACCOUNT);
    await signIn.keepDataHere();
    await signIn.openDesks();
    await expect(adviser.getByRole('heading', { name: NAME })).toBeVisible();
    for (const country of ['Australia', 'Switzerland'])
      await expect(row(country)).toContainText(english('regional_consent_given'));
    await expect(row('Kenya')).toContainText(english('regional_consent_declined'));
    await expect(row('Kenya')).toContainText('–');
    expect(await findHindrances(adviser, 'a regional body')).toEqual([]);
    await takePictures(adviser, 'a regional body');
  });
  await test.step('the body adds an action, which its member reads', async () => {
    await adviser.getByRole('button', { name: english('regional_action_new') }).click();
    const dialog = adviser.getByRole('dialog');
    await dialog.getByLabel(english('regional_action')).fill('Train two officers to endorse');
    await dialog.getByLabel(english('regional_owner')).fill('Australia');
    await typeDate(dialog, '2027-03-31');
    await takePictures(adviser, 'an action');
    await dialog.getByRole('button', { name: english('regional_item_save') }).click();
    await expect(adviser.getByRole('listitem').filter({ hasText: 'Train two officers' })).toBeVisible();
    await home.go('announcements');
    await admin.getByRole('link', { name: english('regional_title') }).click();
    await expect(admin.getByRole('listitem').filter({ hasText: 'Train two officers' })).toBeVisible();
    await takePictures(admin, 'a member reads an action');
  });
  await test.step('it plans a session for its members, and Australia takes a place', async () => {
    const sessions = new SessionsPage(adviser);
    await sessions.desks.go('sessions');
    await adviser.getByRole('link', { name: english('session_new') }).click();
    await expect(adviser.getByText(english('session_whom_members'))).toBeVisible();
    await expect(adviser.getByRole('group', { name: english('session_helpers') })).toHaveCount(0);
    await adviser.getByLabel('Title').fill(SESSION);
    await adviser.getByLabel('Aims').fill('Members endorse a partial shipment.');
    const from = addDays(new Date().toISOString().slice(0, 10) as CalendarDate, 7);
    await sessions.typeDays({ from, until: from });
    await adviser.getByLabel('Location').fill('Suva');
    await takePictures(adviser, 'a plan of a regional body');
    await sessions.save(SESSION);
    await expect(adviser.getByRole('definition').filter({ hasText: NAME }).last()).toContainText(
      '3 countries'
    );
    const member = new SessionsPage(admin);
    await member.open(SESSION);
    await expect(admin.getByRole('definition').filter({ hasText: NAME }).first()).toHaveText(NAME);
    await takePictures(admin, 'a session of a regional body');
    await admin.getByRole('button', { name: 'Enrol' }).click();
    await member.open(SESSION);
    await expect(member.place).toHaveText('You have a place');
    await sessions.open(SESSION);
    await sessions.mark('Australia');
    await expect(sessions.unsent).toHaveCount(0);
    await takePictures(adviser, 'the participants of a regional body');
  });
  await test.step('and reads all of it in Arabic', async () => {
    const { desks } = new SessionsPage(adviser);
    await desks.speak('ar');
    await expect(adviser.getByRole('heading', { name: SESSION })).toBeVisible();
    expect(await findHindrances(adviser, 'a session of a regional body in Arabic')).toEqual([]);
    await takePictures(adviser, 'the participants in Arabic');
    await desks.go('region');
    await expect(adviser.getByRole('heading', { name: NAME })).toBeVisible();
    expect(await findHindrances(adviser, 'a regional body in Arabic')).toEqual([]);
    await takePictures(adviser, 'a regional body in Arabic');
  });
});
