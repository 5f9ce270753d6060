import { expect, type Page } from '@playwright/test';
import { strFromU8, unzipSync } from 'fflate';
import { readFile } from 'node:fs/promises';
import { addDays, instantToDate } from '#lib/domain/calendar-date.ts';
import type { Instant } from '#lib/domain/ids.ts';
import { typeDate } from '../pages/date-field.ts';
import { aDesk, DesksPage } from '../pages/desks.page.ts';
import { LetterPage } from '../pages/letter.page.ts';
import { waitUntilKept, waitUntilPagesKept } from '../pages/line.page.ts';
import { takePictures } from '../pages/pictures.ts';
import { ADMINISTRATORS, SECRETARIAT, SignInPage } from '../pages/sign-in.page.ts';
import { english } from '../pages/words.ts';
import { Server } from '../server.ts';
import { KEPT, test } from '../story.ts';

let server: Server;
test.beforeAll(async () => {
  server = await Server.start();
});
test.afterAll(() => server.stop());

const inTwoWeeks = addDays(instantToDate(new Date().toISOString() as Instant), 14);

function rowOf(page: Page, country: string) {
  return page.getByRole('row').filter({ has: page.getByRole('link', { name: country, exact: true }) });
}

test('INCB finds who is quiet, calls without a connection, plans a step, and the country leaves the list', async ({
  browser
}) => {
  const context = await browser.newContext({ ...KEPT, acceptDownloads: true });
  const board = new DesksPage(await context.newPage());
  const { page } = board;
  await board.arrive(server.address, SECRETARIAT, 'Desk of the secretariat');

  await test.step('given that three months without a word are too long, and Kenya has been silent for four', async () => {
    await board.go('contacts');
    await page.getByRole('button', { name: 'Rule' }).click();
    await page.getByLabel('Months').fill('0');
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(page.getByText('Enter a whole number from 1 to 60.')).toBeVisible();
    await page.getByLabel('Months').fill('3');
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(board.dialog).toBeHidden();
    await expect(rowOf(page, 'Kenya')).toContainText(/Inactive since .*: write or call/);
    // The countries that work in the system leave the list once the server has counted each of them.
    const quiet = page.getByRole('row').filter({ has: page.getByRole('button', { name: /^Note on / }) });
    await expect(quiet).toHaveCount(1, { timeout: 60_000 });
  });

  await test.step('when the line is down, the list is there, and a note empties it', async () => {
    await waitUntilKept(page);
    await context.setOffline(true);
    await page.reload();
    await new SignInPage(page).unlockDesk();
    await page.getByRole('button', { name: 'Note on Kenya' }).click();
    await board.dialog.getByLabel('Name').fill('Joyce Mutua (demonstration)');
    await board.dialog.getByLabel('Telephone').fill('+254 20 271 6905');
    await board.dialog.getByLabel('Summary').fill('Two officers are new and need a webinar.');
    await board.dialog.getByLabel('Next step').fill('Invite to the webinar');
    await page.getByRole('button', { name: 'Save note' }).click();
    await expect(board.dialog.getByText('Fill this in.')).toBeVisible();
    await typeDate(board.dialog.getByRole('group', { name: /^Due on/ }), inTwoWeeks);
    // A fault is told within the dialog that is open, since nothing beside it can be reached.
    const fault = board.dialog.getByRole('alert').filter({ hasText: 'the press jammed' });
    await page.evaluate(() => void Promise.reject(new TypeError('the press jammed')));
    await fault.getByRole('button', { name: 'Close' }).click();
    await expect(fault).toBeHidden();
    await page.getByRole('button', { name: 'Save note' }).click();
    await expect(board.dialog).toBeHidden();
    await expect(rowOf(page, 'Kenya')).toBeHidden();
    await expect(page.getByText('Countries appear here when a contact is due.')).toBeVisible();
    await page.getByRole('tab', { name: /^Upcoming/ }).click();
    await expect(rowOf(page, 'Kenya')).toContainText('Invite to the webinar');
  });

  await test.step('then the country’s page tells who is there and what was said, and prepares a word', async () => {
    await page.getByRole('link', { name: 'Kenya', exact: true }).click();
    await expect(page.getByRole('link', { name: '+254 20 271 6905' })).toBeVisible();
    await expect(page.getByText('Two officers are new and need a webinar.')).toBeVisible();
    const [letter] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Letter (PDF)', exact: true }).click()
    ]);
    expect((await readFile(await letter.path())).subarray(0, 5).toString()).toBe('%PDF-');
    await page.getByRole('button', { name: 'Prepare announcement' }).click();
    const prepared = new LetterPage(page);
    await expect(prepared.title('English')).toHaveValue('Can we help you with I2ES?');
    await expect(prepared.text('English')).not.toHaveValue(/inactive|nothing/);
  });

  await test.step('and a country that is not on the system is invited by a letter in its own language', async () => {
    await new SignInPage(page).openDesk(`${server.address}/countries/NE`);
    await expect(page.getByLabel(english('contacts_invite_language'))).toHaveValue('fr');
    const [letter] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: english('contacts_invite'), exact: true }).dblclick()
    ]);
    expect(letter.suggestedFilename()).toMatch(/^incb-invitation-NE-/);
    expect((await readFile(await letter.path())).subarray(0, 5).toString()).toBe('%PDF-');
  });

  await test.step('and when the line is back, another of INCB’s computers has the note', async () => {
    await context.setOffline(false);
    const other = await aDesk(browser, server.address, SECRETARIAT, 'Second desk');
    await other.go('contacts');
    await other.page.getByRole('tab', { name: /^Upcoming/ }).click();
    await expect(rowOf(other.page, 'Kenya')).toContainText('Invite to the webinar', { timeout: 60_000 });
  });
});

test('anybody sees how many countries are on it, also off line, and names only of those that agreed', async ({
  browser
}) => {
  test.slow();
  const visitor = await browser.newContext(KEPT);
  const page = await visitor.newPage();
  await page.goto(server.address);
  await page.getByRole('link', { name: 'Countries on I2ES' }).click();
  await expect(page.getByText('3 countries and territories are registered')).toBeVisible();
  await expect(
    page.getByText('No country has agreed to be named yet. Countries that agree appear here.')
  ).toBeVisible();
  await expect(page.getByText('Australia')).toBeHidden();

  const desks = await aDesk(browser, server.address, ADMINISTRATORS.AU, 'Head office');
  const named = desks.page.getByLabel('Show our country’s name');
  const form = desks.page.locator('form').filter({ has: named });
  const told = async (): Promise<string> => (await fetch(`${server.address}/api/who`)).text();
  const reader = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
  const onMap = reader.locator('path[data-on]');

  await test.step('an administrator agrees for their country, and sees since when', async () => {
    await desks.go('settings');
    await named.check();
    await form.getByRole('button', { name: 'Save this choice' }).click();
    await expect(desks.page.getByText(/^Saved on this device/)).toBeVisible();
    await expect(form.getByText(/^Your country has been public since \d/)).toBeVisible();
    await expect.poll(told).toContain('"named":["AU"]');
  });

  await test.step('the map marks it for a reader without JavaScript, in each language', async () => {
    for (const [language, name] of [
      ['en', 'Australia'],
      ['ar', 'أستراليا']
    ]) {
      await reader.goto(`${server.address}/${language}/who`);
      await expect(onMap).toHaveCount(1);
      await expect(onMap).toHaveAttribute('data-country', 'AU');
      await expect(reader.locator('[data-told="named"]')).toHaveText(String(name));
    }
  });

  await test.step('the page names it, and without a connection shows the day that its figures are of', async () => {
    // The browser may believe its copy for five minutes; a visitor of the next day has none.
    const later = await browser.newContext(KEPT);
    const next = await later.newPage();
    await next.goto(`${server.address}/who`);
    await expect(next.getByText('Australia')).toBeVisible();
    await waitUntilPagesKept(next);
    await later.setOffline(true);
    await next.reload();
    await expect(next.getByText('Australia')).toBeVisible();
    // By the browser's own copy of the answer, or by what the page kept: the day is told in both.
    await expect(next.getByText(/^As at \d/)).toBeVisible();
  });

  await test.step('and after a withdrawal neither the map nor the list has it', async () => {
    await named.uncheck();
    await form.getByRole('button', { name: 'Save this choice' }).click();
    await expect.poll(told).toContain('"named":[]');
    await reader.goto(`${server.address}/en/who`);
    await expect(onMap).toHaveCount(0);
    await expect(reader.getByText('Australia')).toHaveCount(0);
    await expect(form.getByText(/has been public since/)).toHaveCount(0);
  });
});

test('INCB writes to each administrator who agreed, in their language, with its own mail program', async ({
  browser
}) => {
  const administrator = await aDesk(browser, server.address, ADMINISTRATORS.CH, 'Head office');
  const board = await aDesk(browser, server.address, SECRETARIAT, 'Letters');
  const { page } = board;
  const letter = new LetterPage(page);

  await test.step('given an administrator who gives an e-mail, a telephone, a language and a time zone', async () => {
    await administrator.go('settings');
    const form = administrator.page.locator('#reach form');
    await form.getByLabel(english('settings_reach_agree')).check();
    await form.getByLabel(english('settings_reach_email')).fill('head@authority.example');
    await form.getByLabel(english('settings_reach_telephone')).fill('+41 58 000 00 00');
    await form.getByLabel(english('settings_reach_language')).selectOption('fr');
    await form.getByLabel(english('settings_reach_zone')).selectOption('Europe/Zurich');
    await form.getByRole('button', { name: english('settings_reach_save') }).click();
    await expect(form.getByText(/^Saved on this device/)).toBeVisible();
  });

  await test.step('and a text with the name of each person, in two languages', async () => {
    await board.go('announcements');
    await page.getByRole('link', { name: english('announce_new') }).click();
    await letter.title('English').fill('Meeting of users');
    await letter.text('English').fill('Dear {name}, please come.');
    await letter.title('Français').fill('Réunion des utilisateurs');
    await letter.text('Français').fill('{name}, {country} : venez.');
    await expect(page.getByText(/^Saved on this device/)).toBeVisible();
  });

  const row = page.getByRole('row').filter({ hasText: 'head@authority.example' });
  await test.step('the directory shows the person with telephone, language and local time', async () => {
    await board.go('contacts');
    await page.getByRole('link', { name: english('contacts_directory') }).click();
    await expect(row).toContainText('+41 58 000 00 00', { timeout: 60_000 });
    await expect(row).toContainText('Français');
    await expect(row).toContainText(/\d{2}:\d{2} Zurich/);
    await takePictures(page, 'directory');
  });

  await test.step('each person found gets one e-mail draft, and no text is saved without a choice', async () => {
    await page.getByLabel(english('contacts_directory_find')).fill('head@authority');
    await expect(page.getByRole('grid').getByRole('row')).toHaveCount(2);
    await page.getByRole('button', { name: english('contacts_merge') }).click();
    const save = board.dialog.getByRole('button', { name: english('contacts_merge_save') });
    await save.click();
    await expect(board.dialog.getByText(english('contacts_merge_missing'))).toBeVisible();
    await board.dialog.getByLabel(english('contacts_merge_text')).selectOption({ label: 'Meeting of users' });
    await takePictures(page, 'letters');
    const [saved] = await Promise.all([page.waitForEvent('download'), save.dblclick()]);
    const files = Object.entries(unzipSync(new Uint8Array(await readFile(await saved.path()))));
    expect(files.map(([name]) => name)).toEqual(['001-CH.eml']);
    const text = strFromU8(files[0]?.[1] ?? new Uint8Array());
    expect(text).toMatch(/^To: .*<head@authority\.example>\r$/m);
    const [, content = ''] = text.split('\r\n\r\n');
    expect(Buffer.from(content, 'base64').toString()).toMatch(/, Suisse : venez\.$/m);
    await expect(board.dialog).toBeHidden();
  });

  await test.step('and a person who withdraws the consent leaves the directory', async () => {
    const form = administrator.page.locator('#reach form');
    await form.getByLabel(english('settings_reach_agree')).uncheck();
    await form.getByRole('button', { name: english('settings_reach_save') }).click();
    await expect(row).toHaveCount(0, { timeout: 60_000 });
  });
});
