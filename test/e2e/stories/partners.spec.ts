import { readFile } from 'node:fs/promises';
import { expect, type Page } from '@playwright/test';
import { AuthorizationFormPage } from '../pages/authorization-form.page.ts';
import { typeDate } from '../pages/date-field.ts';
import { DesksPage } from '../pages/desks.page.ts';
import { numberShown } from '../pages/dossier.page.ts';
import { issueImport } from '../pages/issue-import.ts';
import { waitUntilKept, waitUntilPagesKept } from '../pages/line.page.ts';
import { takePictures } from '../pages/pictures.ts';
import { ADMINISTRATORS, OFFICERS, SignInPage } from '../pages/sign-in.page.ts';
import { typeWholeImport } from '../pages/whole-import.ts';
import { english } from '../pages/words.ts';
import { Server } from '../server.ts';
import { KEPT, test } from '../story.ts';

let server: Server;
test.beforeAll(async () => {
  server = await Server.start();
});
test.afterAll(() => server.stop());

const WORD = 'Shall we try the system together?\nWe could begin with what we import.';
const MARKS = /[\u2066-\u2069]/g;
const NOTE = 'Box 7 of this one was read twice on our side.';

/** The place under a title of the page. */
function section(page: Page, title: string) {
  return page.getByRole('region', { name: english(title), exact: true });
}

async function write(page: Page, title: string, text: string): Promise<void> {
  const place = section(page, title);
  await place.getByLabel(english('message_label'), { exact: true }).fill(text);
  // The second press of a double click says nothing twice.
  await place.getByRole('button', { name: english('message_send') }).dblclick();
  await expect(place.getByRole('listitem').filter({ hasText: text.split('\n')[0] ?? '' })).toHaveCount(1);
}

/** A button of the page, and the same word in the dialog that asks back. */
async function press(page: Page, word: string): Promise<void> {
  await page
    .getByRole('main')
    .getByRole('button', { name: english(word), exact: true })
    .click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: english(word), exact: true })
    .click();
  await expect(page.getByRole('dialog')).toBeHidden();
}

async function download(
  page: Page,
  word: string
): Promise<{ readonly name: string; readonly bytes: Buffer }> {
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: english(word), exact: true }).click()
  ]);
  return { name: file.suggestedFilename(), bytes: await readFile(await file.path()) };
}

test('a partner is written to off line, and a trial with it is agreed, noted upon and signed by both', async ({
  browser
}) => {
  const australia = await browser.newContext({ ...KEPT, acceptDownloads: true });
  const switzerland = await browser.newContext();
  const [au, ch] = [new DesksPage(await australia.newPage()), new DesksPage(await switzerland.newPage())];
  const reminded: string[] = [];
  let number = '';
  let messages = 0;

  await test.step('given an import authorization between two authorities', async () => {
    await au.arrive(server.address, OFFICERS.AU, 'Desk 40, Canberra');
    await ch.arrive(server.address, OFFICERS.CH, 'Laptop, Bern');
    number = await issueImport(au, 'Fremantle Hospital Supplies');
  });
  await test.step('when the Australian officer opens the desk of partners with no connection', async () => {
    await waitUntilKept(au.page);
    await australia.setOffline(true);
    await new SignInPage(au.page).openDesk(`${server.address}/partners`);
    await expect(au.title).toHaveText(english('partners_title'));
    await au.page.getByRole('grid').getByRole('row').filter({ hasText: 'Switzerland' }).click();
    await expect(au.title).toHaveText('Switzerland');
    await write(au.page, 'message_title', WORD);
  });
  await test.step('then the Swiss officer has heard nothing, and reads it from Today once the line is there', async () => {
    const unread = ch.page.getByRole('link', { name: '1 unread message' });
    await ch.go('today');
    await expect(unread).toBeHidden();
    await australia.setOffline(false);
    await unread.click();
    await expect(ch.title).toHaveText('Australia');
    await expect(section(ch.page, 'message_title').getByText(WORD.split('\n')[1] ?? '')).toBeVisible();
    await takePictures(ch.page, 'a partner, with a message');
  });
  await test.step('when the Australian officer reminds the partner of several dossiers, two presses send one message', async () => {
    const place = section(au.page, 'reminder_title');
    const boxes = place.getByRole('checkbox');
    const send = place.getByRole('button', { name: english('reminder_send') });
    for (const box of await boxes.all()) await box.uncheck();
    await expect(place).toContainText(english('reminder_none_chosen'));
    await expect(send).toBeDisabled();
    for (const at of [0, 1]) {
      reminded.push((await place.locator('label').nth(at).innerText()).replace(MARKS, ''));
      await boxes.nth(at).check();
    }
    await takePictures(au.page, 'a reminder');
    await send.dblclick();
    await expect(place).toContainText(english('reminder_sent'));
    await expect(place.getByText(/^Reminded on|Reminded on/)).toHaveCount(2);
  });
  await test.step('then the Swiss officer reads one message that names both', async () => {
    const read = section(ch.page, 'message_title').getByRole('listitem').filter({ hasText: reminded[0]! });
    await expect(read).toHaveCount(1);
    await expect(read).toContainText(reminded[1]!);
    messages = await section(ch.page, 'message_title').getByRole('listitem').count();
    await takePictures(ch.page, 'a partner, reminded');
  });
  await test.step('when the Australian officer selects all that are overdue in a list, one message is sent about them', async () => {
    await au.go('matching');
    await au.page.getByRole('button', { name: english('reminder_select'), exact: true }).click();
    await au.page.getByRole('button', { name: /^Select all overdue/ }).click();
    await au.page.getByRole('button', { name: /^Remind about selected/ }).click();
    const dialog = au.page.getByRole('dialog', { name: english('reminder_title') });
    await takePictures(au.page, 'a reminder from a list');
    await dialog.getByRole('button', { name: english('reminder_send') }).dblclick();
    await expect(dialog).toContainText(english('reminder_sent'));
    await dialog
      .getByRole('button', { name: english('ui_close') })
      .last()
      .click();
    await expect(au.page.getByRole('button', { name: /^Remind about selected \(0\)/ })).toBeDisabled();
    await au.page.getByRole('button', { name: english('reminder_select_end'), exact: true }).click();
    await expect(section(ch.page, 'message_title').getByRole('listitem')).toHaveCount(messages + 1);
  });
  await test.step('when the Swiss officer proposes a trial, and the Australian one accepts it', async () => {
    await ch.page.getByRole('button', { name: english('trial_propose'), exact: true }).click();
    await ch.page.getByRole('button', { name: english('trial_propose_action') }).dblclick();
    await expect(ch.title).toHaveText(english('trial_one'));
    await au.go('today');
    await au.page.getByRole('link', { name: 'Trial: Proposed' }).click();
    await press(au.page, 'trial_accept');
  });
  await test.step('then both see the authorization on one board, and what one notes about it', async () => {
    for (const { page } of [au, ch])
      await expect(section(page, 'trial_board').getByRole('link', { name: number })).toBeVisible();
    await write(ch.page, 'trial_notes', NOTE);
    await expect(section(au.page, 'trial_notes').getByText(NOTE)).toBeVisible();
    await takePictures(au.page, 'a trial, accepted');
  });
  await test.step('and both sign the same figures', async () => {
    await press(au.page, 'trial_sign');
    await expect(ch.page.getByText(english('trial_state_one_signed'))).toBeVisible();
    await press(ch.page, 'trial_sign');
    for (const { page } of [au, ch]) {
      await expect(page.getByText(english('trial_state_agreed'))).toBeVisible();
      await expect(page.getByRole('button', { name: english('trial_sign'), exact: true })).toBeHidden();
    }
  });
  await test.step('and what is stated later that day changes nothing of what both signed', async () => {
    const trial = new URL(au.page.url()).pathname;
    const later = await issueImport(au, 'Kalgoorlie Hospital Supplies');
    await au.go('partners');
    await new SignInPage(au.page).openDesk(server.address + trial);
    const board = section(au.page, 'trial_board');
    await expect(board.getByRole('link', { name: number })).toBeVisible();
    await expect(board.getByRole('link', { name: later })).toHaveCount(0);
    await expect(au.page.getByText(english('trial_differs_here'))).toHaveCount(0);
  });
  await test.step('and the result is the same paper at both', async () => {
    const [ours, theirs] = [
      await download(au.page, 'trial_paper_save'),
      await download(ch.page, 'trial_paper_save')
    ];
    expect(ours.name).toBe(theirs.name);
    expect(ours.bytes.subarray(0, 5).toString()).toBe('%PDF-');
    expect(ours.bytes.equals(theirs.bytes)).toBe(true);
    await takePictures(au.page, 'a trial, signed by both');
  });
});

test('a country publishes its practice, and its partner sees it on its own form and on a document', async ({
  browser
}) => {
  const australia = await browser.newContext();
  const switzerland = await browser.newContext();
  const [au, ch] = [new DesksPage(await australia.newPage()), new DesksPage(await switzerland.newPage())];
  const practiceOf = (page: Page, country: string) =>
    page.getByRole('region', { name: `National practice of ${country}` });
  let number = '';

  await test.step('given a partner that has published none, and a form that says so', async () => {
    await au.arrive(server.address, ADMINISTRATORS.AU, 'Desk 41, Canberra');
    await ch.arrive(server.address, OFFICERS.CH, 'Laptop, Basel');
    await new SignInPage(ch.page).openDesk(`${server.address}/partners/AU`);
    await expect(practiceOf(ch.page, 'Australia')).toContainText('I2ES has no information');
  });
  await test.step('when the administrator publishes, with tramadol under national law', async () => {
    await au.go('settings');
    const { page } = au;
    await page.getByRole('checkbox', { name: english('settings_practice_members_first') }).check();
    await page.getByRole('button', { name: english('settings_practice_substance_add') }).click();
    await page.locator('[name="substances.0.name"]').fill('tramadol');
    await page.locator('[name="substances.0.form"]').fill('hydrochloride');
    await page.locator('[name="substances.0.schedule"]').fill('Schedule 4');
    await page.locator('[name="substances.0.factor"]').fill('8');
    await page.getByRole('button', { name: english('settings_practice_publish') }).click();
    await expect(page.getByText(english('problem_practice_substance_factor'))).toBeVisible();
    await page.locator('[name="substances.0.factor"]').fill('0.8784');
    await takePictures(page, 'settings, a national practice');
    await page.getByRole('button', { name: english('settings_practice_publish') }).click();
    await expect(page.getByText(english('settings_practice_published'))).toBeVisible();
    await takePictures(page, 'settings, a practice published');
  });
  await test.step('then the partner sees it', async () => {
    await expect(practiceOf(ch.page, 'Australia')).toContainText('Authorities on I2ES first');
    await expect(practiceOf(ch.page, 'Australia')).toContainText('Schedule 4');
    await takePictures(ch.page, 'a partner with its practice');
  });
  await test.step('and an import of tramadol is authorized under the name of the country', async () => {
    await au.go('today');
    await au.startImport();
    const form = new AuthorizationFormPage(au.page);
    await typeWholeImport(form, 'Darwin Hospital Supplies');
    const goods = { find: 'tramadol', goods: 'tramadol hydrochloride', form: 'Powder', quantity: '2' };
    await form.fillLine(1, goods);
    await expect(form.check(/controlled by the national law of Australia/)).toBeVisible();
    await expect(practiceOf(au.page, 'Switzerland')).toContainText('I2ES has no information');
    await takePictures(au.page, 'a form with the practice of the partner');
    await form.issue('Issue import authorization');
    number = await numberShown(au.page, 'I');
  });
  await test.step('and the partner’s copy names the practice that lists it', async () => {
    await ch.go('authorizations');
    await ch.page.getByRole('row').filter({ hasText: number }).click();
    await expect(ch.title).toContainText(number);
    await ch.page.getByText(english('dossier_particulars_and_signature')).first().click();
    await expect(ch.page.getByText('Australia, in force from')).toBeVisible();
    await expect(ch.page.getByText('National law of Australia, no Convention')).toBeVisible();
    await takePictures(ch.page, 'a document with a national substance');
  });
});

const ABOUT_IT = 'Box 7 of this one was read twice.\nقُرئ مرتين <b>hier</b>';
const AT_ONCE = 'Box 8 too.';
const MEANWHILE = ' And when will it leave';

test('a word about a dossier is kept where its page is left, refused where it is too long, and sent once by the keyboard', async ({
  browser
}) => {
  const australia = await browser.newContext();
  const switzerland = await browser.newContext();
  const [au, ch] = [new DesksPage(await australia.newPage()), new DesksPage(await switzerland.newPage())];
  const { page } = au;
  const place = section(page, 'dossier_messages');
  const box = place.getByLabel(english('message_label'), { exact: true });
  const send = place.getByRole('button', { name: english('message_send') });
  let number = '';

  await test.step('given the dossier of an import authorization', async () => {
    await au.arrive(server.address, OFFICERS.AU, 'Desk 44, Canberra');
    await ch.arrive(server.address, OFFICERS.CH, 'Laptop 2, Bern');
    number = await issueImport(au, 'Geraldton Hospital Supplies');
  });
  await test.step('then blanks and marks are no message, and ten thousand letters stay whole and unsent', async () => {
    await box.fill(' \n\u200f \n');
    await expect(send).toBeDisabled();
    await box.fill('x'.repeat(10_000));
    await send.click();
    await expect(place).toContainText(english('problem_text_tooLong', { most: '8,000' }));
    await expect(box).toHaveValue('x'.repeat(10_000));
    await expect(place.getByRole('listitem')).toHaveCount(0);
  });
  await test.step('when the officer looks something up elsewhere', async () => {
    await box.fill(ABOUT_IT);
    await box.press('Escape');
    await au.go('partners');
    await page.goBack();
  });
  await test.step('then what was typed is there, and two presses of the keys send it once', async () => {
    await expect(box).toHaveValue(ABOUT_IT);
    await box.focus();
    await page.keyboard.press('Control+Enter');
    await page.keyboard.press('Control+Enter');
    await expect(place.getByRole('listitem')).toHaveCount(1);
    await expect(box).toHaveValue('');
  });
  await test.step('and what is typed while a word is being sent stays in the box', async () => {
    await box.fill(AT_ONCE);
    await box.evaluate((element: HTMLTextAreaElement, more) => {
      const keys = { key: 'Enter', code: 'Enter', ctrlKey: true, bubbles: true, cancelable: true };
      element.dispatchEvent(new KeyboardEvent('keydown', keys));
      // In the same moment, before anything can have been signed.
      element.value += more;
      element.dispatchEvent(new InputEvent('input', { bubbles: true }));
    }, MEANWHILE);
    await expect(place.getByRole('listitem')).toHaveCount(2);
    await expect(place.getByRole('listitem').last()).not.toContainText(MEANWHILE.trim());
    await expect(box).toHaveValue(MEANWHILE.trimStart());
    await box.fill('');
  });
  await test.step('and the partner reads it at the dossier, as plain text, which the sender sees', async () => {
    await ch.go('today');
    await ch.page.getByRole('link', { name: '2 unread messages' }).click();
    await section(ch.page, 'message_title').getByRole('link', { name: number }).first().click();
    await expect(section(ch.page, 'dossier_messages')).toContainText('قُرئ مرتين <b>hier</b>');
    await expect(place.getByRole('listitem').first()).toContainText(english('line_word_opened'));
  });
  await test.step('and a sent word does not come back into the box', async () => {
    await au.go('partners');
    await page.goBack();
    await expect(place.getByRole('listitem')).toHaveCount(2);
    await expect(box).toHaveValue('');
  });
});

const WORDS_OF_OUR_OWN = 'Dear colleagues in Brasília,\nShall we begin with what we export to you?';

test('a letter of invitation is kept where its page is left, and says why it cannot be printed', async ({
  browser
}) => {
  const australia = await browser.newContext({ ...KEPT, acceptDownloads: true });
  const au = new DesksPage(await australia.newPage());
  const { page } = au;
  const kit = section(page, 'kit_title');
  const text = kit.getByLabel(english('kit_text'), { exact: true });
  const print = kit.getByRole('button', { name: english('kit_save_letter'), exact: true });

  await test.step('given a partner who is not on the system', async () => {
    await au.arrive(server.address, OFFICERS.AU, 'Desk 42, Canberra');
    await waitUntilPagesKept(page);
    await new SignInPage(page).openDesk(`${server.address}/partners/BR`);
    await kit.getByRole('combobox').selectOption('en');
    const waits = english('message_partner_off', { country: 'Brazil' });
    await expect(section(page, 'message_title')).toContainText(waits);
  });
  await test.step('printed by the browser it is the page alone, with whose it is and without what can only be pressed', async () => {
    await page.emulateMedia({ media: 'print' });
    await expect(au.title).toHaveText('Brazil');
    await expect(page.getByRole('banner')).toHaveText(/Australia$/, { useInnerText: true });
    await expect(page.getByText(english('person_demonstration')).first()).toBeVisible();
    for (const pressed of [page.getByRole('navigation'), page.getByRole('button')])
      await expect(pressed.filter({ visible: true })).toHaveCount(0);
    await expect(kit).toBeHidden();
    await page.emulateMedia({ media: null });
  });
  await test.step('then a letter without words cannot be printed, and the page says why', async () => {
    await text.fill('');
    await expect(print).toBeDisabled();
    await expect(print).toHaveAccessibleDescription(english('kit_letter_empty'));
    await text.fill(`Dear colleagues${'\u0301'.repeat(60)}`);
    await expect(print).toHaveAccessibleDescription(english('kit_letter_marked'));
  });
  await test.step('when the officer writes their own words, leaves the page and comes back', async () => {
    await text.fill(WORDS_OF_OUR_OWN);
    await kit.getByLabel(english('kit_attention')).fill('The Director');
    await expect(print).toBeEnabled();
    await expect(kit.getByText(/^Saved on this device/)).toBeVisible();
    await au.go('partners');
    await page.goBack();
  });
  await test.step('then the words are there, and after a reload with no connection as well', async () => {
    await expect(text).toHaveValue(WORDS_OF_OUR_OWN);
    await australia.setOffline(true);
    await page.reload();
    await new SignInPage(page).unlockDesk();
    await expect(text).toHaveValue(WORDS_OF_OUR_OWN);
    await expect(kit.getByLabel(english('kit_attention'))).toHaveValue('The Director');
    await takePictures(page, 'an invitation, kept');
  });
  await test.step('and are set anew by one press', async () => {
    await kit.getByRole('button', { name: english('kit_restore') }).click();
    await expect(text).toHaveValue(new RegExp(english('kit_letter_greeting')));
    await expect(kit.getByRole('button', { name: english('kit_restore') })).toBeHidden();
  });
});

test('a trial of nonsense is not proposed, a slip beside its form loses nothing, and the keyboard alone proposes one', async ({
  browser
}) => {
  const australia = await browser.newContext(KEPT);
  const au = new DesksPage(await australia.newPage());
  const { page } = au;
  const form = page.getByRole('dialog');
  const propose = page.getByRole('main').getByRole('button', { name: english('trial_propose'), exact: true });
  let opened = 0;

  await test.step('given the form of a trial with Switzerland, opened by a double click', async () => {
    await au.arrive(server.address, OFFICERS.AU, 'Desk 43, Canberra');
    await waitUntilPagesKept(page);
    await new SignInPage(page).openDesk(`${server.address}/partners/CH`);
    await propose.dblclick();
    await expect(form).toBeVisible();
    opened = await page.evaluate(() => performance.now());
  });
  await test.step('then a last day before the first, and nobody’s imports, are refused at their boxes', async () => {
    await typeDate(form.locator('[data-path="until"]'), '2019-03-22');
    await expect(form).toContainText(english('problem_trial_period_reversed'));
    for (const country of ['Australia', 'Switzerland'])
      await form.getByLabel(country, { exact: true }).uncheck();
    await expect(form).toContainText(english('problem_trial_scope_foreign'));
    await expect(form.getByRole('button', { name: english('trial_propose_action') })).toBeDisabled();
    await takePictures(page, 'a trial, refused');
  });
  await test.step('and a click beside it or Escape asks before what was typed is lost', async () => {
    // Sooner, a click on the shade counts as the second one of a double click.
    await page.waitForFunction((at) => performance.now() - at > 500, opened);
    await page.mouse.click(8, 400);
    await form.getByRole('button', { name: english('ui_close_go_on') }).click();
    await expect(form.locator('[data-path="until"] [data-segment="year"]')).toHaveValue('2019');
    await page.keyboard.press('Escape');
    await form.getByRole('button', { name: english('ui_close_without') }).click();
    await expect(form).toBeHidden();
  });
  await test.step('when it is opened, written and sent by the keyboard alone', async () => {
    await propose.focus();
    await page.keyboard.press('Enter');
    // What was left without being sent is gone.
    await expect(form.getByLabel('Australia', { exact: true })).toBeChecked();
    await form.getByLabel(english('trial_note')).focus();
    await page.keyboard.type('By the keyboard alone.');
    await page.keyboard.press('Control+Enter');
    await page.keyboard.press('Control+Enter');
  });
  await test.step('then one trial stands there, as it was written', async () => {
    await expect(au.title).toHaveText(english('trial_one'));
    await expect(page.getByText('By the keyboard alone.')).toBeVisible();
    await au.go('partners');
    await new SignInPage(page).openDesk(`${server.address}/partners/CH`);
    // With the one that the demonstration begins with.
    await expect(
      section(page, 'trial_title').getByText(english('trial_state_proposed'), { exact: true })
    ).toHaveCount(2);
  });
});
