import { expect } from '@playwright/test';
import { DesksPage } from '../pages/desks.page.ts';
import { Looks } from '../pages/ease.ts';
import { PeoplePage } from '../pages/people.page.ts';
import { RegisterPage } from '../pages/register.page.ts';
import { askServer } from '../pages/line.page.ts';
import { ADMINISTRATORS, OFFICERS, SignInPage } from '../pages/sign-in.page.ts';
import { english, wordsOf } from '../pages/words.ts';
import { Server } from '../server.ts';
import { test } from '../story.ts';

let server: Server;
test.beforeAll(async () => {
  server = await Server.start();
});
test.afterAll(() => server.stop());

const MARKS = /[\u2066-\u2069\s]/g;
const NEXT = 'cockatoos over the ridge';

test('an officer who forgot their password chooses a new one by a link, and what was open before is shut', async ({
  browser
}) => {
  const [adminBrowser, officerBrowser, other] = await Promise.all([1, 2, 3].map(() => browser.newContext()));
  if (!adminBrowser || !officerBrowser || !other) throw new Error('no browser');
  const [admin, officer, elsewhere] = [
    await adminBrowser.newPage(),
    await officerBrowser.newPage(),
    await other.newPage()
  ];
  const [office, people] = [new DesksPage(admin), new PeoplePage(admin)];
  const [desks, signIn, public_] = [
    new DesksPage(officer),
    new SignInPage(officer),
    new RegisterPage(elsewhere)
  ];
  const looks = new Looks();
  const links: string[] = [];

  /** The first link is one too many: only the newer one counts. */
  const makeLink = async (): Promise<void> => {
    await people.decide('people_reset', 'people_reset_action');
    const link = admin.getByRole('status').getByText(/\/reset#/);
    await expect(link).not.toHaveText(links[0] ?? 'none yet');
    links.push(((await link.textContent()) ?? '').replace(MARKS, ''));
    expect(await people.copyLink()).toBe(links.at(-1));
  };

  await test.step('given an officer at their desk, and an administrator who makes a link for them', async () => {
    await desks.arrive(server.address, OFFICERS.AU, 'Laptop');
    expect(await askServer(officer, '/api/session')).toBe(200);
    await office.arrive(server.address, ADMINISTRATORS.AU, 'Head office');
    await people.open('Jack Brennan');
    await makeLink();
    await people.open('Jack Brennan');
    await makeLink();
    expect(links[0]).toMatch(/\/reset#[A-Za-z0-9_-]{43}$/);
    expect(links[1]).not.toBe(links[0]);
  });

  await test.step('then the officer’s session is over, and the old password opens nothing', async () => {
    expect(await askServer(officer, '/api/session')).toBe(401);
    await signIn.open(server.address);
    await officer.getByRole('button', { name: english('person_someone_else') }).click();
    await signIn.signIn(OFFICERS.AU);
    await expect(officer.getByText(english('problem_session_refused'))).toBeVisible();
  });

  await test.step('the link that was replaced is refused in words', async () => {
    await elsewhere.goto(links[0] ?? '');
    await expect(elsewhere.getByText(english('problem_invitation_void'))).toBeVisible();
    await expect(elsewhere.getByText(english('registration_link_void_help'))).toBeVisible();
    await looks.at(elsewhere, 'a link that was replaced');
  });

  await test.step('the newer one may be read in Arabic', async () => {
    const reader = await browser.newContext({ locale: 'ar' });
    const page = await reader.newPage();
    await page.goto(links[1] ?? '');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(
      wordsOf('ar')('registration_reset_title')
    );
    await looks.at(page, 'choosing a new password, in Arabic');
    await reader.close();
  });

  await test.step('by the newer one they choose a password; the address keeps nothing of it', async () => {
    await elsewhere.goto(links[1] ?? '');
    await expect(elsewhere.getByText('Jack Brennan')).toBeVisible();
    expect(new URL(elsewhere.url()).hash).toBe('');
    const set = elsewhere.getByRole('button', { name: english('registration_reset'), exact: true });
    await public_.field('registration_reset_password').fill('short');
    await set.click();
    await expect(public_.field('registration_reset_password')).toHaveAttribute('aria-invalid', 'true');
    await looks.at(elsewhere, 'choosing a new password');
    await public_.field('registration_reset_password').fill(NEXT);
    await set.click();
    await expect(elsewhere.getByText(english('registration_reset_ready_lead'))).toBeVisible();
    await looks.at(elsewhere, 'a new password is set');
  });

  await test.step('a link that was used is refused in words, and one without its secret as well', async () => {
    const again = await other.newPage();
    await again.goto(links[1] ?? '');
    await expect(again.getByText(english('problem_invitation_used'))).toBeVisible();
    await again.goto(`${server.address}/reset`);
    await expect(again.getByText(english('registration_link_none_title'))).toBeVisible();
    await again.goto(`${server.address}/reset#${'A'.repeat(43)}`);
    await expect(again.getByText(english('problem_invitation_unknown'))).toBeVisible();
    await again.close();
  });

  await test.step('with the new one they are back at their desk, with the records of this computer', async () => {
    await signIn.signIn({ account: OFFICERS.AU.account, password: NEXT });
    await signIn.unlockDesk();
    await expect(desks.title).toHaveText(english('app_desk_today'));
    expect(await askServer(officer, '/api/session')).toBe(200);
  });

  await test.step('and the audit of the officer tells the refusal, the new password and the way back in', async () => {
    await people.open('Jack Brennan');
    await office.go('people');
    await admin.getByRole('tab', { name: english('people_tab_audit') }).click();
    await admin.getByLabel(english('people_audit_filter')).selectOption(OFFICERS.AU.account);
    await expect(people.row(english('audit_session_refused')).first()).toContainText('Jack Brennan');
    await expect(people.row(english('audit_person_reset')).first()).toContainText('Margaret Hale');
    await expect(people.row(english('audit_session_opened')).first()).toBeVisible();
    await expect(people.row(english('audit_session_device')).first()).toContainText('Laptop');
  });
  expect(looks.found).toEqual([]);
  await Promise.all([adminBrowser.close(), officerBrowser.close(), other.close()]);
});
