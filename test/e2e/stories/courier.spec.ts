import { expect, type Locator, type Page } from '@playwright/test';
import { DesksPage } from '../pages/desks.page.ts';
import { Looks } from '../pages/ease.ts';
import { issueImport } from '../pages/issue-import.ts';
import { OFFICERS, SignInPage } from '../pages/sign-in.page.ts';
import { LinePage } from '../pages/line.page.ts';
import { english } from '../pages/words.ts';
import { Server } from '../server.ts';
import { test } from '../story.ts';

let server: Server;
test.beforeAll(async () => {
  server = await Server.start();
});
test.afterAll(() => server.stop());

interface Carried {
  readonly path: string;
  readonly code: string;
}

async function write(page: Page, recipient: string, path: string): Promise<Carried> {
  const panel = page.locator('#courier');
  await panel.getByLabel(english('courier_to'), { exact: true }).selectOption(recipient);
  const download = page.waitForEvent('download');
  await panel.getByRole('button', { name: english('courier_write') }).click();
  await (await download).saveAs(path);
  return { path, code: (await panel.locator('strong').innerText()).trim() };
}

async function load(form: Locator, { path, code }: Carried): Promise<void> {
  await form.locator('input[type="file"]').setInputFiles(path);
  await form.getByLabel(english('courier_code')).fill(code);
  await form.getByRole('button', { name: english('courier_take') }).click();
}

const takeForm = (page: Page): Locator =>
  page.locator('form').filter({ has: page.getByLabel(english('courier_file')) });

test('a document reaches a partner by stick, and a new device begins with a file of its colleague', async ({
  browser
}, info) => {
  const [own, partners, fresh] = [
    await browser.newContext(),
    await browser.newContext(),
    await browser.newContext()
  ];
  const [page, partner, newcomer] = [await own.newPage(), await partners.newPage(), await fresh.newPage()];
  const [desks, partnerDesks] = [new DesksPage(page), new DesksPage(partner)];
  const looks = new Looks();
  let number = '';

  await test.step('given a partner whose connection has broken', async () => {
    await desks.arrive(server.address, OFFICERS.AU, 'Canberra');
    await desks.waitUntilNumbered();
    await partnerDesks.arrive(server.address, OFFICERS.CH, 'Bern');
    await partnerDesks.go('authorizations');
    await partnerDesks.go('sync');
    await partner.getByText(english('courier_take_title'), { exact: true }).click();
    await partners.setOffline(true);
    number = await issueImport(desks, 'Wandoo Hospital');
  });
  let forPartner: Carried = { path: '', code: '' };
  await test.step('the officer writes a file, whose code is shown once and is not in it', async () => {
    await desks.go('sync');
    forPartner = await write(page, 'CH', info.outputPath('to-partner.i2es'));
    expect(forPartner.code).toMatch(/^(?:[0-9A-Z]{5}-){3}[0-9A-Z]{5}$/);
    await looks.at(page, 'a courier file is written');
  });
  await test.step('the partner loads it, and a wrong code opens nothing', async () => {
    await load(takeForm(partner), { ...forPartner, code: 'ABCDE' });
    await expect(takeForm(partner).getByText(english('problem_courier_code_malformed'))).toBeVisible();
    await load(takeForm(partner), forPartner);
    // It counts at once if the exchange had delivered it before the file was written.
    const taken = takeForm(partner).getByText(/^(?:New documents: 1\.|Waiting for our server)/);
    await expect(taken).toBeVisible();
    await looks.at(partner, 'a courier file is loaded');
  });
  await test.step('it is in the register once, although the network brings it too', async () => {
    await partners.setOffline(false);
    await expect(new LinePage(partner).sentence).toHaveText(/on our server$/);
    await partnerDesks.go('authorizations');
    await partner.getByRole('searchbox').fill(number);
    await expect(partner.getByRole('grid').getByText(number)).toHaveCount(1);
  });
  await test.step('a new device takes most documents from the file of a colleague', async () => {
    const forOffice = await write(page, 'AU', info.outputPath('to-office.i2es'));
    await fresh.route('**/db/**/_changes*', (route) => route.abort());
    const fetched: string[] = [];
    newcomer.on('request', (request) => {
      if (request.url().includes('_bulk_get')) fetched.push(request.postData() ?? '');
    });
    const signIn = new SignInPage(newcomer);
    await signIn.open(server.address);
    await signIn.signIn(OFFICERS.AU);
    await signIn.keepDataHere();
    await newcomer.getByRole('button', { name: english('courier_first') }).click();
    await load(takeForm(newcomer), forOffice);
    await expect(takeForm(newcomer).getByText(/^The file contains/)).toBeVisible();
    await looks.at(newcomer, 'a courier file during the first sync');
    await fresh.unroute('**/db/**/_changes*');
    // The download continues by itself.
    await signIn.nameDevice('New laptop');
    expect(fetched.join()).not.toMatch(/act:\d{8}:[A-Z]{2}:import-authorization/);
  });
  expect(looks.found).toEqual([]);
});
