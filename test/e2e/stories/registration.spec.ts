import { expect } from '@playwright/test';
import { readCode } from '../letter.ts';
import { AuthorizationFormPage } from '../pages/authorization-form.page.ts';
import { DesksPage } from '../pages/desks.page.ts';
import { DossierPage } from '../pages/dossier.page.ts';
import { Looks } from '../pages/ease.ts';
import { placeOf } from '../pages/hold-answer.ts';
import { fingerprintOf } from '../pages/people.page.ts';
import { RegisterPage } from '../pages/register.page.ts';
import { OFFICERS, SECRETARIAT, SignInPage } from '../pages/sign-in.page.ts';
import { english } from '../pages/words.ts';
import { Server } from '../server.ts';
import { KEPT, test } from '../story.ts';

let server: Server;
test.beforeAll(async () => {
  server = await Server.start();
});
test.afterAll(() => server.stop());

const BANGLADESH = {
  find: 'Banglad',
  country: 'Bangladesh',
  authority: 'Department of Narcotics Control (demonstration)',
  address: '41 Segun Bagicha Road\nDhaka 1000',
  name: 'Nasrin Rahman',
  function: 'Director, licensing',
  email: 'nasrin.rahman@dnc.example'
} as const;
const ADMINISTRATOR = { account: 'bd.rahman', password: 'three boats on the Padma' };

test('a country asks off line, is confirmed by INCB’s letter, and its first authorization reaches its partner', async ({
  browser
}) => {
  const [dhaka, vienna, bern] = await Promise.all([
    browser.newContext(KEPT),
    browser.newContext(),
    browser.newContext()
  ]);
  const [authority, board, partner] = await Promise.all([dhaka.newPage(), vienna.newPage(), bern.newPage()]);
  const register = new RegisterPage(authority);
  const [secretariat, desks] = [new DesksPage(board), new DesksPage(authority)];
  const looks = new Looks();
  let code = '';
  let number = '';

  await test.step('given the page for it, opened once', async () => {
    await authority.goto(server.address);
    await authority.getByRole('link', { name: english('landing_ask') }).click();
    await expect(authority.getByRole('heading', { level: 1 })).toHaveText(english('registration_title'));
    for (const path of ['/', '/who', '/register/confirm', '/register']) {
      await authority.goto(server.address + path);
      await expect(authority.getByText(english('registration_demonstration'))).toBeVisible();
      await expect(authority.getByText('I2ES sends the request to INCB')).toHaveCount(0);
    }
    await authority.evaluate(async () => void (await navigator.serviceWorker.ready));
  });
  await test.step('its first letter is kept, and moves no field of the form, on a phone either', async () => {
    const first = register.field('registration_authority');
    for (const width of [1280, 390]) {
      await authority.setViewportSize({ width, height: 844 });
      await expect(authority.getByText(english('registration_will_be_kept'))).toBeVisible();
      const before = await placeOf(first);
      await first.fill('D');
      await expect(authority.getByText(english('registration_kept'))).toBeVisible();
      expect(await placeOf(first)).toBe(before);
      await authority.getByRole('button', { name: english('registration_remove') }).click();
    }
    await authority.setViewportSize({ width: 1280, height: 720 });
  });
  await test.step('with no line the request is written, and what is wrong in it is said at once', async () => {
    await dhaka.setOffline(true);
    await authority.reload();
    await register.fill({ ...BANGLADESH, email: 'nasrin.rahman' });
    await register.send();
    await expect(authority.getByText(english('problem_registration_email_malformed'))).toBeVisible();
    await expect(authority.getByText(english('registration_kept'))).toBeVisible();
    await register.field('registration_email').fill(BANGLADESH.email);
    await register.send();
    await expect(authority.getByText(english('registration_waiting_title'))).toBeVisible();
  });
  await test.step('a closed page loses nothing, and with the line back the request goes by itself', async () => {
    await authority.reload();
    await expect(authority.getByText(english('registration_waiting_title'))).toBeVisible();
    await expect(authority.getByText(BANGLADESH.authority)).toBeVisible();
    await dhaka.setOffline(false);
    await expect(authority.getByText(english('registration_sent_title'))).toBeVisible();
    await expect(authority.getByText(english('registration_sent_demonstration'))).toBeVisible();
    number =
      (await authority
        .getByText(/^BD-[0-9A-Z]{4}-[0-9A-Z]{4}$/)
        .first()
        .textContent()) ?? '';
    const kept = await authority.evaluate(() => JSON.stringify(localStorage));
    expect(kept).not.toContain(BANGLADESH.name);
  });

  await test.step('INCB’s secretary finds it on a device that is certified, and writes the letter', async () => {
    await secretariat.arrive(server.address, SECRETARIAT, 'Registry, Vienna');
    await secretariat.go('registrations');
    await expect(board.locator('nav a[href$="/authorizations"]')).toHaveCount(0);
    await board.getByRole('searchbox', { name: english('registration_find') }).fill(number.toLowerCase());
    await expect(board.getByRole('grid').getByText(number)).toBeVisible();
    await board.getByRole('grid').getByRole('link', { name: 'Bangladesh' }).click();
    await expect(board.getByText(BANGLADESH.email)).toBeVisible();
    await board.getByRole('button', { name: english('incb_letter_write') }).click();
    await secretariat.dialog.getByRole('button', { name: english('incb_letter_action') }).click();
    await expect(board.getByText(english('incb_letter_ready_title'))).toBeVisible();
  });
  await test.step('no other page, no lock and no closing takes it from them before it is saved', async () => {
    await secretariat.go('countries');
    await secretariat.go('registrations');
    await board.getByRole('grid').getByRole('link', { name: 'Bangladesh' }).click();
    await expect(board.getByText(english('incb_letter_ready_title'))).toBeVisible();
    await board.getByRole('button', { name: english('app_lock') }).click();
    await new SignInPage(board).unlock();
    await expect(board.getByText(english('incb_letter_ready_title'))).toBeVisible();
    const asked = board.waitForEvent('dialog');
    await board.close({ runBeforeUnload: true });
    const question = await asked;
    expect(question.type()).toBe('beforeunload');
    await question.dismiss();
    await secretariat.choose('Demonstration secretary', english('app_sign_out'));
    await expect(secretariat.dialog).toContainText(english('incb_letter_unsaved_title'));
    await secretariat.dialog.getByRole('button', { name: english('ui_cancel') }).click();
  });
  await test.step('a new letter says that the first counts no longer, and the record shows both', async () => {
    await board.getByRole('button', { name: english('incb_letter_again') }).click();
    await expect(secretariat.dialog).toContainText('stops working');
    await secretariat.dialog.getByRole('button', { name: english('incb_letter_action') }).click();
    await expect(board.getByText('The code of that letter no longer works.')).toBeVisible();
    await expect(board.getByText(english('incb_history_letter_replaced'))).toBeVisible();
    const saving = board.waitForEvent('download');
    await board.getByRole('button', { name: english('incb_letter_save'), exact: true }).click();
    const file = await saving;
    expect(file.suggestedFilename()).toBe('incb-letter-BD-1.pdf');
    code = await readCode(await file.path());
    // Scrolled, the way back lies partly under the head.
    await board.evaluate(() => scrollTo(0, 0));
    await looks.at(board, 'the letter of the Board');
  });

  await test.step('a letter that is only made is not sent; a person records that, on a phone and by keyboard', async () => {
    await expect(board.getByText(english('incb_sending_none'))).toBeVisible();
    const before = board.viewportSize() ?? { width: 1280, height: 720 };
    await board.setViewportSize({ width: 390, height: 844 });
    await board.getByRole('button', { name: english('incb_sending_record') }).press('Enter');
    await secretariat.dialog.getByRole('radio', { name: english('incb_sending_post') }).press('Space');
    await secretariat.dialog.getByRole('button', { name: english('incb_sending_action') }).press('Enter');
    await expect(board.getByText(/^Sent on .+: Post\.$/)).toBeVisible();
    await expect(board.getByText(/^Letter sent on .+: Post$/)).toBeVisible();
    await board.getByRole('button', { name: english('incb_receiving_received') }).press('Enter');
    await secretariat.dialog.getByRole('button', { name: english('incb_sending_action') }).press('Enter');
    await expect(board.getByText(/^The letter was received on .+$/).first()).toBeVisible();
    await board.evaluate(() => scrollTo(0, 0));
    await looks.at(board, 'a letter recorded as sent');
    await board.setViewportSize(before);
  });

  await test.step('the sender of the request reads how far it is, and who acts next', async () => {
    await authority.reload();
    const next = authority.getByRole('listitem').and(authority.locator('[aria-current=step]'));
    await expect(next).toContainText(english('joining_opened'));
    await expect(next).toContainText(english('joining_by_country'));
    await looks.at(authority, 'how far a request is');
  });

  await test.step('a slip in its code is told while it is typed; the right one opens the invitation', async () => {
    await authority.getByRole('link', { name: english('registration_have_letter') }).click();
    const slip = (code.startsWith('7') ? '8' : '7') + code.slice(1);
    await register.field('registration_code').fill(slip);
    await expect(authority.getByText(english('problem_registration_code_mistyped'))).toBeVisible();
    await register.confirm(BANGLADESH.find, 'Bangladesh', code.toLowerCase().replaceAll('-', ' '));
    await expect(authority.getByText(BANGLADESH.name)).toBeVisible();
    expect(authority.url()).toBe(`${server.address}/invitation`);
    await looks.at(authority, 'an invitation');
    await register.join('rahman', ADMINISTRATOR.password);
    await expect(authority.getByText(english('registration_join_ready_lead'))).toBeVisible();
    await looks.at(authority, 'an account is open');
    await authority.getByRole('link', { name: english('person_sign_in') }).click();
  });
  const row = board.getByRole('listitem').filter({ hasText: 'Head office, Dhaka' });
  await test.step('the administrator asks for their device; INCB certifies it by what they read aloud', async () => {
    const signIn = new SignInPage(authority);
    await signIn.signIn(ADMINISTRATOR);
    await signIn.keepDataHere();
    await signIn.nameDevice('Head office, Dhaka');
    await expect(authority.getByText(english('devices_waiting_board'))).toBeVisible();
    await looks.at(authority, 'a device that waits');
    await secretariat.go('countries');
    await row.getByRole('button', { name: english('devices_certify') }).click();
    // No number is known: it is asked for, kept, and known the next time.
    await secretariat.dialog.getByLabel(english('contacts_call_ask')).fill('+254 20 555 0199');
    await secretariat.dialog.getByRole('button', { name: english('contacts_call_keep') }).click();
    await expect(secretariat.dialog.getByRole('link', { name: '+254 20 555 0199' })).toBeVisible();
    const heard = secretariat.dialog.getByLabel(english('devices_certify_typed'));
    await heard.fill((await fingerprintOf(authority.locator('dd.fingerprint'))).toLowerCase());
    await secretariat.dialog
      .getByRole('button', { name: english('devices_certify_action'), exact: true })
      .click();
    await expect(row).toHaveCount(0);
    await expect(authority.getByText(english('person_device_certified'), { exact: true })).toBeVisible();
    await signIn.openDesks();
  });

  await test.step('they issue their country’s first authorization, and Switzerland has it', async () => {
    await desks.startImport();
    const form = new AuthorizationFormPage(authority);
    await form.fillParty('importer', { name: 'Padma Hospital', address: '12 Green Road\nDhaka 1205' });
    await form.fillParty('exporter', { name: 'Limmat Pharma AG', address: 'Quaistrasse 9\n8001 Zürich' });
    await form.choose('Exporting country', 'Switz', 'Switzerland');
    await authority.getByLabel('Port or customs office of entry').fill('Chattogram');
    await form.fillLine(1, {
      find: 'codeine phosphate hemi',
      goods: 'codeine phosphate hemihydrate',
      form: 'Powder',
      quantity: '200'
    });
    await form.issue('Issue import authorization');
    const heading = authority.getByRole('heading', { level: 1, name: /BD-I-/ });
    await expect(heading).toBeVisible();
    const number = /BD-I-\d{4}-\d{6}-\d{2}/.exec((await heading.textContent()) ?? '')?.[0] ?? '';
    await expect(
      new DossierPage(authority).statement(number).getByText('delivered', { exact: true })
    ).toBeVisible();
    await new DesksPage(partner).arrive(server.address, OFFICERS.CH, 'Laptop, Bern');
    await partner.getByRole('link', { name: number }).first().click();
    const statement = new DossierPage(partner).statement(number);
    await statement.getByText(english('dossier_particulars_and_signature')).click();
    await expect(
      statement.getByText('The signature is valid, and the certificates lead to the INCB root key.')
    ).toBeVisible();
  });
  await test.step('among INCB’s countries Bangladesh is active', async () => {
    await expect(board.getByRole('row').filter({ hasText: 'Bangladesh' })).toContainText(
      english('incb_standing_active')
    );
  });
  expect(looks.found).toEqual([]);
  await Promise.all([dhaka.close(), vienna.close(), bern.close()]);
});
