/** A trainer's own lesson: written with slides, kept by an officer with its size said, and read without a network. */
import { readFileSync } from 'node:fs';
import { expect, type Browser } from '@playwright/test';
import { aPdf } from '../../samples/training.ts';
import { waitUntilPagesKept } from '../pages/line.page.ts';
import { SessionsPage } from '../pages/sessions.page.ts';
import { OFFICERS, type Traveller } from '../pages/sign-in.page.ts';
import { Server } from '../server.ts';
import { KEPT, test } from '../story.ts';

const TRAINER: Traveller = { account: 'trainer.demo', password: 'blackboard-river-26' };
/** What an attacker would type: it is a title like any other, and runs nowhere. */
const TITLE = 'Reading a partial shipment <img src=x onerror=alert(1)>';

test.use(KEPT);

let server: Server;
test.beforeAll(async () => void (server = await Server.start()));
test.afterAll(() => server.stop());

async function aPage(browser: Browser): Promise<SessionsPage> {
  return new SessionsPage(await (await browser.newContext()).newPage());
}

test('a trainer writes a lesson with slides, and an officer keeps it and reads it without a network', async ({
  browser
}) => {
  const trainer = await aPage(browser);
  const slides = Buffer.from(aPdf());

  await test.step('given a trainer writes a lesson, sees it as it will be, and publishes it with its slides', async () => {
    const { page } = trainer;
    await trainer.arriveAsTrainer(server.address, TRAINER);
    await page.getByRole('tab', { name: 'Lessons' }).click();
    await page.getByRole('link', { name: 'New lesson' }).click();
    await page.getByLabel('Readers').selectOption('signed-in');
    await page.getByLabel('Title').fill(TITLE);
    await page.getByLabel('Topic of the lesson').fill('What to look at when less arrived.');
    await page.getByLabel('Text').fill('## What came\n\nCompare <b>both</b>.');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await expect(page.getByText('A lesson cannot contain HTML.')).toBeVisible();
    await page.getByLabel('Text').fill('## What came\n\nCompare **both** papers, and ask for the waybill.');
    await page.getByRole('link', { name: 'Training sessions' }).click();
    await expect(trainer.desks.dialog).toContainText('Your entries on this page are not saved.');
    await trainer.desks.dialog.getByRole('button', { name: 'Go back' }).click();
    await page.getByRole('tab', { name: 'Preview' }).click();
    await expect(page.getByRole('heading', { name: 'What came' })).toBeVisible();
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await expect(page.getByText('Saved.', { exact: true })).toBeVisible();
    const page404 = Buffer.from('<html><script>alert(1)</script></html>');
    await page
      .getByLabel('Add files')
      .setInputFiles({ name: 'slides.pdf', mimeType: 'application/pdf', buffer: page404 });
    await expect(page.getByText(/slides\.pdf.*this file is none of these/)).toBeVisible();
    await page
      .getByLabel('Add files')
      .setInputFiles({ name: 'Week 1: slides.pdf', mimeType: 'application/pdf', buffer: slides });
    await expect(page.getByText('Week 1 slides.pdf')).toBeVisible();
    await page.getByRole('button', { name: 'Publish lesson' }).click();
    await expect(page.getByText('Published', { exact: true })).toBeVisible();
  });

  const officer = await aPage(browser);
  const { page } = officer;
  await test.step('when an officer finds it among the lessons, and keeps it with its size said before', async () => {
    await officer.desks.arrive(server.address, OFFICERS.AU, 'Desk');
    await page.goto(`${server.address}/training`);
    const card = page.getByRole('listitem').filter({ hasText: TITLE });
    await expect(card).toContainText('Demonstration trainer');
    const keep = card.getByRole('button', { name: /^Save for offline reading \(40\d\skB\)$/ });
    // The program itself is kept first: it would find no room either.
    await waitUntilPagesKept(page);
    const disk = await page.context().newCDPSession(page);
    const origin = server.address;
    await disk.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 1 });
    await keep.click();
    await expect(card.getByText('This browser does not have space')).toBeVisible();
    await disk.send('Storage.overrideQuotaForOrigin', { origin });
    await keep.click();
    await expect(card.getByText(/^Saved on this device/)).toBeVisible();
  });

  await page.context().setOffline(true);

  await test.step('then it is found by a word of its text, read, and its slides saved whole without a network', async () => {
    await page.reload();
    await page.getByLabel('Search lessons, help and questions').fill('waybill');
    await page.getByRole('link', { name: 'What came' }).click();
    await expect(officer.desks.title).toHaveText(TITLE);
    await expect(page.getByText('ask for the waybill')).toBeVisible();
    // Slides may hold a script: they are saved, and never opened in a page of the house.
    await expect(page.locator('iframe, embed, object, img[src="x"]')).toHaveCount(0);
    const saving = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save Week 1 slides.pdf' }).click();
    const saved = await saving;
    expect(saved.suggestedFilename()).toBe('Week 1 slides.pdf');
    expect(readFileSync(await saved.path()).equals(slides)).toBe(true);
  });

  await test.step('and it goes from the officer’s device once its trainer takes it back', async () => {
    await trainer.page.getByRole('button', { name: 'Withdraw lesson…' }).click();
    await trainer.page.getByRole('dialog').getByRole('button', { name: 'Withdraw lesson' }).click();
    await expect(trainer.page.getByText('Withdrawn', { exact: true })).toBeVisible();
    await page.context().setOffline(false);
    await page.goto(`${server.address}/training`);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Training');
    const kept = (): Promise<number> =>
      page.evaluate(
        async () =>
          (await (await caches.open('i2es-own-lessons')).keys()).filter(({ url }) =>
            url.includes('lesson%3A')
          ).length
      );
    await expect.poll(kept).toBe(0);
    await expect(page.getByText(TITLE)).toHaveCount(0);
  });
});

test('a trainer translates a lesson next to its source, and sees what a later change leaves behind', async ({
  browser
}) => {
  const trainer = await aPage(browser);
  const { page } = trainer;
  const save = async (): Promise<void> => {
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await expect(page.getByText('Saved.', { exact: true })).toBeVisible();
  };

  await test.step('given a lesson in English with a question', async () => {
    await trainer.arriveAsTrainer(server.address, TRAINER);
    await page.getByRole('tab', { name: 'Lessons' }).click();
    await page.getByRole('link', { name: 'New lesson' }).click();
    await page.getByLabel('Title').fill('Part of it came');
    await page.getByLabel('Topic of the lesson').fill('What to look at when less arrived.');
    await page.getByLabel('Text').fill('Compare both papers.');
    await page.getByRole('button', { name: 'Add question' }).click();
    await page.getByLabel('Question', { exact: true }).fill('Less came. What do you endorse?');
    await page.getByLabel('Choice 1').fill('The quantity that came');
    await page.getByLabel('Choice 2').fill('The quantity authorized');
    await page.getByLabel('Explanation').fill('The endorsement gives the quantity actually imported.');
    await save();
  });

  await test.step('when the trainer translates it into Arabic, passage by passage', async () => {
    await page.getByRole('combobox', { name: 'Language', exact: true }).selectOption('ar');
    await page.getByLabel('Show next to it').selectOption('en');
    await expect(page.getByText('7 of 7 passages are not translated.')).toBeVisible();
    const source = page.getByText('Part of it came', { exact: true });
    await expect(source).toHaveAttribute('dir', 'ltr');
    await expect(page.getByLabel('Title')).toHaveAttribute('dir', 'rtl');
    const [left, right] = [await source.boundingBox(), await page.getByLabel('Title').boundingBox()];
    expect(left!.x + left!.width).toBeLessThan(right!.x);
    await page.getByLabel('Title').fill('وصل جزء منها');
    await page.getByLabel('Topic of the lesson').fill('ما تنظر إليه عندما يصل أقل.');
    await page.getByLabel('Text').fill('قارن المستندين.');
    await expect(page.getByText('4 of 7 passages are not translated.')).toBeVisible();
    await page.getByRole('button', { name: 'Go to next passage' }).click();
    await expect(page.getByLabel('Question', { exact: true })).toBeFocused();
    await page.keyboard.type('وصل أقل. ماذا تؤشر؟');
    await page.keyboard.press('Tab');
    await page.keyboard.type('الكمية التي وصلت');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.type('الكمية المأذون بها');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.type('يذكر التأشير الكمية المستوردة فعلًا.');
    await expect(page.getByText('All passages are translated.')).toBeVisible();
    await save();
  });

  await test.step('then a later change of the source marks its translation', async () => {
    await page.getByRole('combobox', { name: 'Language', exact: true }).selectOption('en');
    await page.getByLabel('Text').fill('Compare both papers, and ask for the waybill.');
    await save();
    await page.getByRole('combobox', { name: 'Language', exact: true }).selectOption('ar');
    await page.getByLabel('Show next to it').selectOption('en');
    await expect(page.getByText('1 translation is older than its source.')).toBeVisible();
    await expect(page.getByText('Changed after the translation')).toHaveCount(1);
    await page.getByRole('button', { name: 'Go to next passage' }).click();
    await expect(page.getByLabel('Text')).toBeFocused();
  });
});
