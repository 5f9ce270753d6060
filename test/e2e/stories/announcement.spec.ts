import { readFileSync } from 'node:fs';
import { expect } from '@playwright/test';
import { aDesk } from '../pages/desks.page.ts';
import { LetterPage } from '../pages/letter.page.ts';
import { waitUntilPagesKept } from '../pages/line.page.ts';
import { printPicture, takePictures } from '../pages/pictures.ts';
import { OFFICERS, SECRETARIAT, SignInPage } from '../pages/sign-in.page.ts';
import { Server } from '../server.ts';
import { KEPT, test } from '../story.ts';

test.use(KEPT);

let server: Server;
test.beforeAll(async () => {
  server = await Server.start();
});
test.afterAll(() => server.stop());

const [DESK, PHONE] = [
  { width: 1440, height: 900 },
  { width: 390, height: 844 }
];
const TITLE = 'Estimates are due on 30 June';
const TEXT = 'Dear colleagues,\n\nthe form is at https://www.incb.org/forms.\n<script>alert(1)</script>';
const FORM = Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF');
const ARABIC = { title: 'موعد التقديرات 30 حزيران/يونيه', text: 'الزملاء الأعزاء،\n\nنرجو إرسال التقديرات.' };

test('INCB writes to everybody; an officer reads it without a connection, once, in their own language', async ({
  browser
}) => {
  test.slow();
  const board = await aDesk(browser, server.address, SECRETARIAT, 'Secretariat');
  const letter = new LetterPage(board.page);
  const officer = await aDesk(browser, server.address, OFFICERS.CH, 'Office');

  await test.step('given a letter that INCB types in two languages side by side, and that a reload does not lose', async () => {
    const { page } = board;
    await page.setViewportSize(DESK);
    await board.go('announcements');
    await takePictures(page, 'board-empty');
    await page.getByRole('link', { name: 'Write an announcement' }).click();
    await expect(page.getByRole('textbox', { name: 'Title' })).toHaveCount(6);
    expect(await letter.columnsInARow()).toBe(3);
    await page.getByRole('button', { name: 'Send…' }).dblclick();
    await expect(page.getByText('The text is missing. Write it in at least one language.')).toBeVisible();
    await expect(letter.title('English')).toBeFocused();
    await letter.title('English').fill(TITLE);
    await expect(letter.column('English')).toContainText('Text missing');
    await letter.text('English').fill(TEXT);
    await expect(letter.column('English')).toContainText('Written');
    await expect(letter.column('Français')).toContainText('Not written');
    await letter.title('العربية').focus();
    const inEnglish = page.getByText('This text is not available in your language.');
    await expect(inEnglish).toBeVisible();
    for (const box of [letter.title('العربية'), letter.text('العربية')]) {
      await expect(box).toHaveAttribute('dir', 'rtl');
      await expect(box).toHaveAttribute('lang', 'ar');
    }
    await letter.title('العربية').fill(ARABIC.title);
    await page.keyboard.press('Tab');
    await page.keyboard.insertText(ARABIC.text);
    await expect(letter.text('العربية')).toHaveValue(ARABIC.text);
    await expect(inEnglish).toHaveCount(0);
    await page.getByRole('button', { name: 'Preview: العربية' }).click();
    const preview = page.getByRole('region', { name: 'Preview' });
    await expect(preview).toBeFocused();
    await expect(preview.getByRole('heading', { name: ARABIC.title })).toBeInViewport();
    await expect(page.getByText(/^Saved on this device/)).toBeVisible();
    await page.reload();
    await new SignInPage(page).unlockDesk();
    await expect(letter.text('English')).toHaveValue(TEXT);
    await expect(letter.text('العربية')).toHaveValue(ARABIC.text);
    await expect(page.getByText('Countries that can receive it: 3.').first()).toBeVisible();
    await takePictures(page, 'board-editor');
  });
  await test.step('and to a region that is chosen only after a reload, and not to one that nobody can read in', async () => {
    const { page } = board;
    const countries = page.getByLabel('Countries', { exact: true });
    const region = page.getByLabel('Region', { exact: true });
    await countries.selectOption('A region');
    await expect(page.getByText('Countries that can receive it: 0.')).toBeVisible();
    await expect(page.getByText(/^Saved on this device/)).toBeVisible();
    await waitUntilPagesKept(page);
    await page.reload();
    await new SignInPage(page).unlockDesk();
    await expect(letter.text('English')).toHaveValue(TEXT);
    await page.getByRole('button', { name: 'Send…' }).click();
    await expect(page.getByRole('main').getByText('Choose a region.')).toBeVisible();
    await region.selectOption({ label: '\u2003Polynesia' });
    await expect(
      page.getByText(/^None of the chosen countries and territories can receive it yet/)
    ).toBeVisible();
    await page.getByRole('button', { name: 'Send…' }).click();
    await expect(countries).toBeFocused();
    await expect(board.dialog).toBeHidden();
    await takePictures(page, 'board-unreached');
    await countries.selectOption('All countries');
  });
  await test.step('and that looks otherwise on a phone, or where one language is wanted at a time, with every word', async () => {
    const { page } = board;
    await letter.title('Français').fill('Les évaluations');
    await page.setViewportSize(PHONE);
    await expect(page.getByLabel('Text')).toHaveCount(1);
    await expect(page.getByRole('tab', { name: 'Français · Text missing' })).toHaveAttribute(
      'aria-selected',
      'true'
    );
    await expect(page.getByLabel('Title')).toHaveValue('Les évaluations');
    await page.getByRole('tab', { name: /العربية/ }).click();
    await expect(page.getByLabel('Text')).toHaveValue(ARABIC.text);
    await takePictures(page, 'board-editor-arabic-text');
    await page.setViewportSize(DESK);
    await expect(letter.text('English')).toHaveValue(TEXT);
    await page.getByRole('radio', { name: 'One at a time' }).check();
    await page.getByRole('tab', { name: /Français/ }).click();
    await expect(page.getByLabel('Title')).toHaveValue('Les évaluations');
    await page.getByRole('radio', { name: 'All side by side' }).check();
    await page.getByRole('button', { name: 'Send…' }).click();
    await expect(letter.text('Français')).toBeFocused();
    await letter.title('Français').fill('');
    await expect(letter.column('Français')).toContainText('Not written');
    await expect(letter.text('English')).toHaveValue(TEXT);
  });
  await test.step('and to which it attaches a PDF, and nothing that is not one', async () => {
    const { page } = board;
    const add = page.getByLabel('Add a PDF file');
    await add.setInputFiles({ name: 'page.pdf', mimeType: 'application/pdf', buffer: Buffer.from('<html>') });
    await expect(page.getByText('The content of this file is not a PDF.')).toBeVisible();
    await add.setInputFiles({ name: 'Form C.pdf', mimeType: 'application/pdf', buffer: FORM });
    await expect(page.getByLabel('Name of the file')).toHaveValue('Form C');
    await expect(page.getByText('The file is only on this device.')).toHaveCount(0);
    await takePictures(page, 'board-attachment');
  });
  await test.step('when INCB sends it, with its consequence in words', async () => {
    const { page } = board;
    await page.getByRole('button', { name: 'Send…' }).click();
    await expect(board.dialog).toContainText('You cannot change it afterwards');
    await expect(board.dialog).toContainText('Attachments: \u2068Form C\u2069');
    await waitUntilPagesKept(page);
    await page.context().setOffline(true);
    await board.dialog.getByRole('button', { name: 'Send', exact: true }).dblclick();
    await expect(page.getByRole('link', { name: 'Withdraw announcement…' })).toBeVisible();
    await expect(page.getByText('waiting on this device for a connection')).toBeVisible();
    await page.context().setOffline(false);
    await expect(page.getByText('waiting on this device for a connection')).toHaveCount(0);
    await takePictures(page, 'board-letter');
    await printPicture(page, 'board-letter');
  });
  await test.step('then the officer’s Today has one calm line, and the connection is cut', async () => {
    await expect(officer.page.getByRole('link', { name: '1 unread INCB announcement' })).toBeVisible();
    await takePictures(officer.page, 'officer-today');
    await waitUntilPagesKept(officer.page);
    await officer.page.context().setOffline(true);
  });
  await test.step('and they read it as text, with its address and host, and no script', async () => {
    const { page } = officer;
    page.on('dialog', () => expect('a script ran').toBe('none'));
    await officer.go('announcements');
    await expect(page.getByRole('main').getByText('Unread')).toBeVisible();
    await page.getByRole('link', { name: TITLE }).click();
    const letter = page.getByRole('article');
    await expect(letter.getByText('<script>alert(1)</script>')).toBeVisible();
    await expect(letter.getByRole('link')).toHaveAttribute('href', 'https://www.incb.org/forms');
    await expect(letter.getByText('(www.incb.org)')).toBeVisible();
    await page.getByRole('group', { name: 'Form C' }).getByRole('button', { name: 'Save file' }).click();
    await expect(page.getByText('This file is not on this device')).toBeVisible();
    await takePictures(page, 'officer-letter');
  });
  await test.step('and it stays read, after a reload with no connection as well', async () => {
    const { page } = officer;
    await page.reload();
    await new SignInPage(page).unlockDesk();
    await officer.go('announcements');
    await expect(page.getByRole('link', { name: TITLE })).toBeVisible();
    await expect(page.getByRole('main').getByText('Unread')).toHaveCount(0);
    await takePictures(page, 'officer-list');
    await officer.go('today');
    await expect(page.getByRole('link', { name: /unread INCB announcement/ })).toHaveCount(0);
    await page.context().setOffline(false);
  });
  await test.step('and they keep its attachment, which is here after a reload with no connection', async () => {
    const { page } = officer;
    const file = page.getByRole('group', { name: 'Form C' });
    const keep = file.getByLabel('Keep file offline on this device');
    await officer.go('announcements');
    await page.getByRole('link', { name: TITLE }).click();
    await keep.check();
    await expect(keep).toBeEnabled();
    await waitUntilPagesKept(page);
    await page.context().setOffline(true);
    await page.reload();
    await new SignInPage(page).unlockDesk();
    await expect(keep).toBeChecked();
    const saving = page.waitForEvent('download');
    await file.getByRole('button', { name: 'Save file' }).click();
    const saved = await saving;
    expect(saved.suggestedFilename()).toBe('Form C.pdf');
    expect(readFileSync(await saved.path()).equals(FORM)).toBe(true);
    await page.context().setOffline(false);
  });
  await test.step('and in Arabic it is the Arabic text, from right to left', async () => {
    const { page } = officer;
    await officer.speak('ar');
    await officer.go('announcements');
    await page.getByRole('link', { name: ARABIC.title }).click();
    await expect(page.getByRole('article')).toHaveAttribute('dir', 'rtl');
    await expect(page.getByRole('article').getByText('نرجو إرسال التقديرات.')).toBeVisible();
    await takePictures(page, 'officer-letter-arabic');
    await printPicture(page, 'officer-letter-arabic');
    await officer.speak('fr');
    await officer.go('announcements');
    await page.getByRole('link', { name: TITLE }).click();
    await expect(page.getByRole('article')).toHaveAttribute('lang', 'en');
    await expect(page.getByText('Vous le lisez en English')).toBeVisible();
  });
  await test.step('and INCB sees that the country has opened it, which others have not, and no name', async () => {
    const { page } = board;
    await expect(page.getByText('Countries that have opened it: 1 of 3.')).toBeVisible();
    const countries = page.getByRole('tabpanel').getByRole('listitem');
    await page.getByRole('tab', { name: 'Opened 1', exact: true }).click();
    await expect(countries).toHaveText([/^Switzerland\s*Opened on/]);
    await page.getByRole('tab', { name: /^Not opened yet/ }).click();
    await expect(countries).toHaveCount(2);
    await page.getByRole('tab', { name: /^All countries/ }).click();
    await takePictures(page, 'board-opened');
    await board.speak('ar');
    await takePictures(page, 'board-opened-arabic');
    await board.speak('en');
  });
  await test.step('and where INCB takes it back, the letter says so', async () => {
    const { page } = board;
    await page.getByRole('link', { name: 'Withdraw announcement…' }).click();
    await letter.title('English').fill('Not yet due');
    await letter.text('English').fill('The date was wrong.');
    await page.getByRole('button', { name: 'Send…' }).click();
    await board.dialog.getByRole('button', { name: 'Send', exact: true }).click();
    await expect(
      page.getByRole('link', { name: 'This announcement withdraws an earlier one' })
    ).toBeVisible();
    await board.go('announcements');
    await expect(page.getByText('Withdrawn', { exact: true })).toBeVisible();
    await takePictures(page, 'board-list');
    await board.speak('ar');
    await takePictures(page, 'board-list-arabic');
    await officer.speak('en');
    await officer.go('announcements');
    await expect(officer.page.getByText('Withdrawn', { exact: true })).toBeVisible();
    await officer.page.getByRole('link', { name: TITLE }).click();
    await expect(officer.page.getByText('You cannot open its files any more.')).toBeVisible();
    await expect(officer.page.getByRole('button', { name: 'Save file' })).toHaveCount(0);
  });
});

test('INCB adds a PDF to a link, and opens it from the list', async ({ browser }) => {
  const board = await aDesk(browser, server.address, SECRETARIAT, 'Links');
  const { page, dialog } = board;
  await board.go('announcements');
  await page.getByRole('link', { name: 'Links and texts' }).click();
  await page.getByRole('button', { name: 'Add a link' }).first().click();
  await dialog.getByLabel('Kind').selectOption('Model forms');
  await dialog.getByLabel('Title').fill('Form C');
  await dialog.getByLabel('Address').fill('https://www.incb.example/form-c');
  const pdf = { name: 'Form C.pdf', mimeType: 'application/pdf', buffer: FORM };
  await dialog.getByLabel('Add a PDF').setInputFiles(pdf);
  await expect(dialog.getByRole('group', { name: 'PDF for reading offline' })).toBeVisible();
  await takePictures(page, 'link-dialog');
  await dialog.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByRole('link', { name: 'Form C' })).toBeVisible();
  await expect(page.getByText('The file is only on this device.')).toHaveCount(0);
  await expect(page.getByText(/^All \d+ documents are on our server$/)).toBeVisible();
  await takePictures(page, 'links');
  const saving = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save file' }).click();
  expect(readFileSync(await (await saving).path()).equals(FORM)).toBe(true);
});
