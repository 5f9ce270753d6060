import { expect, type Page } from '@playwright/test';
import { jsPDF } from 'jspdf';
import type { CalendarDate, Instant } from '#lib/domain/ids.ts';
import { drawSquare } from '#lib/pdf/codes.ts';
import { codeText } from '#lib/print-code/code-text.ts';
import { anImportAuthorization } from '../../samples/acts.ts';
import { AUSTRALIA, signed, theAnswer } from '../../verify/paper-world.ts';
import { Looks } from '../pages/ease.ts';
import { readCachedPaths, waitUntilKept } from '../pages/line.page.ts';
import { takePictures } from '../pages/pictures.ts';
import { english, wordsOf } from '../pages/words.ts';
import { Server } from '../server.ts';
import { KEPT, test } from '../story.ts';

test.use(KEPT);

let server: Server;
test.beforeAll(async () => {
  server = await Server.start();
});
test.afterAll(() => server.stop());

const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString();

async function aForm(number: string) {
  const at = inDays(-7);
  const validUntil = inDays(60).slice(0, 10) as CalendarDate;
  return signed(anImportAuthorization({ at, over: { number, validUntil } }), AUSTRALIA.officer);
}

function printed(text: string): { name: string; mimeType: string; buffer: Buffer } {
  const doc = new jsPDF({ unit: 'mm', format: 'a4' });
  drawSquare(doc, text, { x: 150, y: 20, size: 48 });
  return { name: 'form.pdf', mimeType: 'application/pdf', buffer: Buffer.from(doc.output('arraybuffer')) };
}

const answer = (page: Page) => page.locator('[data-verdict]');

test('a customs officer verifies printed forms on a phone without a connection', async ({ browser }) => {
  const phone = await browser.newContext({ viewport: { width: 390, height: 700 }, acceptDownloads: true });
  const page = await phone.newPage();
  const looks = new Looks();
  const [genuine, cancelled] = [await aForm('AU-I-2026-000101-98'), await aForm('AU-I-2026-000102-95')];
  const body = { ...genuine.body, consignments: 9 };
  const texts = [genuine, { ...genuine, body }, cancelled].map((act) =>
    codeText({ as: 'act', act }, server.address)
  );
  const lists = await theAnswer([cancelled._id], inDays(0) as Instant);

  await test.step('given a phone that has opened any page of I2ES once', async () => {
    await phone.route('**/api/verify/lists*', (route) => route.fulfill({ body: Buffer.from(lists) }));
    await page.goto(server.address);
    await waitUntilKept(page);
    await waitForLists(page);
    await phone.setOffline(true);
    await page.getByRole('link', { name: english('landing_verify') }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(english('verify_title'));
    await looks.at(page, 'before');
    await takePictures(page, 'verify, before');
  });

  const verdicts = ['verify_genuine', 'verify_altered', 'verify_but_cancelled'] as const;
  for (const [index, title] of verdicts.entries())
    await test.step(`when a printed form is read, then the screen says ${english(title)}`, async () => {
      await page.getByLabel(english('verify_file')).setInputFiles(printed(texts[index]!));
      await expect(answer(page).getByRole('heading')).toHaveText(english(title));
      await looks.at(page, title);
      await takePictures(page, `verify, ${title}`);
      const next = page.getByRole('button', { name: english('verify_next') });
      await expect(next).toBeInViewport();
      if (index > 0) await next.click();
      else await compare(page);
    });
  await test.step('and the list of the day names all three readings, and is saved as a file', async () => {
    await expect(page.getByRole('region', { name: english('verify_seen_title') })).toContainText(/000102/);
    const saving = page.waitForEvent('download');
    await page.getByRole('button', { name: english('verify_seen_save') }).click();
    expect((await saving).suggestedFilename()).toMatch(/\.csv$/);
  });
  await test.step('and the same form again: this device says when it saw it', async () => {
    await page.getByText(english('verify_other_ways')).click();
    await page.getByLabel(english('verify_text'), { exact: true }).fill(texts[0]!);
    await page.getByRole('button', { name: english('verify_text_action') }).click();
    await expect(answer(page)).toContainText(/Already verified on this device/);
  });
  await test.step('when the next file has no code, then the answer on the form before is gone', async () => {
    const buffer = Buffer.from(new jsPDF().output('arraybuffer'));
    const letter = { name: 'letter.pdf', mimeType: 'application/pdf', buffer };
    await page.getByLabel(english('verify_file')).setInputFiles(letter);
    await expect(page.getByText(english('problem_codeFile_none'))).toBeVisible();
    await expect(answer(page)).toHaveCount(0);
  });
  expect(looks.found).toEqual([]);
});

test('a phone that has opened only a written page verifies a form without a connection', async ({
  browser
}) => {
  const phone = await browser.newContext({ locale: 'ar', viewport: { width: 390, height: 700 } });
  const page = await phone.newPage();
  const act = await aForm('AU-I-2026-000103-92');
  const lists = await theAnswer([], inDays(0) as Instant);
  await phone.route('**/api/verify/lists*', (route) => route.fulfill({ body: Buffer.from(lists) }));
  await page.goto(`${server.address}/ar`);
  await waitUntilKept(page);
  await waitForLists(page);
  for (const part of [/\.wasm$/, /pdf\.min/, /pdf\.worker/])
    await expect.poll(() => readCachedPaths(page)).toContainEqual(expect.stringMatching(part));
  await phone.setOffline(true);
  await page.goto(`${server.address}/verify`);
  const say = wordsOf('ar');
  await page
    .getByLabel(say('verify_file'))
    .setInputFiles(printed(codeText({ as: 'act', act }, server.address)));
  await expect(answer(page).getByRole('heading')).toHaveText(say('verify_genuine'));
});

async function waitForLists(page: Page): Promise<void> {
  const known = () => page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name));
  await expect.poll(known).toContain('i2es-lists');
}

async function compare(page: Page): Promise<void> {
  const goods = page.getByRole('group', { name: english('verify_goods') }).first();
  await goods.getByRole('button', { name: english('verify_differs') }).click();
  await expect(answer(page).getByRole('heading')).toHaveText(english('verify_altered'));
  await goods.getByRole('button', { name: english('verify_same') }).click();
  await expect(answer(page).getByRole('heading')).toHaveText(english('verify_genuine'));
  await page.getByRole('button', { name: english('verify_next') }).click();
}
