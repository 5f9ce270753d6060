/** A regional body of INCB: one member consents, one declines, one has not answered; its people see no more than that. */
import { expect } from '@playwright/test';
import { consentSettingId } from '#lib/domain/regional/regional-body.ts';
import { DesksPage } from '../pages/desks.page.ts';
import { findHindrances } from '../pages/ease.ts';
import { PeoplePage } from '../pages/people.page.ts';
import { takePictures } from '../pages/pictures.ts';
import { RegisterPage } from '../pages/register.page.ts';
import { ADMINISTRATORS, SECRETARIAT, SignInPage } from '../pages/sign-in.page.ts';
import { english } from '../pages/words.ts';
import { Server } from '../server.ts';
import { KEPT, test } from '../story.ts';

test.use(KEPT);

let server: Server;
test.beforeAll(async () => {
  server = await Server.start();
});
test.afterAll(() => server.stop());

const NAME = 'Pacific and Alpine Community';
const ADVISER = { name: 'Lea Moana', function: 'Adviser', email: 'lea@community.example', role: 'Regional body' };
const ACCOUNT = { account: 'incb.moana', password: 'a lagoon below the glacier' };

test('a regional body sees the members that consent, and its members see its actions', async ({ browser }) => {
  const [boards, bodys, homes] = await Promise.all([1, 2, 3].map(() => browser.newContext()));
  const [board, adviser, admin] = await Promise.all([boards!.newPage(), bodys!.newPage(), homes!.newPage()]);
  const [incb, home] = [new DesksPage(board), new DesksPage(admin)];
  await Promise.all([
    incb.arrive(server.address, SECRETARIAT, 'Registry'),
    home.arrive(server.address, ADMINISTRATORS.AU, 'Canberra')
  ]);

  await test.step('INCB adds a body, chooses its countries from the list and invites its adviser', async () => {
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
    await expect(board.getByRole('row', { name: /Kenya/ })).toContainText(english('regional_consent_open'));
    await takePictures(board, 'INCB sees a regional body');
  });
  await test.step('and invites its adviser, who joins', async () => {
    await incb.go('people');
    const people = new PeoplePage(board);
    await board.getByRole('button', { name: english('people_invite') }).click();
    await incb.dialog.getByRole('radio', { name: ADVISER.role }).check();
    await incb.dialog.getByLabel(english('regional_one')).last().selectOption({ label: NAME });
    const link = await people.fillInvitation(ADVISER);
    await adviser.goto(link);
    await new RegisterPage(adviser).join('moana', ACCOUNT.password);
    await adviser.getByRole('link', { name: english('person_sign_in') }).click();
    const signIn = new SignInPage(adviser);
    await signIn.signIn(ACCOUNT);
    await signIn.keepDataHere();
    await signIn.openDesks();
    await expect(adviser.getByRole('heading', { level: 1 })).toHaveText(NAME);
  });
  await test.step('Australia consents on its screen', async () => {
    await home.go('announcements');
    await admin.getByRole('link', { name: english('regional_title') }).click();
    await admin.getByRole('radio', { name: english('regional_consent_give') }).check();
    expect(await findHindrances(admin, 'the answer of a country')).toEqual([]);
    await takePictures(admin, 'a country answers');
    await admin.getByRole('button', { name: english('regional_consent_save') }).click();
    await expect(admin.getByText(english('regional_consent_saved'))).toBeVisible();
  });
  await test.step('the body sees who answered and how, and adds an action', async () => {
    await expect(async () => {
      await adviser.reload();
      const asked = adviser.getByLabel(english('person_passphrase'));
      await adviser.getByRole('row', { name: /Australia/ }).or(asked).first().waitFor();
      if (await asked.isVisible()) await new SignInPage(adviser).unlockDesk();
      await expect(adviser.getByRole('row', { name: /Australia/ })).toContainText(
        english('regional_consent_given')
      );
    }).toPass();
    await expect(adviser.getByRole('row', { name: /Kenya/ })).toContainText(english('regional_consent_open'));
    await adviser.getByRole('button', { name: english('regional_action_new') }).click();
    await takePictures(adviser, 'an action');
    expect(consentSettingId('x')).toBe('setting:region-x');
  });
});
