/** A newcomer plays both authorities in one browser, with the network off after the first pages, and certifies what they learnt. */
import { expect, type Page } from '@playwright/test';
import { DesksPage } from '../pages/desks.page.ts';
import { KEPT_WITHIN_MS, waitUntilPagesKept } from '../pages/line.page.ts';
import { RehearsalPage, type Desk } from '../pages/rehearsal.page.ts';
import { OFFICERS } from '../pages/sign-in.page.ts';
import { TrainingPage } from '../pages/training.page.ts';
import { english } from '../pages/words.ts';
import { Server } from '../server.ts';
import { KEPT, test } from '../story.ts';

test.use(KEPT);

let server: Server;
test.beforeAll(async () => {
  server = await Server.start();
});
test.afterAll(() => server.stop());

const GOODS = { find: 'morphine sulf', goods: 'morphine sulfate (2:1) pentahydrate', form: 'Powder' };

async function askForMorphine({ frame, form }: Desk, grams: string): Promise<void> {
  await form.fillParty('importer', { name: 'Exercise Importer', address: '4 Kurrajong Street\nPerth' });
  await form.fillParty('exporter', { name: 'Exercise Exporter', address: 'Quaistrasse 9\nZürich' });
  await form.choose('Exporting country', 'Switz', 'Switzerland');
  await frame.getByLabel('Port or customs office of entry').fill('Perth');
  await form.fillLine(1, { ...GOODS, quantity: grams });
  await form.issue('Issue import authorization');
  await expect(frame.getByRole('heading', { level: 1, name: /AU-I-/ })).toBeVisible();
}

async function grant({ frame, form, dossier }: Desk): Promise<void> {
  await frame.getByRole('link', { name: /AU-I-/ }).first().click();
  await dossier.begin('Issue export authorization…');
  await frame.getByLabel('Port or customs office of exit').fill('Zürich');
  await form.issue('Issue export authorization');
  await expect(frame.getByRole('heading', { level: 1, name: /CH-E-/ })).toBeVisible();
}

/** Every database and every lasting note of this browser: of rehearsals, or of all that is real. */
function readKept(page: Page, which: 'real' | 'rehearsal'): Promise<readonly string[]> {
  return page.evaluate(async (asked) => {
    const databases = await indexedDB.databases();
    const names = [...databases.map(({ name = '' }) => name), ...Object.keys(localStorage)].sort();
    return names.filter((name) => /_pouch_rehearsal-/.test(name) === (asked === 'rehearsal'));
  }, which);
}

test('a newcomer plays a routine import without a network, from the public page to the end and to a certificate', async ({
  context,
  page
}) => {
  const [rehearsal, training] = [new RehearsalPage(page), new TrainingPage(page)];
  const asked: string[] = [];

  await test.step('given the public page and the training were seen once', async () => {
    await page.goto(server.address);
    await page.getByRole('link', { name: 'Training' }).click();
    await expect(page.getByText(/^The text of all lessons is on this device/)).toBeVisible({
      timeout: KEPT_WITHIN_MS
    });
    await waitUntilPagesKept(page);
    await context.setOffline(true);
    context.on('request', (request) => asked.push(new URL(request.url()).pathname));
  });

  await test.step('when they start, the importing side issues, and every screen says that it is practice', async () => {
    await page.goto(server.address);
    await page.getByRole('link', { name: 'Try both sides: practice' }).click();
    await rehearsal.begin('A routine import');
    const desk = await rehearsal.desk('importing');
    await rehearsal.holdMark();
    // The other desk, which opens a little later, takes the keyboard from nobody.
    await desk.frame.getByLabel('Port or customs office of entry').focus();
    await rehearsal.desk('exporting');
    expect(await desk.frame.evaluate(() => document.hasFocus())).toBe(true);
    await askForMorphine(desk, '100');
    await expect(rehearsal.step('Import authorization issued and received')).toBeVisible();
  });

  await test.step('and the exporting side grants and ships', async () => {
    const desk = await rehearsal.desk('exporting');
    await grant(desk);
    await desk.dossier.state('Record shipment…', 'Exported', ['100'], 'Record shipment');
    await expect(rehearsal.step('Shipment recorded')).toBeVisible();
  });

  await test.step('and the importing side endorses', async () => {
    const desk = await rehearsal.desk('importing');
    await desk.dossier.state('Endorse…', 'Imported', ['100'], 'Endorse');
  });

  await test.step('then the goal is reached, and nothing was asked of the real server', async () => {
    await expect(rehearsal.end).toBeVisible();
    expect(asked.filter((path) => /^\/(?:db|api)\/(?!health)/.test(path))).toEqual([]);
  });

  await test.step('and with the lessons of their path they make their certificate', async () => {
    await page.goto(`${server.address}/training`);
    await training.finishPath('customs');
    await training.declareCertificate('Ana Pérez');
    await expect(page.getByRole('button', { name: 'Save the badge (Open Badges 3.0)' })).toBeVisible();
  });
});

test('a learner who authorizes another amount than their task says is told, and issues another', async ({
  page
}) => {
  const rehearsal = new RehearsalPage(page);
  await page.goto(`${server.address}/rehearsal`);
  await rehearsal.begin('A routine import');
  const desk = await rehearsal.desk('importing');
  const told = page.getByText(/^Quantity: \u206810\sg\u2069 instead of \u2068100\sg\u2069$/);

  await test.step('ten grams are not the hundred of the task', async () => {
    await askForMorphine(desk, '10');
    await expect(told).toBeVisible();
    await expect(rehearsal.step('Import authorization issued and received')).toHaveCount(0);
  });

  await test.step('and another one of a hundred reaches the step', async () => {
    await desk.dossier.begin('Copy to a new draft');
    await desk.form.fillLine(1, { ...GOODS, quantity: '100' });
    await desk.form.issue('Issue import authorization');
    await expect(rehearsal.step('Import authorization issued and received')).toBeVisible();
    await expect(told).toHaveCount(0);
  });
});

test('whoever is signed in to the real system finds it untouched by a rehearsal', async ({
  page,
  context
}) => {
  const desks = new DesksPage(page);
  await desks.arrive(server.address, OFFICERS.AU, 'Desk of a learner');
  // The desk renews the public lists some seconds after it has opened.
  await expect.poll(() => readKept(page, 'real')).toContain('i2es-lists');
  const before = await readKept(page, 'real');
  const other = await context.newPage();
  const rehearsal = new RehearsalPage(other);
  await other.goto(`${server.address}/rehearsal`);
  await expect(other.getByRole('main')).not.toContainText(/forged|genuine/i);
  await rehearsal.begin('Two import authorizations');

  await test.step('which authorization is forged the signature says, and no word of the task', async () => {
    await expect(other.getByRole('list', { name: 'Steps' })).toBeVisible();
    await expect(other.locator('body')).not.toContainText(/forged|genuine/i);
    await rehearsal.desk('importing');
    const { frame } = await rehearsal.desk('exporting');
    await expect(frame.getByRole('heading', { level: 1 })).toHaveText('Today');
    await expect(frame.getByText(english('register_verdict_bad'))).toHaveCount(0);
    await frame.getByRole('link', { name: 'Authorizations', exact: true }).first().click();
    await expect(frame.getByRole('row').filter({ hasText: /AU-I-/ })).toHaveCount(2);
    await expect(frame.getByText(/signature/i).first()).toBeVisible();
  });

  await test.step('leaving and starting again ask first, since what was done is lost', async () => {
    for (const name of ['Start again…', 'Leave practice…']) {
      await other.getByRole('button', { name }).press('Enter');
      await expect(other.getByRole('dialog')).toContainText(english('rehearsal_lost'));
      await other.keyboard.press('Escape');
      await expect(other.getByRole('button', { name })).toBeFocused();
    }
    const { frame } = await rehearsal.desk('exporting');
    await expect(frame.getByRole('row').filter({ hasText: /AU-I-/ })).toHaveCount(2);
  });

  await test.step('what is real is as it was', async () => {
    expect(await readKept(page, 'real')).toEqual(before);
    await desks.go('authorizations');
    await expect(page.getByText('PRACTICE', { exact: true })).toHaveCount(0);
  });

  await test.step('and of the rehearsal nothing is left once the page was opened anew', async () => {
    const [, run = ''] = /rehearsal-([0-9a-f]{8})/.exec((await readKept(page, 'rehearsal')).join()) ?? [];
    expect(run).not.toBe('');
    await other.reload();
    await expect.poll(async () => (await readKept(page, 'rehearsal')).join()).not.toContain(run);
  });
});
