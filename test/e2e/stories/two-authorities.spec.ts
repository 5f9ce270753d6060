import { expect, type BrowserContext, type Locator, type Page } from '@playwright/test';
import { readFile } from 'node:fs/promises';
import { validateXML } from 'xmllint-wasm';
import { AuthorizationFormPage } from '../pages/authorization-form.page.ts';
import { inDays, readDate, typeDate } from '../pages/date-field.ts';
import { DesksPage } from '../pages/desks.page.ts';
import { crashTab } from '../pages/crash.ts';
import { DossierPage, numberShown } from '../pages/dossier.page.ts';
import { waitUntilKept } from '../pages/line.page.ts';
import { takePictures } from '../pages/pictures.ts';
import { readKeptActs } from '../pages/sealed-secrets.ts';
import { OFFICERS, PASSPHRASE, SignInPage } from '../pages/sign-in.page.ts';
import { foldDossier } from '../fold-dossier.ts';
import { aPicture } from '../../samples/scans.ts';
import { Server } from '../server.ts';
import { serverDossiers } from '../server-dossiers.ts';
import { english } from '../pages/words.ts';
import { KEPT, test } from '../story.ts';

test.use(KEPT);

let server: Server;
test.beforeAll(async () => {
  server = await Server.start();
});
test.afterAll(() => server.stop());

/** Opens an address in the tab, through the unlock that every start asks for. */
async function openAndUnlock(page: Page, path: string): Promise<void> {
  await page.goto(server.address + path);
  await new SignInPage(page).unlockDesk();
}

const IMPORTER = { name: 'Darling Range Hospital Pty Ltd', address: '4 Kurrajong Street\nPerth WA 6000' };
/** Of the changes of Australia's database: receipts come by it. */
const FEED = /\/db\/country-au\/_changes/;

/** The article as the margin cites it; the number stands between direction marks. */
function article(number: string): RegExp {
  return new RegExp(`1961 Convention, art\\. .?${number.replace(/[.()]/g, '\\$&')}`);
}

function dayAfter(day: string): string {
  return new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10);
}

const PICTURE = Buffer.from(aPicture());

const EXPORTER = { name: 'Limmat Pharma AG', address: 'Quaistrasse 9\n8001 Zürich' };

function attachmentsOf(page: Page): Locator {
  const title = page.getByRole('heading', { name: english('application_attachments') });
  return page.locator('section').filter({ has: title }).last();
}

test('two authorities exchange, match and endorse an authorization, with the line down where it hurts', async ({
  browser
}) => {
  const australia: BrowserContext = await browser.newContext({ acceptDownloads: true });
  const switzerland: BrowserContext = await browser.newContext();
  let au = await australia.newPage();
  const ch = await switzerland.newPage();
  let number = '';
  let address = '';
  let validUntil = '';
  let declared = '';
  let fingerprint: string | null = null;

  await test.step('1. An Australian officer keeps the data on their device, which their administrator’s key certifies', async () => {
    await new DesksPage(au).arrive(server.address, OFFICERS.AU, 'Desk 40, Canberra');
    await new DesksPage(ch).arrive(server.address, OFFICERS.CH, 'Laptop, Bern');
  });

  await test.step('2a. Off line, after a reload, they open a new import authorization by its address', async () => {
    await expect(au.getByText(/on our server/)).toBeVisible();
    await new DesksPage(au).waitUntilNumbered();
    await waitUntilKept(au);
    await australia.setOffline(true);
    await openAndUnlock(au, '/authorizations/new');
    await expect(au.getByRole('heading', { name: 'New import authorization' })).toBeVisible();
  });

  await test.step('2b. The form shows the anhydrous base as they type, with factor and source', async () => {
    const form = new AuthorizationFormPage(au);
    await form.fillParty('importer', IMPORTER);
    await form.fillParty('exporter', EXPORTER);
    await form.choose('Exporting country', 'Switz', 'Switzerland');
    await au.getByLabel('Port or customs office of entry').fill('Perth');
    await form.fillLine(1, {
      find: 'morphine sulf',
      goods: 'morphine sulfate (2:1) pentahydrate',
      form: 'Ampoule',
      preparation: {
        name: 'Morphine sulfate injection 10 mg/ml',
        strength: '10',
        size: '1',
        perPack: '10',
        packs: '5000'
      }
    });
    await expect(form.line(1).getByText(/376\sg.*anhydrous base/)).toBeVisible();
    await expect(form.line(1).getByText(/0\.7520.*calculated/)).toBeVisible();
    await au.getByRole('button', { name: 'Add line' }).click();
    await form.fillLine(2, {
      find: 'codeine phosphate hemi',
      goods: 'codeine phosphate hemihydrate',
      form: 'Powder',
      quantity: '200'
    });
    await expect(form.line(2).getByText(/147\.34\sg.*anhydrous base/)).toBeVisible();
  });

  await test.step('2c. It refuses, each with its article, what the Conventions and the office’s practice refuse', async () => {
    const form = new AuthorizationFormPage(au);
    await form.fillParty('importer', { ...IMPORTER, address: '' });
    await expect(form.check(/The importer’s address is missing/)).toHaveText(article('31.4(b)'));
    await form.fillParty('importer', { ...IMPORTER, address: 'PO Box 44, Perth' });
    await expect(form.check(/contains a post office box/)).toHaveText(article('31.8'));
    await form.choose('Exporter’s country', 'Belg', 'Belgium');
    await expect(form.check(/The exporter’s country is .*Belgium/)).toHaveText(article('31.4(b)'));
    await form.choose('Exporter’s country', 'Switz', 'Switzerland');
    await form.fillParty('importer', { ...IMPORTER, name: 'Bank of Perth' });
    await expect(form.check(/might be a bank/)).toHaveText(article('31.8'));
    await form.fillParty('importer', IMPORTER);
    await expect(form.check(/might be a bank/)).toBeHidden();
    const until = form.box('validUntil');
    validUntil = await readDate(until);
    await typeDate(until, `${Number(validUntil.slice(0, 4)) + 1}${validUntil.slice(4)}`);
    // That there is a period is the Convention's word (31.4(b)); how long it may be is each country's own.
    await expect(form.check(/is longer than the 3 months/)).toHaveText(/National practice/);
    await typeDate(until, validUntil);
    await expect(form.check(/is longer than the 3 months/)).toBeHidden();
  });

  await test.step('2d. A killed tab loses nothing', async () => {
    await expect(au.getByText(/Saved on this device/)).toBeVisible();
    await crashTab(au);
    au = await australia.newPage();
    await openAndUnlock(au, '/authorizations?tab=drafts');
    await au.getByRole('link', { name: 'Import authorization', exact: true }).click();
    const form = new AuthorizationFormPage(au);
    await expect(form.box('importerName').locator('input')).toHaveValue(IMPORTER.name);
    await expect(form.line(1).getByText(/376\sg.*anhydrous base/)).toBeVisible();
  });

  await test.step('2e. They issue it: a reserved number, signed, on this device, printable', async () => {
    await new AuthorizationFormPage(au).issue('Issue import authorization');
    number = await numberShown(au, 'I');
    expect(number).not.toBe('');
    address = new URL(au.url()).pathname;
    const statement = new DossierPage(au).statement(number);
    await expect(statement.getByText('on this device', { exact: true })).toBeVisible();
    await statement.getByRole('button', { name: 'Form (PDF)' }).click();
    const saving = au.waitForEvent('download');
    await au.getByRole('dialog').getByRole('button', { name: 'Save', exact: true }).click();
    const file = await (await saving).path();
    expect((await readFile(file)).subarray(0, 5).toString()).toBe('%PDF-');
    const dialog = au.getByRole('dialog');
    await dialog.getByText(english('dossier_data_title')).click();
    const saved = async (label: string): Promise<string> => {
      const coming = au.waitForEvent('download');
      await dialog.getByRole('button', { name: label, exact: true }).click();
      return readFile(await (await coming).path(), 'utf8');
    };
    const contents = await saved(english('dossier_data_xml'));
    const xml = [{ fileName: 'act.xml', contents }];
    const schema = [await readFile('static/schemas/v1/act.xsd', 'utf8')];
    expect((await validateXML({ xml, schema, initialMemoryPages: 512 })).errors).toEqual([]);
    expect(contents).toContain(number);
    const sps = await saved(english('dossier_data_sps'));
    expect(sps).toMatch(/^<\?xml [^]{0,300}<rsm:SPSCertificate /);
    expect(sps).toContain(number);
    await au.keyboard.press('Escape');
  });

  await test.step('3. With the line back it goes to the server and to Switzerland by itself, hop by hop', async () => {
    const word = (hop: string) => new DossierPage(au).statement(number).getByText(hop, { exact: true });
    await switzerland.setOffline(true);
    // The server's word of what it has carried is kept back, so that each hop stands long enough to be seen.
    await australia.route(FEED, (route) => route.abort('internetdisconnected'));
    await australia.setOffline(false);
    await expect(word('on our server')).toBeVisible({ timeout: 60_000 });
    await australia.unroute(FEED);
    await expect(word('delivered')).toBeVisible({ timeout: 60_000 });
    await switzerland.setOffline(false);
  });

  await test.step('4a. The Swiss officer finds it, sees who signed it, and answers that it is authentic', async () => {
    await ch.getByRole('link', { name: number }).first().click();
    const dossier = new DossierPage(ch);
    const statement = dossier.statement(number);
    await statement.getByText('Details and signature').click();
    await expect(
      statement.getByText('The signature is valid, and the certificates lead to the INCB root key.')
    ).toBeVisible();
    await dossier.reply('authentic');
    await expect(dossier.statement('Reply: Authentic')).toBeVisible();
    await expect(new DossierPage(au).statement(number).getByText('opened', { exact: true })).toBeVisible({
      timeout: 60_000
    });
  });

  await test.step('4a2. Australia suspends the authorization: both sides see it, and Switzerland can only wait', async () => {
    const ours = new DossierPage(au);
    await ours.giveReason('Suspend…', 'The importer’s licence is under review.', 'Suspend authorization');
    for (const page of [au, ch])
      await expect(page.getByText('Export authorizations and shipments are refused')).toBeVisible({
        timeout: 60_000
      });
    await expect(ch.locator('main header').getByText('Suspended', { exact: true })).toBeVisible();
    await expect(ch.getByRole('button', { name: 'Issue export authorization…' })).toBeHidden();
    await expect(ch.getByRole('button', { name: 'Release suspension…' })).toBeHidden();
  });

  await test.step('4a3. It releases the suspension off line; Switzerland goes on once the line is back', async () => {
    await waitUntilKept(au);
    await australia.setOffline(true);
    await new DossierPage(au).giveReason(
      'Release suspension…',
      'The licence is in order.',
      'Release suspension'
    );
    await expect(au.getByText('Export authorizations and shipments are refused')).toBeHidden();
    await expect(ch.getByText('Export authorizations and shipments are refused')).toBeVisible();
    await australia.setOffline(false);
    await expect(new DossierPage(ch).statement('Suspension released')).toBeVisible({ timeout: 120_000 });
    await expect(ch.getByText('Export authorizations and shipments are refused')).toBeHidden();
  });

  await test.step('6a. The server is killed; the Swiss laptop loses its line', async () => {
    await waitUntilKept(ch);
    await server.kill();
    await switzerland.setOffline(true);
  });

  await test.step('4b. The Swiss officer issues the export authorization from it, bounded by what it allows', async () => {
    const dossier = new DossierPage(ch);
    await dossier.begin('Issue export authorization…');
    await expect(ch.getByRole('heading', { name: 'New export authorization' })).toBeVisible();
    await expect(ch.getByText(number).first()).toBeVisible();
    const form = new AuthorizationFormPage(ch);
    await expect(form.box('importerName').locator('input')).toHaveValue(IMPORTER.name);
    const codeine = form.line(2).getByLabel('Quantity');
    await codeine.fill('200.000001');
    await expect(form.check(/that the import authorization still allows/)).toBeVisible();
    await codeine.fill('200');
    await expect(form.check(/that the import authorization still allows/)).toBeHidden();
    const until = form.box('validUntil');
    const usual = await readDate(until);
    await typeDate(until, dayAfter(validUntil));
    await expect(form.check(/after the last day of the import authorization/)).toHaveText(article('31.5'));
    await typeDate(until, usual);
    await expect(form.check(/after the last day of the import authorization/)).toBeHidden();
    await form.issue('Issue export authorization');
    await expect(ch.getByRole('heading', { level: 1, name: /CH-E-/ })).toBeVisible();
  });

  await test.step('4c. They record the shipment: 480 g and 200 g actually exported', async () => {
    await new DossierPage(ch).state('Record shipment…', 'Exported', ['480', '200'], 'Record shipment');
    await expect(new DossierPage(ch).statement('Quantity actually exported')).toBeVisible();
  });

  await test.step('6b. Server and line come back: nothing is lost, nothing doubled', async () => {
    await server.start();
    await switzerland.setOffline(false);
    await expect(new DossierPage(au).statement('Quantity actually exported')).toBeVisible({
      timeout: 120_000
    });
    await expect(new DossierPage(au).statement(/CH-E-/)).toHaveCount(1);
  });

  await test.step('5. The Australian officer endorses what came; both sides show the same closed dossier', async () => {
    const ours = new DossierPage(au);
    const dialog = au.getByRole('dialog');
    const endorse = dialog.getByRole('button', { name: 'Endorse', exact: true });
    await ours.begin('Endorse…');
    await ours.enter('Imported', ['4800', '200']);
    await endorse.press('Enter');
    await expect(dialog.getByText(/Line 1: you entered .4\.8 kilograms/)).toBeVisible();
    await expect(dialog.getByRole('button', { name: 'Correct the quantity' })).toBeFocused();
    await au.keyboard.press('Enter');
    await expect(dialog.getByRole('textbox', { name: 'Imported' }).first()).toBeFocused();
    await ours.enter('Imported', ['468', '200']);
    await endorse.press('Enter');
    await dialog.waitFor({ state: 'hidden' });
    const theirs = new DossierPage(ch);
    await expect(theirs.statement(/^Endorsed/)).toBeVisible({ timeout: 60_000 });
    await expect(ch.getByText('Both sides agree')).toBeHidden();
    // The officer typed 468 for 480. Two presses sign one correction.
    await ours
      .statement(/^Endorsed/)
      .getByRole('button', { name: 'Correct…' })
      .click();
    await expect(dialog.getByRole('textbox', { name: 'Imported' }).first()).toHaveValue('468');
    await ours.enter('Imported', ['480', '200']);
    await dialog.getByLabel('Reason for the correction').fill('The second box was read wrongly.');
    await dialog.getByRole('button', { name: 'Record correction' }).dblclick();
    await dialog.waitFor({ state: 'hidden' });
    for (const page of [au, ch]) {
      const correction = new DossierPage(page).statement(/^Correction: Endorsed/);
      await expect(correction.getByText(/Line 1:.*480\sg.*Before the correction:.*468\sg/s)).toBeVisible({
        timeout: 60_000
      });
      await expect(
        new DossierPage(page).statement(/^Endorsed/).getByText('corrected', { exact: true })
      ).toBeVisible();
    }
    for (const page of [au, ch]) {
      await expect(page.getByText('Both sides agree')).toBeVisible();
      await expect(page.getByText(/Line 1:.*20\sg.*not used/).first()).toBeVisible();
      await expect(page.locator('main header').getByText('Closed', { exact: true })).toBeVisible();
    }
    expect(await theirs.statements.allTextContents()).toEqual(await ours.statements.allTextContents());
    fingerprint = await ours.fingerprint.textContent();
    expect(await theirs.fingerprint.textContent()).toBe(fingerprint);
    await expect(
      ours
        .statement(/^Endorsed/)
        .getByText(/delivered|opened/)
        .first()
    ).toBeVisible();
  });

  await test.step('7a. Switzerland declares goods of Schedule III; two presses sign one declaration', async () => {
    const theirs = new DesksPage(ch);
    await theirs.go('authorizations');
    await theirs.choose(english('ui_more'), english('register_new_declaration'));
    const form = new AuthorizationFormPage(ch);
    await form.fillParty('exporter', EXPORTER);
    await form.choose('Importing country', 'Austral', 'Australia');
    await form.fillParty('importer', IMPORTER);
    await form.fillLine(1, {
      find: 'buprenorphine hydro',
      goods: 'buprenorphine hydrochloride',
      form: 'Powder',
      quantity: '20'
    });
    await typeDate(form.box('despatchedOn'), inDays(0));
    await expect(form.checks.getByText(/1961/)).toHaveCount(0);
    await ch.getByRole('button', { name: english('authorization_sign') }).click();
    await ch
      .getByRole('dialog')
      .getByRole('button', { name: english('authorization_issue_declaration') })
      .dblclick();
    const heading = ch.getByRole('heading', { level: 1, name: /CH-D-/ });
    declared = /CH-D-[\d-]+/.exec((await heading.textContent()) ?? '')?.[0] ?? '';
    await expect(ch.getByText(english('dossier_issued_copy_arrives'))).toBeVisible();
  });

  await test.step('7b. Its delivery is the copy for Australia, which returns it with the quantity received', async () => {
    const ours = new DossierPage(au);
    await expect(
      new DossierPage(ch).statement(declared).getByText(/delivered|opened/, { exact: true })
    ).toBeVisible({ timeout: 60_000 });
    await new DesksPage(ch).go('today');
    await expect(ch.getByRole('heading', { name: english('today_copy') })).toBeHidden();
    await new DesksPage(au).go('authorizations');
    await au.getByRole('grid').getByRole('row').filter({ hasText: declared }).click({ timeout: 60_000 });
    await ours.begin(english('dossier_do_endorse'));
    const dialog = au.getByRole('dialog', {
      name: english('dossier_endorse_title_declaration', { number: declared })
    });
    await expect(dialog).toBeVisible();
    await ours.enter('Imported', ['20']);
    await dialog.getByRole('button', { name: 'Endorse', exact: true }).click();
    await dialog.waitFor({ state: 'hidden' });
    await new DesksPage(ch).go('authorizations');
    await ch.getByRole('grid').getByRole('row').filter({ hasText: declared }).click();
    for (const page of [au, ch]) {
      await expect(page.getByText('Both sides agree')).toBeVisible({ timeout: 60_000 });
      await expect(page.locator('main header').getByText('Closed', { exact: true })).toBeVisible();
    }
  });

  await test.step('7c. Switzerland attaches the customs declaration; Australia cannot see it until it is shared', async () => {
    const files = attachmentsOf(ch);
    const dialog = ch.getByRole('dialog');
    const add = dialog.getByRole('button', { name: english('attachment_add_action') });
    await files.getByRole('button', { name: english('attachment_add') }).click();
    await add.click();
    await expect(dialog.getByText(english('problem_attachment_file_missing'))).toBeVisible();
    await dialog.getByLabel(english('attachment_name')).fill('26CH0007');
    await dialog
      .locator('input[type=file]')
      .first()
      .setInputFiles({ name: 'declaration.png', mimeType: 'image/png', buffer: PICTURE });
    await expect(dialog.getByText('PNG ·')).toBeVisible();
    await add.dblclick();
    await dialog.waitFor({ state: 'hidden' });
    await expect(files.getByText('26CH0007')).toHaveCount(1);
    await expect(files.getByText(english('scan_waiting'))).toBeHidden();
    await expect(attachmentsOf(au).getByText(english('attachment_empty'))).toBeVisible();
    await files.getByRole('button', { name: english('attachment_share', { country: 'Australia' }) }).click();
    await dialog.getByRole('button', { name: english('attachment_share_action') }).dblclick();
    await dialog.waitFor({ state: 'hidden' });
    await expect(
      files.getByText(english('attachment_shared', { country: 'Australia' }), { exact: true })
    ).toBeVisible();
    await takePictures(ch, 'dossier with an attachment');
  });

  await test.step('7d. Australia saves the same bytes, and can no longer once Switzerland stops sharing', async () => {
    const files = attachmentsOf(au);
    const save = files.getByRole('button', { name: english('scan_save') });
    await expect(
      files.getByText(english('attachment_from', { country: 'Switzerland' }), { exact: true })
    ).toBeVisible({ timeout: 60_000 });
    await takePictures(au, 'dossier with an attachment of the partner');
    const [piece, saved] = await Promise.all([
      au.waitForRequest(/\/api\/shared-files\//),
      au.waitForEvent('download'),
      save.click()
    ]);
    expect((await readFile(await saved.path())).equals(PICTURE)).toBe(true);
    await attachmentsOf(ch)
      .getByRole('button', { name: english('attachment_unshare') })
      .click();
    await ch
      .getByRole('dialog')
      .getByRole('button', { name: english('attachment_unshare_action') })
      .click();
    await expect(files.getByText(english('attachment_unshared'))).toBeVisible({ timeout: 60_000 });
    await expect(save).toHaveCount(0);
    expect(await au.evaluate(async (asked) => (await fetch(asked)).status, piece.url())).toBe(404);
  });

  await test.step('8. Both computers and both databases hold the same bytes', async () => {
    const kept = [
      foldDossier(await readKeptActs(au, OFFICERS.AU.account, PASSPHRASE), number),
      foldDossier(await readKeptActs(ch, OFFICERS.CH.account, PASSPHRASE), number)
    ];
    await australia.close();
    await switzerland.close();
    const everywhere = [...kept, ...(await serverDossiers(server, number))];
    expect(everywhere.map((one) => one.fingerprint)).toEqual(everywhere.map(() => fingerprint));
    expect(everywhere.map((one) => one.acts)).toEqual([8, 8, 8, 8]);
    // Byte for byte: on both computers and in both databases.
    expect(new Set(everywhere.map((one) => one.text)).size).toBe(1);
  });
  expect(address).toContain('/authorizations/act');
});
