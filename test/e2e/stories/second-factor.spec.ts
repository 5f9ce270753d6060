import { expect, type Page } from '@playwright/test';
import { DesksPage } from '../pages/desks.page.ts';
import { Looks } from '../pages/ease.ts';
import { waitUntilPagesKept } from '../pages/line.page.ts';
import { PushPage } from '../pages/push.page.ts';
import { SecondFactorPage } from '../pages/second-factor.page.ts';
import { ADMINISTRATORS, OFFICERS, SignInPage } from '../pages/sign-in.page.ts';
import { english } from '../pages/words.ts';
import { Server } from '../server.ts';
import { KEPT, test } from '../story.ts';

let server: Server;
test.beforeAll(async () => {
  server = await Server.start();
});
test.afterAll(() => server.stop());

const OFFICER = OFFICERS.AU;

/** What a page of theirs may ask for, by status. */
function askServer(page: Page, asked: readonly (readonly [string, string])[]): Promise<number[]> {
  return page.evaluate(
    (all) =>
      Promise.all(
        all.map(async ([method, path]) => {
          const body = method === 'GET' || method === 'DELETE' ? {} : { body: '{}' };
          const headers = { 'content-type': 'application/json' };
          return (await fetch(path, { method, headers, ...body })).status;
        })
      ),
    asked.map(([method, path]) => [method, path] as [string, string])
  );
}

/** Signed out at the server; the computer asks for the password again, then for its own passphrase. */
async function signInAgain(page: Page): Promise<void> {
  const signIn = new SignInPage(page);
  await page.evaluate(() => fetch('/api/session', { method: 'DELETE' }));
  await page.evaluate(() => sessionStorage.clear());
  await signIn.open(server.address);
  await page.getByRole('button', { name: english('person_someone_else') }).click();
  await signIn.signIn(OFFICER);
}

test('whoever must have a second factor enrols it first, and shows it from then on', async ({ browser }) => {
  const context = await browser.newContext(KEPT);
  const page = await context.newPage();
  const [signIn, factor, desks] = [new SignInPage(page), new SecondFactorPage(page), new DesksPage(page)];
  const looks = new Looks();
  let recovery: string[] = [];

  await test.step('given an administrator who asks everybody of their authority for one', async () => {
    const adminBrowser = await browser.newContext(KEPT);
    const admin = await adminBrowser.newPage();
    const office = new DesksPage(admin);
    await office.arrive(server.address, ADMINISTRATORS.AU, 'Head office');
    await office.go('settings');
    await admin.getByRole('radio', { name: english('settings_factor_everybody_detail') }).check();
    await admin.getByRole('button', { name: english('settings_policy_save') }).click();
    await expect(admin.getByText(english('settings_policy_saved'))).toBeVisible();
    await adminBrowser.close();
  });

  await test.step('when an officer signs in, then nothing is open to them but to set one up', async () => {
    await factor.giveFingerprintReader();
    await signIn.open(server.address);
    await signIn.signIn(OFFICER);
    await expect(factor.step.getByText(english('second_enrol_lead'))).toBeVisible();
    await looks.at(page, 'a second factor is asked for');
    const closed = [
      ['GET', '/db/country-au'],
      ['GET', '/db/reference/_changes'],
      ['POST', '/db/country-au/_bulk_docs'],
      ['POST', '/api/devices'],
      ['POST', '/api/blocks'],
      ['PUT', '/api/password'],
      ['GET', '/api/sessions']
    ] as const;
    expect(await askServer(page, closed)).toEqual(closed.map(() => 403));
    await page.goto(`${server.address}/today`);
    await expect(page).toHaveURL(/\/sign-in/);
  });

  await test.step('an authenticator app takes its key, and counts from its first code', async () => {
    await signIn.signIn(OFFICER);
    await page.getByRole('button', { name: english('security_totp_add') }).click();
    await expect(factor.step.locator('svg')).toBeVisible();
    await expect(page.getByLabel(english('second_totp'))).toBeFocused();
    await factor.readKey();
    await factor.expectEmptyRefused();
    await factor.type(factor.oldCode());
    await expect(page.getByText(english('problem_secondFactor_code_wrong'))).toBeVisible();
    await looks.at(page, 'key of an authenticator app, a wrong code');
    await factor.type(factor.code());
    await expect(factor.recovery).toBeVisible();
    await looks.at(page, 'recovery codes');
    recovery = await factor.keepRecovery();
    expect(new Set(recovery).size).toBe(10);
    await signIn.keepDataHere();
    await signIn.nameDevice('Laptop');
    await signIn.openDesks();
    await expect(desks.title).toHaveText(english('app_desk_today'));
  });

  await test.step('then the password alone opens nothing, and a code of the app does', async () => {
    await signInAgain(page);
    await expect(factor.step).toBeVisible();
    await expect(page.getByLabel(english('second_totp'))).toBeFocused();
    expect(await askServer(page, [['GET', '/api/session']])).toEqual([401]);
    await factor.expectEmptyRefused();
    await factor.type(factor.oldCode());
    await expect(page.getByText(english('problem_secondFactor_wrong'))).toBeVisible();
    await looks.at(page, 'second step, a wrong code');
    await factor.type(factor.code());
    await signIn.unlockDesk();
  });

  await test.step('and a recovery code does, once', async () => {
    await signInAgain(page);
    await factor.useRecovery(recovery[0] ?? '');
    await signIn.unlockDesk();
    await signInAgain(page);
    await factor.useRecovery(recovery[0] ?? '');
    await expect(page.getByText(english('problem_secondFactor_wrong'))).toBeVisible();
    await factor.step.getByLabel(english('second_recovery')).fill(recovery[1] ?? '');
    await factor.step.getByRole('button', { name: english('second_continue') }).click();
    await signIn.unlockDesk();
  });

  await test.step('a passkey is added at the desk by whoever knows the password', async () => {
    await desks.go('security');
    await expect(factor.panel.getByText(english('security_recovery_left', { count: '8' }))).toBeVisible();
    await expect(
      factor.panel.getByRole('button', { name: english('security_factor_remove') })
    ).toBeDisabled();
    await factor.showPassword('not the password');
    await factor.addPasskey('Fingerprint');
    await expect(factor.panel.getByText(english('problem_account_password_wrong'))).toBeVisible();
    await factor.showPassword(OFFICER.password);
    await factor.panel.getByRole('button', { name: english('security_passkey_add') }).click();
    await expect(factor.panel.getByRole('listitem').filter({ hasText: 'Fingerprint' })).toBeVisible();
    await looks.at(page, 'security with two factors');
  });

  await test.step('and lets them in', async () => {
    await signInAgain(page);
    await factor.step.getByRole('button', { name: english('second_use_passkey') }).click();
    await signIn.unlockDesk();
  });

  await test.step('the app is taken away with the password and not without; the last factor stays', async () => {
    await desks.go('security');
    await factor.showPassword('not the password');
    await factor.remove(english('security_totp'));
    await expect(factor.panel.getByText(english('problem_account_password_wrong'))).toBeVisible();
    await factor.showPassword(OFFICER.password);
    await factor.remove(english('security_totp'));
    const rows = factor.panel.getByRole('listitem');
    await expect(rows.filter({ hasText: english('security_totp') })).toHaveCount(0);
    await factor.remove('Fingerprint');
    await expect(factor.panel.getByText(english('problem_secondFactor_required'))).toBeVisible();
    await expect(factor.panel.getByRole('listitem').filter({ hasText: 'Fingerprint' })).toBeVisible();
  });

  const push = new PushPage(page);
  await test.step('a browser that may not show notifications, or reaches no push service, says so', async () => {
    await push.expectNone();
    // Nothing is granted, so all is refused without a question.
    await context.grantPermissions([], { origin: server.address });
    await push.turnOn();
    await expect(push.panel.getByText(english('problem_notifications_browser_blocked'))).toBeVisible();
    await context.grantPermissions(['notifications'], { origin: server.address });
    await push.turnOn();
    await expect(push.panel.getByText(english('problem_notifications_browser_noService'))).toBeVisible();
    await push.expectNone();
    await looks.at(page, 'notifications, without a push service');
  });

  await test.step('with one (played by the page), it is in the list, and shows the counts that arrive', async () => {
    await waitUntilPagesKept(page);
    await push.playPushService();
    await push.turnOn();
    const row = push.panel.getByRole('listitem');
    await expect(row).toContainText('Laptop');
    await expect(row.getByText(english('notify_push_here'))).toBeVisible();
    const told = {
      title: 'I2ES: authorizations',
      body: 'overdue: 2\nDue in the next 7 days: 1',
      language: 'en'
    };
    await push.deliver(JSON.stringify(told));
    const shown = { title: told.title, body: told.body, lang: 'en', dir: 'ltr' };
    await expect.poll(() => push.readShown()).toEqual([shown]);
    // A newer one replaces it, whatever it is: a browser must show every message.
    await push.deliver('nonsense');
    await expect.poll(() => push.readShown()).toMatchObject([{ title: 'I2ES', body: '' }]);
  });

  await test.step('a click brings the open window to the front as it is, and nothing typed is lost', async () => {
    const field = page.getByRole('region', { name: english('security_passphrase'), exact: true });
    await field.getByLabel(english('security_passphrase_next')).fill('half a new passphrase');
    expect(await push.click()).toEqual(['front']);
    await expect(field.getByLabel(english('security_passphrase_next'))).toHaveValue('half a new passphrase');
    expect(await push.readShown()).toEqual([]);
    await field.getByLabel(english('security_passphrase_next')).fill('');
  });

  await test.step('and it is turned off in the list', async () => {
    await push.panel
      .getByRole('button', { name: english('notify_push_stop_named', { device: '\u2068Laptop\u2069' }) })
      .click();
    await push.expectNone();
  });

  await test.step('the link of a daily e-mail asks before it stops them, and says the same for any link', async () => {
    const mail = await context.newPage();
    await mail.goto(`${server.address}/api/unsubscribe/${'A'.repeat(60)}`);
    await expect(mail).toHaveURL(`${server.address}/unsubscribe#${'A'.repeat(60)}`);
    await looks.at(mail, 'stop the daily e-mail');
    await mail.getByRole('button', { name: english('notify_stop_title') }).click();
    await expect(mail.getByText(english('notify_stop_done'))).toBeVisible();
    await looks.at(mail, 'daily e-mail stopped');
    await mail.close();
  });
  expect(looks.found).toEqual([]);
  await context.close();
});
