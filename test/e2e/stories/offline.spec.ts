import { readFile } from 'node:fs/promises';
import { expect, type BrowserContext, type Page } from '@playwright/test';
import { AuthorizationFormPage } from '../pages/authorization-form.page.ts';
import { DesksPage } from '../pages/desks.page.ts';
import { crashTab } from '../pages/crash.ts';
import { DossierPage } from '../pages/dossier.page.ts';
import { placeOf } from '../pages/hold-answer.ts';
import { endSession, LinePage, readCachedPaths, readKeptBytes, waitUntilKept } from '../pages/line.page.ts';
import { OFFICERS, SignInPage } from '../pages/sign-in.page.ts';
import { typeWholeImport } from '../pages/whole-import.ts';
import { english, wordsOf } from '../pages/words.ts';
import { Server } from '../server.ts';
import { KEPT, test } from '../story.ts';

test.use(KEPT);

let server: Server;
test.beforeAll(async () => {
  server = await Server.start();
});
test.afterAll(() => server.stop());

async function arriveAtTheDesks(page: Page, device: string): Promise<DesksPage> {
  const desks = new DesksPage(page);
  await desks.arrive(server.address, OFFICERS.AU, device);
  await expect(new LinePage(page).sentence).toHaveText(/on our server$/);
  return desks;
}

/** Every answer to /db and /api that did not come straight from the server. */
function watchAnswers(context: BrowserContext): { readonly kept: string[]; readonly between: string[] } {
  const seen = { kept: [] as string[], between: [] as string[] };
  context.on('response', (response) => {
    const { pathname } = new URL(response.url());
    if (!response.fromServiceWorker()) return;
    if (/^\/(?:db|api)(?:\/|$)/.test(pathname)) seen.between.push(pathname);
    else seen.kept.push(pathname);
  });
  return seen;
}

/** Clicks a button in the very task that shows it, and writes down each heading of the page. */
function clickAtOnce(name: string): void {
  const headings: string[] = [];
  let isClicked = false;
  Object.assign(globalThis, { headings });
  new MutationObserver(() => {
    const heading = document.querySelector('h1')?.textContent?.trim();
    if (heading && heading !== headings.at(-1)) headings.push(heading);
    const button = [...document.querySelectorAll('button')].find((one) => one.textContent?.trim() === name);
    if (isClicked || !button) return;
    isClicked = true;
    button.click();
  }).observe(document, { subtree: true, childList: true, characterData: true });
}

test('after one visit every page opens without a connection, by its address and after a reload', async ({
  context,
  page
}) => {
  const answers = watchAnswers(context);
  const desks = await arriveAtTheDesks(page, 'Off the line');
  const line = new LinePage(page);
  await desks.openFirst('decide');
  const dossier = new URL(page.url()).pathname;
  await waitUntilKept(page);
  const search = page.getByRole('banner').getByRole('button', { name: english('ui_search') });
  const searchAt = await placeOf(search);
  await context.setOffline(true);

  await test.step('the line says that it is down, and nothing beside it in the head moves', async () => {
    await expect(line.sentence).toHaveText(/no connection since/i);
    expect(await placeOf(search)).toBe(searchAt);
  });
  await test.step('the public pages say what works without a connection', async () => {
    await page.goto(server.address);
    await expect(page.getByText(english('landing_point_offline_lead'))).toBeVisible();
    await page.goto(`${server.address}/no-such-page`);
    await expect(page.getByRole('heading', { name: english('error_missing_title') })).toBeVisible();
  });
  await test.step('each desk opens behind the passphrase', async () => {
    const titles = [
      ['/today', english('today_title')],
      ['/authorizations?tab=open', english('register_title')],
      ['/authorizations/new', english('authorization_title_import')],
      ['/devices', english('app_foreign_desk_title')],
      ['/help', english('help_title')],
      ['/sync', english('sync_title')]
    ] as const;
    for (const [path, title] of titles) {
      await new SignInPage(page).openDesk(server.address + path);
      await expect(desks.title).toHaveText(title);
    }
    await expect(page.getByText(english('sync_offline_lead'))).toBeVisible();
    // The receipt for the dossier that was opened may or may not have left before the line went down.
    await expect(line.sentence).toHaveText(/no connection since/i);
    await expect(page.getByText(english('sync_works_issue'))).toBeVisible();
    await expect(page.getByText(english('sync_program_kept'))).toBeVisible();
  });
  await test.step('a dossier opens, reloads and prints, with the seal of the authority', async () => {
    await new SignInPage(page).openDesk(server.address + dossier);
    await page.reload();
    await new SignInPage(page).unlockDesk();
    await expect(page.getByRole('heading', { name: english('dossier_acts') })).toBeVisible();
    await page
      .getByRole('button', { name: english('dossier_form') })
      .first()
      .click();
    const save = desks.dialog.getByRole('button', { name: english('dossier_print_save'), exact: true });
    await desks.dialog.getByLabel(english('dossier_seal')).check();
    await desks.dialog.getByLabel(english('dossier_seal_file')).setInputFiles('test/pdf/seals/valid.p12');
    const password = desks.dialog.getByLabel(english('dossier_seal_password'));
    await password.fill('wrong');
    await save.click();
    await expect(desks.dialog.getByText(english('problem_seal_password_wrong'))).toBeVisible();
    await password.fill('seal');
    const saving = page.waitForEvent('download');
    await save.click();
    const paper = await readFile(await (await saving).path());
    expect(paper.subarray(0, 5).toString()).toBe('%PDF-');
    expect(paper.includes('/ETSI.CAdES.detached')).toBe(true);
    await desks.closeDialog();
  });
  await test.step('a first sign-in says that it needs a connection, however early it was asked for', async () => {
    await page.getByRole('button', { name: english('app_lock') }).click();
    const hasty = await context.newPage();
    await hasty.addInitScript(clickAtOnce, english('person_someone_else'));
    await hasty.goto(`${server.address}/sign-in`);
    const unlock = english('person_unlock_title');
    const signIn = english('person_sign_in_title');
    const headings = (): Promise<string[]> =>
      hasty.evaluate(() => (globalThis as unknown as { headings: string[] }).headings);
    await expect.poll(headings).toEqual(expect.arrayContaining([unlock, signIn]));
    expect((await headings()).at(-1)).toBe(signIn);
    await expect(hasty.getByText(english('person_offline_lead'))).toBeVisible();
    await hasty.close();
  });
  await test.step('the worker that keeps the program has touched no record', async () => {
    await context.setOffline(false);
    await new SignInPage(page).openDesk(`${server.address}/today`);
    await expect(line.sentence).toHaveText(/on our server$/);
    expect(answers.kept).not.toEqual([]);
    expect(answers.between).toEqual([]);
    const cached = await readCachedPaths(page);
    expect(cached).toContain('/200.html');
    expect(cached.filter((path) => /^\/(?:db|api)(?:\/|$)/.test(path))).toEqual([]);
  });
  await test.step('with printing and all languages I2ES takes less than 8 MB', async () => {
    await new SignInPage(page).openDesk(`${server.address}/sync`);
    await expect(page.getByText(english('sync_works_print'))).toBeVisible();
    expect(await readKeptBytes(page)).toBeLessThan(8_000_000);
  });
  await test.step('what printing needs can be left out, and comes back when it is wanted', async () => {
    const keep = page.getByLabel(english('sync_parts_keep'));
    const fonts = async (): Promise<number> =>
      (await readCachedPaths(page)).filter((path) => path.includes('NotoSans-')).length;
    await expect(keep).toBeChecked();
    await keep.uncheck();
    await expect.poll(fonts).toBe(0);
    await expect(page.getByText(english('sync_part_not_saved'))).toBeVisible();
    await page.reload();
    await expect(keep).not.toBeChecked();
    await keep.check();
    await waitUntilKept(page);
  });
});

test('a language that was left out says so without a connection, and is kept before it is shown', async ({
  context,
  page
}) => {
  await arriveAtTheDesks(page, 'Two languages');
  await waitUntilKept(page);
  const chooseFrench = async (): Promise<void> => {
    await page.getByRole('button', { name: english('ui_language') }).click();
    await page.getByRole('menuitemradio', { name: 'Français' }).click();
  };
  const keptLanguages = async (): Promise<string> => {
    const paths = await readCachedPaths(page);
    const found = paths.flatMap((path) => /\/messages-([a-z]{2})-/.exec(path)?.[1] ?? []);
    return [...new Set(found)].sort().join(' ');
  };
  await test.step('the other languages are deleted when they are not wanted', async () => {
    await new SignInPage(page).openDesk(`${server.address}/sync`);
    expect(await keptLanguages()).toBe('ar en es fr ru zh');
    await page.getByLabel(english('sync_languages_keep')).uncheck();
    await expect.poll(keptLanguages).toBe('en');
  });
  await test.step('without a connection the language stays, and the page says why', async () => {
    await context.setOffline(true);
    await chooseFrench();
    await expect(page.getByText(english('app_language_not_kept'))).toBeVisible();
    await expect(page.getByRole('heading', { name: english('sync_title'), level: 1 })).toBeVisible();
  });
  await test.step('with one, the language is kept and works offline from then on', async () => {
    await context.setOffline(false);
    await chooseFrench();
    const french = wordsOf('fr');
    await expect(page.getByText(french('sync_parts'))).toBeVisible();
    expect(await keptLanguages()).toBe('en fr');
    await context.setOffline(true);
    await page.reload();
    await new SignInPage(page).unlockDesk(undefined, french);
    await expect(page.getByText(french('sync_parts'))).toBeVisible();
  });
});

test('what is typed without a connection survives a killed tab and another language, and is issued once', async ({
  context
}) => {
  const first = await context.newPage();
  await (await arriveAtTheDesks(first, 'Killed')).waitUntilNumbered();
  await waitUntilKept(first);
  await context.setOffline(true);
  await new SignInPage(first).openDesk(`${server.address}/authorizations/new`);
  // Each form has an address of its own, to which that of a new one leads.
  await expect(first).toHaveURL(/\/authorizations\/drafts\//);
  const address = new URL(first.url()).pathname;
  await typeWholeImport(new AuthorizationFormPage(first), 'Ironbark Clinic');
  await expect(first.getByText(/^Saved on this device/)).toBeVisible();
  await expect(new LinePage(first).sentence).toHaveText(
    /^Only on this device: .*1 draft.*; no connection since/
  );

  const page = await context.newPage();
  await test.step('the tab is killed', async () => {
    await crashTab(first);
    await new SignInPage(page).openDesk(server.address + address);
    await expect(new AuthorizationFormPage(page).box('importerName').locator('input')).toHaveValue(
      'Ironbark Clinic'
    );
  });
  await test.step('the language changes while the last word is fresh', async () => {
    const remarks = page.getByLabel(english('form_remarks'));
    await remarks.fill('Keep at 2 to 8 °C');
    await page.getByRole('button', { name: english('ui_language') }).click();
    await page.getByRole('menuitemradio', { name: 'Français' }).click();
    const french = wordsOf('fr');
    await expect(page.getByLabel(french('form_remarks'))).toHaveValue('Keep at 2 to 8 °C');
    expect(await page.evaluate(() => document.documentElement.lang)).toBe('fr');
    const signIn = new SignInPage(page);
    await page.evaluate(() => localStorage.setItem('PARAGLIDE_LOCALE', 'en'));
    await page.reload();
    await signIn.unlockDesk();
    await expect(page.getByLabel(english('form_remarks'))).toHaveValue('Keep at 2 to 8 °C');
  });
  await test.step('it is issued on this device, and sent when the line is back', async () => {
    await new AuthorizationFormPage(page).issue('Issue import authorization');
    await expect(page.getByRole('heading', { level: 1, name: /AU-I-/ })).toBeVisible();
    await context.setOffline(false);
    const statement = new DossierPage(page).statement(/AU-I-/);
    await expect(statement.getByText(/^(delivered|opened)$/)).toBeVisible();
    await expect(statement).toHaveCount(1);
  });
});

test('a device without numbers says so, keeps the draft, and issues once new ones are reserved', async ({
  context,
  page
}) => {
  await page.route('**/api/blocks', (route) => route.abort('internetdisconnected'));
  const desks = new DesksPage(page);
  await desks.arrive(server.address, OFFICERS.AU, 'Numberless');
  await desks.startImport();
  const form = new AuthorizationFormPage(page);
  await typeWholeImport(form, 'Stringybark Hospice');
  await page.getByRole('button', { name: 'Issue…' }).click();
  await expect(desks.dialog.getByText(english('authorization_obstacle_numbers'))).toBeVisible();
  await expect(desks.dialog.getByRole('button', { name: 'Issue import authorization' })).toHaveCount(0);
  await desks.closeDialog();
  await page.unroute('**/api/blocks');
  await context.setOffline(true);
  await expect(new LinePage(page).sentence).toHaveText(/no connection since/i);
  await context.setOffline(false);
  await page.getByRole('button', { name: 'Issue…' }).click();
  await desks.dialog.getByRole('button', { name: 'Issue import authorization' }).click();
  await expect(page.getByRole('heading', { level: 1, name: /AU-I-/ })).toBeVisible();
});

test('a session ended at the server stops the sending and not the work', async ({ context, page }) => {
  const desks = await arriveAtTheDesks(page, 'Ended');
  const line = new LinePage(page);
  await test.step('the session is ended elsewhere', async () => {
    expect(await endSession(context, server.address)).toBe(204);
  });
  await test.step('the officer issues all the same, and is asked to sign in again', async () => {
    await desks.startImport();
    const form = new AuthorizationFormPage(page);
    await typeWholeImport(form, 'Bloodwood Infirmary');
    await form.issue('Issue import authorization');
    await expect(page.getByRole('heading', { level: 1, name: /AU-I-/ })).toBeVisible();
    await expect(line.sentence).toHaveText(/^Sign in again; only on this device: .*1 issued document/);
    const statement = new DossierPage(page).statement(/AU-I-/);
    await expect(statement.getByText('on this device', { exact: true })).toBeVisible();
  });
  await test.step('signed in again, it goes to the server', async () => {
    await desks.go('sync');
    await expect(page.getByText(english('sync_signed_out_lead'))).toBeVisible();
    await page.getByLabel(english('person_password')).fill(OFFICERS.AU.password);
    await page
      .getByRole('main')
      .getByRole('button', { name: english('person_sign_in') })
      .click();
    await expect(line.sentence).toHaveText(/on our server$/);
  });
});
