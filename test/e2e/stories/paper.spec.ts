import { execFileSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { expect, type Download, type Page } from '@playwright/test';
import type { FileReply } from '#lib/domain/reply-file/file-reply.ts';
import { generatePrivateJwk } from '#lib/crypto/key.ts';
import { aFileReply } from '../../samples/file-replies.ts';
import { AuthorizationFormPage } from '../pages/authorization-form.page.ts';
import { inDays, typeDate } from '../pages/date-field.ts';
import { DesksPage } from '../pages/desks.page.ts';
import { DossierPage } from '../pages/dossier.page.ts';
import { waitUntilKept } from '../pages/line.page.ts';
import { takePictures } from '../pages/pictures.ts';
import { ADMINISTRATORS, OFFICERS, SignInPage } from '../pages/sign-in.page.ts';
import { english } from '../pages/words.ts';
import { Server } from '../server.ts';
import { KEPT, test } from '../story.ts';

let server: Server;
test.beforeAll(async () => {
  server = await Server.start();
});
test.afterAll(() => server.stop());

const AUTHORITY = 'Pharmacy and Poisons Board';
const NAIROBI = { name: 'Kilimani Hospital Supplies', address: 'Ngong Road 12\nNairobi' };
const PERTH = { name: 'Fremantle Hospital Supplies', address: '4 Kurrajong Street\nPerth WA 6000' };
const CODEINE = {
  find: 'codeine phosphate hemi',
  goods: 'codeine phosphate hemihydrate',
  form: 'Powder',
  quantity: '200'
};

const BUPRENORPHINE = {
  find: 'buprenorphine hydro',
  goods: 'buprenorphine hydrochloride',
  form: 'Powder',
  quantity: '20'
};

/** What only a partner's paper asks for: its number, dates and authority, and who compared it. */
async function typePaper(form: AuthorizationFormPage, number: string): Promise<void> {
  await form.box('number').getByRole('textbox').fill(number);
  await typeDate(form.box('issuedOn'), inDays(-7));
  await form.box('authorityName').getByRole('textbox').fill(AUTHORITY);
  await form.box('authorityAddress').getByRole('textbox').fill('Lenana Road\nNairobi');
  await typeDate(form.box('validFrom'), inDays(-7));
  await typeDate(form.box('validUntil'), inDays(80));
  await form.box('comparedBy').getByRole('textbox').fill('Ada Officer');
}

async function record(page: Page, title: RegExp): Promise<void> {
  await page.getByRole('button', { name: english('paper_record'), exact: true }).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: english('paper_record_action') })
    .click();
  await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
}

test('a partner on paper: its import authorization is recorded off line, exported upon, and closed with its endorsed copy', async ({
  browser
}) => {
  const australia = await browser.newContext(KEPT);
  const au = new DesksPage(await australia.newPage());
  const { page } = au;
  const form = new AuthorizationFormPage(page);
  const dossier = new DossierPage(page);

  await test.step('given an officer without a connection, and a paper import authorization of Kenya', async () => {
    await au.arrive(server.address, OFFICERS.AU, 'Desk 50, Canberra');
    await au.waitUntilNumbered();
    await waitUntilKept(page);
    await au.go('today');
    await australia.setOffline(true);
    await page.getByRole('link', { name: english('paper_title_import') }).click();
    await expect(au.title).toHaveText(english('paper_title_import'));
  });
  await test.step('when the paper is half typed and the page is loaded again, then nothing is lost', async () => {
    await typePaper(form, 'PPB/IMP 0047/26');
    await expect(page.getByText(/^Saved on this device/)).toBeVisible();
    await page.reload();
    await new SignInPage(page).unlockDesk();
    await expect(form.box('number').getByRole('textbox')).toHaveValue('PPB/IMP 0047/26');
  });
  await test.step('when it is recorded, then it is this authority’s document, from paper', async () => {
    await form.choose('Importing country', 'Keny', 'Kenya');
    await form.fillParty('importer', NAIROBI);
    await form.fillParty('exporter', PERTH);
    await form.fillLine(1, CODEINE);
    await takePictures(page, 'a paper, typed');
    await record(page, /^Recorded from paper/);
    await expect(dossier.statement(/Recorded from paper/)).toContainText(/Ada Officer.? compared the record/);
    await expect(dossier.statement(/Recorded from paper/)).toContainText('Australia');
  });
  await test.step('and its number was mistyped: the record is corrected, and both stay visible', async () => {
    await dossier
      .statement(/^Recorded from paper/)
      .getByRole('button', { name: english('dossier_do_correct') })
      .click();
    await form.box('number').getByRole('textbox').fill('PPB/IMP 0074/26');
    await page.getByRole('button', { name: english('paper_record'), exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel(english('dossier_correct_reason')).fill('Two digits were exchanged.');
    await dialog.getByRole('button', { name: english('dossier_correct_action') }).click();
    await expect(
      page.getByRole('heading', { level: 1, name: /^Correction: Recorded from paper.*0074/ })
    ).toBeVisible();
    await expect(
      dossier.statement(/^Recorded from paper.*0047/).getByText('corrected', { exact: true })
    ).toBeVisible();
    await takePictures(page, 'a paper, corrected');
  });
  await test.step('and an export authorization is issued upon it, with its goods', async () => {
    await dossier.begin(english('dossier_do_export'));
    await expect(form.line(1).getByLabel('Quantity')).toHaveValue('200');
    await form.issue('Issue export authorization');
    await expect(page.getByRole('heading', { level: 1, name: /AU-E-/ })).toBeVisible();
  });
  await test.step('and its shipment is recorded, and is not waited for here', async () => {
    await dossier.state('Record shipment…', 'Exported', ['200'], 'Record shipment');
    await expect(page.getByText(english('matching_step_wait'))).toBeHidden();
    await australia.setOffline(false);
  });
  await test.step('when the endorsed copy comes back, it is recorded, and the dossier is closed', async () => {
    await dossier.begin(english('dossier_do_record_copy'));
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('radio', { name: english('dossier_endorse_imported') }).check();
    await typeDate(dialog.locator('[data-path="receivedOn"]'), inDays(0));
    await dossier.enter('Imported', ['190']);
    await dialog.getByLabel(english('paper_compared_by')).fill('Ada Officer');
    await takePictures(page, 'an endorsed copy, recorded');
    await dialog.getByRole('button', { name: english('paper_record_action') }).click();
    await expect(dialog).toBeHidden();
  });
  await test.step('and corrected, because a quantity was read wrongly', async () => {
    await dossier
      .statement(/^Recorded from paper: Endorsed/)
      .getByRole('button', { name: english('dossier_do_correct') })
      .click();
    const dialog = page.getByRole('dialog');
    await dossier.enter('Imported', ['200']);
    await dialog.getByLabel(english('dossier_correct_reason')).fill('A 200 was read as 190.');
    await dialog.getByRole('button', { name: english('dossier_correct_action') }).click();
    await expect(dialog).toBeHidden();
    await expect(
      dossier.statement(/^Correction: Recorded from paper/).getByText(/Before the correction:.*190/)
    ).toBeVisible();
    await expect(page.getByText('Closed', { exact: true }).first()).toBeVisible();
  });
  await test.step('and the register marks the paper', async () => {
    await au.go('authorizations');
    const row = page.getByRole('grid').getByRole('row').filter({ hasText: 'PPB/IMP 0074/26' });
    await expect(row).toContainText(english('paper_mark'));
    await takePictures(page, 'the register, with a paper');
  });
  await test.step('a Schedule III export is declared, and Today shows its copy until it is sent', async () => {
    await page.getByRole('button', { name: english('ui_more'), exact: true }).click();
    await page.getByRole('menuitem', { name: english('register_new_declaration') }).click();
    await expect(au.title).toHaveText(english('register_new_declaration'));
    await form.fillParty('exporter', PERTH);
    await form.choose('Importing country', 'Keny', 'Kenya');
    await form.fillParty('importer', NAIROBI);
    await form.fillLine(1, BUPRENORPHINE);
    await typeDate(form.box('despatchedOn'), inDays(-80));
    await takePictures(page, 'a declaration, typed');
    await form.issue(english('authorization_issue_declaration'));
    await expect(page.getByText(english('dossier_issued_copy_paper'))).toBeVisible();
    const title = (await au.title.textContent()) ?? '';
    const number = /AU-D-[\d-]+/.exec(title)?.[0] ?? title;
    await takePictures(page, 'a declaration, signed');
    await au.go('today');
    await takePictures(page, 'today, with a copy to send');
    await expect(page.getByRole('heading', { name: english('today_copy') })).toBeVisible();
    await page.getByRole('main').getByRole('link', { name: number }).first().click();
    await dossier.begin(english('dossier_do_copy'));
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel(english('dossier_copy_registered')).fill('RR 123 456 785 AU');
    await dialog.getByRole('button', { name: english('dossier_copy_action') }).click();
    await expect(dialog).toBeHidden();
    await expect(dossier.statement(/^Copy of the declaration sent/)).toContainText('RR 123 456 785 AU');
    await takePictures(page, 'a declaration, its copy sent');
  });
});

test('a partner on paper: the export authorization that came with the goods is recorded, endorsed and printed for return', async ({
  browser
}) => {
  const australia = await browser.newContext();
  const au = new DesksPage(await australia.newPage());
  const { page } = au;
  const form = new AuthorizationFormPage(page);
  const dossier = new DossierPage(page);

  await test.step('given an import authorization for goods of Kenya', async () => {
    await au.arrive(server.address, OFFICERS.AU, 'Desk 51, Canberra');
    await au.waitUntilNumbered();
    await au.startImport();
    await form.fillParty('importer', PERTH);
    await form.fillParty('exporter', NAIROBI);
    await form.choose('Exporting country', 'Keny', 'Kenya');
    await form.page.getByLabel('Port or customs office of entry').fill('Perth');
    await form.fillLine(1, CODEINE);
    await form.issue('Issue import authorization');
    await expect(page.getByText(english('dossier_issued_paper_decides'))).toBeVisible();
  });
  await test.step('when the goods have come with an export authorization on paper, it is recorded', async () => {
    await dossier.begin(english('dossier_do_record_export'));
    await typePaper(form, 'KE/EXP 12');
    await form.line(1).getByLabel('Quantity').fill('200');
    await record(page, /^Recorded from paper/);
  });
  await test.step('and endorsed, and the dossier is closed', async () => {
    await dossier.begin('Endorse…');
    const dialog = page.getByRole('dialog');
    await dossier.enter('Imported', ['200']);
    await dialog.getByRole('button', { name: 'Endorse', exact: true }).click();
    await expect(dialog).toBeHidden();
    await expect(page.getByText('Closed', { exact: true }).first()).toBeVisible();
    await takePictures(page, 'a dossier with a paper export authorization');
  });
  await test.step('and the endorsed copy is printed for return', async () => {
    await dossier
      .statement(/Recorded from paper/)
      .getByRole('button', { name: english('dossier_form') })
      .click();
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: english('dossier_print_save'), exact: true }).click()
    ]);
    expect(file.suggestedFilename()).toBe('export-authorization-KE-EXP-12-copy-en.pdf');
    await page.keyboard.press('Escape');
  });
  await test.step('a declaration that came on paper is recorded, endorsed and corrected', async () => {
    await au.go('authorizations');
    await au.choose(english('ui_more'), english('paper_title_declaration'));
    await form.box('number').getByRole('textbox').fill('KE/DEC 12');
    await typeDate(form.box('issuedOn'), inDays(-7));
    await form.box('authorityName').getByRole('textbox').fill(AUTHORITY);
    await form.box('authorityAddress').getByRole('textbox').fill('Lenana Road\nNairobi');
    await form.fillParty('exporter', NAIROBI);
    await form.choose('Exporting country', 'Keny', 'Kenya');
    await form.fillParty('importer', PERTH);
    await form.fillLine(1, BUPRENORPHINE);
    await typeDate(form.box('despatchedOn'), inDays(-7));
    await form.box('comparedBy').getByRole('textbox').fill('Ada Officer');
    await record(page, /^Recorded from paper: Export declaration/);
    await dossier.begin(english('dossier_do_endorse'));
    const dialog = page.getByRole('dialog');
    await expect(dialog.getByText(english('dossier_endorse_consequence_paper'))).toBeVisible();
    await dossier.enter('Imported', ['2']);
    await dialog.getByRole('button', { name: 'Endorse', exact: true }).click();
    await expect(dialog).toBeHidden();
    await dossier
      .statement(/^Endorsed/)
      .getByRole('button', { name: english('dossier_do_correct') })
      .click();
    await dossier.enter('Imported', ['20']);
    await dialog.getByLabel(english('dossier_correct_reason')).fill('The last digit was not typed.');
    await dialog.getByRole('button', { name: english('dossier_correct_action') }).click();
    await expect(dossier.statement(/^Correction: Endorsed/)).toBeVisible();
    await expect(page.getByText('Both sides agree')).toBeVisible();
  });
});

test('the partner joins and issues the same authorization itself: the two are proposed, linked and counted once', async ({
  browser
}) => {
  const au = new DesksPage(await (await browser.newContext()).newPage());
  const ke = new DesksPage(await (await browser.newContext()).newPage());
  const { page } = au;
  const form = new AuthorizationFormPage(page);
  const dossier = new DossierPage(page);
  const goods = { ...CODEINE, quantity: '150' };
  let number = '';

  await test.step('given an export authorization upon a paper import authorization', async () => {
    await au.arrive(server.address, OFFICERS.AU, 'Desk 52, Canberra');
    await au.waitUntilNumbered();
    await au.go('today');
    await page.getByRole('link', { name: english('paper_title_import') }).click();
    await typePaper(form, 'PPB/IMP 0090/26');
    await form.choose('Importing country', 'Keny', 'Kenya');
    await form.fillParty('importer', NAIROBI);
    await form.fillParty('exporter', PERTH);
    await form.fillLine(1, goods);
    await record(page, /^Recorded from paper/);
    await dossier.begin(english('dossier_do_export'));
    await form.issue('Issue export authorization');
    await expect(page.getByRole('heading', { level: 1, name: /AU-E-/ })).toBeVisible();
  });
  await test.step('and an import authorization whose whole quantity came with a paper export authorization', async () => {
    await au.go('authorizations');
    await au.startImport();
    await form.fillParty('importer', PERTH);
    await form.fillParty('exporter', NAIROBI);
    await form.choose('Exporting country', 'Keny', 'Kenya');
    await form.page.getByLabel('Port or customs office of entry').fill('Perth');
    await form.fillLine(1, { ...CODEINE, quantity: '130' });
    await form.issue('Issue import authorization');
    await dossier.begin(english('dossier_do_record_export'));
    await typePaper(form, 'KE/EXP 31');
    await typeDate(form.box('validFrom'), inDays(0));
    await form.line(1).getByLabel('Quantity').fill('130');
    await record(page, /^Recorded from paper/);
  });
  await test.step('when Kenya joins, and issues that import authorization itself', async () => {
    await ke.arrive(server.address, ADMINISTRATORS.KE, 'Counter 1, Nairobi');
    await ke.waitUntilNumbered();
    await ke.go('settings');
    await ke.page.locator('[name="name"]').fill(AUTHORITY);
    await ke.page.locator('[name="address"]').fill('Lenana Road, Nairobi');
    const particulars = ke.page.locator('form').filter({ has: ke.page.locator('[name="legalBasis"]') });
    await particulars.getByRole('button', { name: 'Save', exact: true }).click();
    await expect(ke.page.getByText(/^Saved on this device\./)).toBeVisible();
    await ke.go('authorizations');
    await ke.startImport();
    const own = new AuthorizationFormPage(ke.page);
    await own.fillParty('importer', NAIROBI);
    await own.fillParty('exporter', PERTH);
    await own.choose('Exporting country', 'Austral', 'Australia');
    await own.fillLine(1, goods);
    await own.issue('Issue import authorization');
    const title = ke.page.getByRole('heading', { level: 1, name: /KE-I-/ });
    number = /KE-I-[\d-]+/.exec((await title.textContent()) ?? '')?.[0] ?? '';
  });
  await test.step('then Matching proposes the pair, and the officer links it', async () => {
    await au.go('matching');
    await page.getByRole('tab', { name: english('matching_tab_proposals') }).click();
    const row = page
      .getByRole('grid')
      .getByRole('row')
      .filter({ hasText: english('matching_class_paper_pair') });
    await expect(row).toContainText('PPB/IMP 0090/26');
    await row.click();
    await takePictures(page, 'matching, a paper and an electronic document');
    await page.getByRole('button', { name: english('matching_link'), exact: true }).click();
    await expect(row).toHaveCount(0);
  });
  await test.step('and the partner’s own document counts, with the export upon it, and the record beside', async () => {
    await au.go('authorizations');
    const rows = page.getByRole('grid').getByRole('row');
    await expect(rows.filter({ hasText: 'PPB/IMP 0090/26' })).toHaveCount(0);
    await rows.filter({ hasText: number }).click();
    await expect(dossier.statement(/Recorded from paper.*0090/)).toBeVisible();
    await expect(dossier.statement(/AU-E-/)).toBeVisible();
  });
  await test.step('and Kenya issues its paper export authorization again: the two are linked and counted once', async () => {
    await ke.go('authorizations');
    await ke.page.getByRole('grid').getByRole('row').filter({ hasText: 'KE/EXP 31' }).click();
    await new DossierPage(ke.page).begin(english('dossier_do_reissue'));
    await takePictures(ke.page, 'an own paper, issued again');
    await new AuthorizationFormPage(ke.page).issue('Issue export authorization');
    await expect(ke.page.getByRole('heading', { level: 1, name: /KE-E-/ })).toBeVisible();
    await au.go('authorizations');
    const rows = page.getByRole('grid').getByRole('row');
    await expect(rows.filter({ hasText: /KE-E-/ })).toBeVisible();
    await expect(rows.filter({ hasText: 'KE/EXP 31' })).toHaveCount(0);
    await rows.filter({ hasText: /KE-E-/ }).click();
    await expect(dossier.statement(/Recorded from paper.*KE.EXP 31/)).toBeVisible();
    await takePictures(page, 'a paper and its own document, linked');
  });
});

test('a special import licence is issued for what the country prohibits, printed, and its code is verified', async ({
  browser
}, info) => {
  const australia = await browser.newContext();
  const au = new DesksPage(await australia.newPage());
  const { page } = au;
  const form = new AuthorizationFormPage(page);
  const dossier = new DossierPage(page);
  const dialog = page.getByRole('dialog');
  const printed = info.outputPath('licence.pdf');

  await test.step('given an import authorization for methaqualone, which Australia prohibits', async () => {
    await au.arrive(server.address, OFFICERS.AU, 'Desk 54, Canberra');
    await au.waitUntilNumbered();
    await au.startImport();
    await form.fillParty('importer', PERTH);
    await form.fillParty('exporter', { name: 'Jura Pharma AG', address: 'Seestrasse 1\n8002 Zürich' });
    await form.choose('Exporting country', 'Switz', 'Switzerland');
    await page.getByLabel('Port or customs office of entry').fill('Perth');
    const goods = { find: 'methaqualone', goods: 'methaqualone', form: 'Powder', quantity: '50' };
    await form.fillLine(1, goods);
    await form.issue('Issue import authorization');
  });
  await test.step('when its licence is issued, then it is a document of the dossier', async () => {
    await dossier.begin(english('dossier_do_license'));
    await dialog.locator('[data-path="number"] input').fill('SIL 12/2026');
    await dialog.locator('[data-path="quantity"] input').fill('50');
    await typeDate(dialog.locator('[data-path="validUntil"]'), inDays(60));
    await takePictures(page, 'a special import licence, typed');
    await dialog.getByRole('button', { name: english('dossier_licence_action'), exact: true }).click();
    await expect(dialog).toBeHidden();
    await expect(dossier.statement(/SIL 12.2026/)).toContainText(/methaqualone: up to .50.g/);
  });
  await test.step('and is printed, and anybody who verifies the paper reads what was signed', async () => {
    await dossier
      .statement(/SIL 12.2026/)
      .getByRole('button', { name: english('dossier_form') })
      .click();
    await (await download(page, english('dossier_print_save'))).saveAs(printed);
    const anybody = await (await browser.newContext({ ...KEPT, locale: 'en-GB' })).newPage();
    await anybody.goto(`${server.address}/verify`);
    await waitUntilKept(anybody);
    await anybody.getByLabel(english('verify_file')).setInputFiles(printed);
    const answer = anybody.locator('[data-verdict]');
    // The demonstration's forms are never genuine.
    await expect(answer).toHaveAttribute('data-verdict', 'practice');
    await expect(answer).not.toContainText(english('verify_altered'));
    await expect(anybody.getByRole('main')).toContainText('SIL 12/2026');
    await expect(anybody.getByRole('main')).toContainText('methaqualone');
    await takePictures(anybody, 'a special import licence, verified');
  });
});

async function download(page: Page, button: string): Promise<Download> {
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: button, exact: true }).click()
  ]);
  return file;
}

test('a partner without an account: Algeria verifies a file off line, asks and endorses, and forged replies are refused', async ({
  browser
}, info) => {
  const australia = await browser.newContext();
  const au = new DesksPage(await australia.newPage());
  const { page } = au;
  const form = new AuthorizationFormPage(page);
  const dossier = new DossierPage(page);
  const dialog = page.getByRole('dialog');
  const file = info.outputPath('authorization.html');
  const algiers = await browser.newContext({ acceptDownloads: true, offline: true });
  const partner = await algiers.newPage();
  const printed = info.outputPath('reply.pdf');
  const scan = info.outputPath('scan');

  await test.step('given an export authorization to Algeria, which is not on I2ES', async () => {
    await au.arrive(server.address, OFFICERS.AU, 'Desk 53, Canberra');
    await au.waitUntilNumbered();
    await au.go('today');
    await page.getByRole('link', { name: english('paper_title_import') }).click();
    await typePaper(form, 'DZ/IMP 7');
    await form.choose('Importing country', 'Alg', 'Algeria');
    await form.fillParty('importer', { name: 'Hôpital Mustapha', address: 'Place du 1er Mai\nAlger' });
    await form.fillParty('exporter', PERTH);
    await form.fillLine(1, CODEINE);
    await record(page, /^Recorded from paper/);
    await dossier.begin(english('dossier_do_export'));
    await form.issue('Issue export authorization');
    await expect(page.getByRole('heading', { level: 1, name: /AU-E-/ })).toBeVisible();
  });
  await test.step('when the officer gives a file and records how it was delivered', async () => {
    await dossier.begin(english('dossier_do_give'));
    await dialog.getByLabel(english('dossier_file_language')).selectOption('en');
    await (await download(page, english('dossier_file_make'))).saveAs(file);
    await dialog.getByRole('button', { name: `${english('dossier_file_record_delivery')}…` }).click();
    await dialog.getByLabel(english('dossier_file_how')).selectOption('courier');
    await takePictures(page, 'a file for a partner, given');
    await dialog.getByRole('button', { name: english('dossier_file_record_delivery'), exact: true }).click();
    await expect(dialog.getByText(/^Delivered on/)).toBeVisible();
    await dialog
      .getByRole('button', { name: english('ui_close'), exact: true })
      .last()
      .click();
    expect((await readFile(file)).length).toBeLessThan(300_000);
  });
  await test.step('then Algeria opens it from disk, and the signature is right', async () => {
    await partner.goto(pathToFileURL(file).href);
    await expect(partner.getByRole('status')).toContainText(english('reply_page_sample_text'));
    await expect(partner.getByText('Hôpital Mustapha')).toBeVisible();
    await takePictures(partner, 'the file of a partner');
  });
  const write = async (answer: string, fill: () => Promise<void>): Promise<FileReply> => {
    await partner.getByRole('radio', { name: answer }).check();
    await fill();
    await partner.getByLabel(english('reply_page_name')).fill('Amina Benali, Director');
    await partner.getByRole('button', { name: english('reply_page_sign') }).click();
    const saved = await download(partner, english('reply_page_save'));
    const reply = JSON.parse(await readFile(await saved.path(), 'utf8')) as FileReply;
    await takePictures(partner, `a signed reply, ${reply.number}`);
    await partner.pdf({ path: printed, format: 'A4' });
    await partner.getByRole('button', { name: english('reply_page_again') }).click();
    return reply;
  };
  const ask = (text: string) => () => partner.getByLabel(english('reply_page_text')).fill(text);
  const query = await test.step('and asks, and endorses', () => write('Query', ask('Which batch is it?')));
  execFileSync('pdftoppm', ['-r', '150', '-png', '-singlefile', printed, scan]);
  const endorsement = await write(english('reply_page_endorse'), async () => {
    await partner.getByRole('radio', { name: english('dossier_endorse_imported') }).check();
    await partner.getByLabel(english('dossier_received_date')).fill(inDays(0));
    await partner.getByLabel(/^Imported/).fill('150');
    await partner.getByRole('combobox').selectOption('g');
  });
  await partner.getByLabel(english('reply_page_number')).fill('1');
  const again = await write('Query', ask('Another question.'));

  let loaded = 0;
  const load = async (reply: FileReply): Promise<void> => {
    const path = info.outputPath(`reply ${(loaded += 1)}.json`);
    await writeFile(path, JSON.stringify(reply));
    await dialog.getByLabel(english('dossier_load_file')).setInputFiles(path);
  };
  await test.step('when the question is loaded from a scan of the printed page, the officer compares it and signs it as evidence', async () => {
    await dossier.begin(english('dossier_do_load_reply'));
    await dialog.getByLabel(english('dossier_load_file')).setInputFiles(`${scan}.png`);
    await expect(dialog.getByText('Which batch is it?').last()).toBeVisible();
    await takePictures(page, 'a reply by file, compared');
    await dialog.getByRole('button', { name: english('dossier_load_action') }).click();
    await expect(dialog).toBeHidden();
    await expect(dossier.statement(/^By file, not on I2ES/)).toContainText(/authority of .*Algeria/);
  });
  await test.step('and three forged replies are refused: altered, by a foreign key, with a number used before', async () => {
    await dossier.begin(english('dossier_do_load_reply'));
    await load({ ...query, by: 'Somebody else' });
    await expect(dialog.getByText(english('problem_evidence_signature'))).toBeVisible();
    await load(await aFileReply(await generatePrivateJwk(), query.paper, { at: query.at }));
    await expect(dialog.getByText(english('problem_evidence_file_unknown'))).toBeVisible();
    await load(again);
    await expect(dialog.getByText(/^.*Another reply with number .*1.* is already recorded/)).toBeVisible();
    await takePictures(page, 'a forged reply, refused');
    await expect(dialog.getByRole('button', { name: english('dossier_load_action') })).toBeDisabled();
  });
  await test.step('and the endorsement counts once the officer has signed it', async () => {
    await load(endorsement);
    await dialog.getByRole('button', { name: english('dossier_load_action') }).click();
    await expect(dialog).toBeHidden();
    await expect(dossier.statement(/^By file, not on I2ES: Endorsed/)).toContainText('Amina Benali');
    await expect(
      page
        .getByRole('listitem')
        .filter({ hasText: /Endorsed[^]*Algeria/ })
        .first()
    ).toBeVisible();
    await takePictures(page, 'a dossier with replies by file');
  });
});
