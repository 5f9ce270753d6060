import { expect, test, type Browser, type Page } from '@playwright/test';
import { openCouchdbEngine, openEmbeddedEngine } from '#couch/engine/engine.ts';
import { ensureSecrets } from '#couch/installation/secrets.ts';
import type { Act } from '#lib/domain/act/body.ts';
import { anAct } from '../../samples/acts.ts';
import { DesksPage } from '../pages/desks.page.ts';
import { ADMINISTRATORS, OFFICERS, SECRETARIAT, SignInPage, type Traveller } from '../pages/sign-in.page.ts';
import { Server } from '../server.ts';

let server: Server;
test.beforeAll(async () => {
  server = await Server.start();
});
test.afterAll(() => server.stop());

const TRAINER: Traveller = { account: 'trainer.demo', password: 'blackboard-river-26' };
const TITLE = 'Endorsing what has arrived';
/** As many as there are places but one, of countries for which no browser is opened here. */
const OTHERS = Array.from({ length: 9 }, (_, index) => `ke.officer${index + 1}`);

async function aDesk(browser: Browser, who: Traveller, device: string): Promise<DesksPage> {
  const desks = new DesksPage(await (await browser.newContext()).newPage());
  await desks.arrive(server.address, who, device);
  return desks;
}

/** A trainer has a sealed store and no key: no device is asked for. */
async function aTrainer(browser: Browser): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  const way = new SignInPage(page);
  await way.open(server.address);
  await way.signIn(TRAINER);
  await way.keepDataHere();
  const open = page.getByRole('button', { name: 'Open the desks' });
  const nav = page.getByRole('navigation').first();
  await open.or(nav).first().waitFor();
  if (await open.isVisible()) await open.click();
  await nav.waitFor();
  return page;
}

/** With PICTURES set to a folder: as they are looked at before something is landed. */
async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env['PICTURES'];
  if (!folder) return;
  for (const [look, width] of [
    ['desk', 1440],
    ['phone', 390]
  ] as const) {
    await page.setViewportSize({ width, height: 900 });
    await page.screenshot({ path: `${folder}/${name}-${look}.png`, fullPage: true });
  }
  await page.setViewportSize({ width: 1440, height: 900 });
}

/** What the exchange has carried from officers of Kenya, whose devices are not part of this story. */
async function enrolOthers(session: string): Promise<void> {
  await server.halt();
  const url = process.env['COUCHDB_URL'];
  const secret = (await ensureSecrets(server.folder)).service;
  const engine = url
    ? await openCouchdbEngine({ url, prefix: server.prefix, secret })
    : await openEmbeddedEngine({ folder: server.folder });
  const acts = OTHERS.map((person, index): Act => {
    const at = new Date(Date.now() - 60_000 + index).toISOString();
    const by = { person, name: `Officer ${index + 1} of Kenya`, function: 'Inspector' };
    const head = {
      schema: 1,
      kind: 'enrolment',
      issuer: 'KE',
      to: ['INCB'],
      seq: { KE: index + 1, INCB: index + 1 }
    };
    return anAct({ ...head, at, by, session, intent: 'enrol' } as never);
  });
  await engine.openAsExchange('training-desk').bulkDocs(acts as unknown as object[]);
  await engine.close();
  await server.start();
}

const go = (page: Page): Promise<void> =>
  page
    .getByRole('navigation')
    .first()
    .getByRole('link', { name: /Training sessions|Sessions/ })
    .click();

test('a trainer plans, twelve enrol for ten places, two devices take attendance off line, and INCB sees figures', async ({
  browser
}) => {
  test.slow();
  const trainer = await aTrainer(browser);
  const officers = [
    await aDesk(browser, OFFICERS.AU, 'Office'),
    await aDesk(browser, OFFICERS.CH, 'Office'),
    await aDesk(browser, ADMINISTRATORS.AU, 'Head office')
  ] as const;
  const [first, second, third] = officers;
  let id = '';

  await test.step('given a session that a trainer plans, with ten places', async () => {
    await go(trainer);
    await picture(trainer, 'trainer-calendar');
    await trainer.getByRole('link', { name: 'Plan a session' }).click();
    const day = new Date(Date.now() + 9 * 86_400_000).toISOString().slice(0, 10);
    await trainer.getByRole('button', { name: 'Save the session' }).click();
    await expect(trainer.getByText('Say where the session is')).toBeVisible();
    await trainer.getByLabel('Title').fill(TITLE);
    await trainer.getByLabel('Aims').fill('Endorse a partial shipment.\n<script>alert(1)</script>');
    await trainer.getByLabel('First day').fill(day);
    await trainer.getByLabel('Where').fill('Nairobi, room 4');
    await trainer.getByLabel('Places').fill('10');
    await trainer.getByLabel('Link to join').fill('javascript:alert(1)');
    await expect(trainer.getByText('A link begins with https://')).toBeVisible();
    await trainer.getByLabel('Link to join').fill('');
    await picture(trainer, 'trainer-plan');
    await trainer.getByRole('button', { name: 'Save the session' }).click();
    await expect(trainer.getByRole('heading', { level: 1, name: TITLE })).toBeVisible();
    await expect(trainer.getByText('<script>alert(1)</script>')).toBeVisible();
    id = decodeURIComponent(new URL(trainer.url()).pathname.split('/').pop() ?? '');
    await enrolOthers(id);
  });
  await test.step('when officers who know the session enrol, two of them without a connection', async () => {
    for (const { page } of officers) {
      await go(page);
      await page.getByRole('link', { name: TITLE }).click();
      await expect(page.getByText('9 of 10 places taken')).toBeVisible();
    }
    for (const { page } of [second, third]) await page.context().setOffline(true);
    for (const { page } of [second, third]) {
      await page.getByRole('button', { name: 'Enrol', exact: true }).click();
      await expect(page.getByText('the server has not answered yet')).toBeVisible();
    }
    await picture(second.page, 'officer-off-line');
  });
  await test.step('then who is heard first has the tenth place, and whoever comes later waits in turn', async () => {
    const seat = async ({ page }: DesksPage, words: string): Promise<void> => {
      await expect(async () => {
        await go(page);
        await page.getByRole('link', { name: TITLE }).click();
        await expect(page.getByText(words)).toBeVisible({ timeout: 3_000 });
      }).toPass();
    };
    await third.page.context().setOffline(false);
    await seat(third, 'You have a place');
    await first.page.getByRole('button', { name: 'Enrol', exact: true }).click();
    await seat(first, 'Waiting, turn 1');
    await second.page.context().setOffline(false);
    await seat(second, 'Waiting, turn 2');
    await expect(second.page.getByText('10 of 10 places taken')).toBeVisible();
    await expect(third.page.getByText('Who of your authority goes')).toBeVisible();
    await expect(third.page.getByText('of Kenya')).toHaveCount(0);
    await picture(third.page, 'administrator-seats');
  });
  const other = await aTrainer(browser);
  await test.step('and two devices of the trainer take attendance without a network', async () => {
    for (const page of [trainer, other]) {
      await go(page);
      await page.getByRole('link', { name: TITLE }).click();
      await expect(page.getByRole('heading', { name: 'Attendance' })).toBeVisible();
      await expect(page.getByText('Officer 9 of Kenya').first()).toBeVisible();
      await page.context().setOffline(true);
    }
    const present = async (page: Page, name: string): Promise<void> => {
      const row = page.getByRole('listitem').filter({ hasText: name });
      await row.getByRole('button', { name: 'Note as present' }).click();
      await expect(row.getByText('Present')).toBeVisible();
    };
    for (const number of [1, 2, 3]) await present(trainer, `Officer ${number} of Kenya`);
    for (const number of [3, 4]) await present(other, `Officer ${number} of Kenya`);
    await expect(trainer.getByText('3 marks only on this device')).toBeVisible();
    await picture(trainer, 'trainer-attendance');
    await trainer.reload();
    await new SignInPage(trainer).unlockDesk();
    await expect(trainer.getByText('3 people were there')).toBeVisible();
  });
  await test.step('and once there is a line both lists are one, and a correction says why', async () => {
    for (const page of [trainer, other]) await page.context().setOffline(false);
    for (const page of [trainer, other, trainer]) {
      await go(page);
      await page.getByRole('link', { name: TITLE }).click();
      await expect(page.getByText(/marks? only on this device/)).toHaveCount(0);
    }
    await expect(trainer.getByText('4 people were there')).toBeVisible();
    const row = trainer.getByRole('listitem').filter({ hasText: 'Officer 4 of Kenya' });
    await row.getByRole('button', { name: 'Correct…' }).click();
    const dialog = trainer.getByRole('dialog');
    await dialog.getByLabel('Reason').fill('Mistaken for a colleague.');
    await dialog.getByRole('button', { name: 'Correct', exact: true }).click();
    await expect(trainer.getByText('Not there: Mistaken for a colleague.')).toBeVisible();
    await expect(trainer.getByText('3 people were there')).toBeVisible();
  });
  await test.step('and INCB sees how many of which countries came, and no name', async () => {
    const { page } = await aDesk(browser, SECRETARIAT, 'Secretariat');
    await go(page);
    await page.getByRole('tab', { name: 'Figures' }).click();
    await expect(page.getByText('1 sessions · 3 people · 1 countries')).toBeVisible();
    await expect(page.getByRole('rowheader', { name: 'Africa' })).toBeVisible();
    await expect(page.getByText('of Kenya')).toHaveCount(0);
    await picture(page, 'board-figures');
  });
  await test.step('and anybody reads the calendar, also without a connection after one visit', async () => {
    const page = await (await browser.newContext()).newPage();
    await page.goto(`${server.address}/training/calendar`);
    await expect(page.getByRole('link', { name: TITLE })).toBeVisible();
    await expect(page.getByText('Matching with your partners')).toHaveCount(0);
    await picture(page, 'public-calendar');
    await page.getByRole('tab', { name: 'Month' }).click();
    await picture(page, 'public-month');
    if (process.env['PICTURES']) {
      await page.evaluate(() => localStorage.setItem('PARAGLIDE_LOCALE', 'ar'));
      await page.emulateMedia({ colorScheme: 'dark' });
      await page.reload();
      await expect(page.getByRole('link', { name: TITLE })).toBeVisible();
      await picture(page, 'public-arabic');
      await page.evaluate(() => localStorage.setItem('PARAGLIDE_LOCALE', 'en'));
      await page.emulateMedia({ colorScheme: 'light' });
      await page.reload();
      await expect(page.getByRole('link', { name: TITLE })).toBeVisible();
    }
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    await expect.poll(() => page.evaluate(() => navigator.serviceWorker.controller?.state)).toBe('activated');
    await page.context().setOffline(true);
    await page.reload();
    await expect(page.getByRole('link', { name: TITLE })).toBeVisible();
    await expect(page.getByText('this is what this browser read last')).toBeVisible();
  });
});
