import { expect, test, type Page } from '@playwright/test';
import { readFile } from 'node:fs/promises';
import readExcelFile from 'read-excel-file/node';
import { DesksPage } from '../pages/desks.page.ts';
import { issueImport } from '../pages/issue-import.ts';
import { waitUntilKept } from '../pages/line.page.ts';
import { printPicture, takePictures } from '../pages/pictures.ts';
import { ADMINISTRATORS, SECRETARIAT, SignInPage } from '../pages/sign-in.page.ts';
import { Server } from '../server.ts';

let server: Server;
test.beforeAll(async () => {
  server = await Server.start();
});
test.afterAll(() => server.stop());

/** As the table has it: country, status, issued. */
async function rowOf(page: Page, country: string): Promise<readonly string[]> {
  const row = page.getByRole('row').filter({ has: page.getByRole('link', { name: country, exact: true }) });
  return row.getByRole('gridcell').or(row.getByRole('cell')).allInnerTexts();
}

async function issuedBy(page: Page, country: string): Promise<number> {
  return Number((await rowOf(page, country))[2]);
}

async function save(page: Page, item: string, menu = 'Export'): Promise<Buffer> {
  await page.getByRole('button', { name: menu, exact: true }).click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: item }).click()
  ]);
  return readFile(await download.path());
}

const DRAWINGS = [
  ['Countries on the map', ['Active', 'Account requested', 'The boundaries and names shown on this map']],
  ['Growth by month', ['Active', 'Issued', 'Exchanged']],
  ['The way onto the system', ['Account requested']]
] as const;

/** A picture drawn by the browser itself; one that cannot be drawn rejects. */
function coloursIn(page: Page, picture: string): Promise<number> {
  return page.evaluate(async (src) => {
    const image = new Image();
    image.src = src;
    await image.decode();
    const canvas = Object.assign(document.createElement('canvas'), { width: 400, height: 300 });
    const pen = canvas.getContext('2d');
    pen?.drawImage(image, 0, 0, 400, 300);
    const colours = new Uint32Array(pen?.getImageData(0, 0, 400, 300).data.buffer ?? new ArrayBuffer(0));
    return new Set(colours).size;
  }, picture);
}

test('INCB sees who uses the system, without a connection and as at any day, and a new act moves it', async ({
  browser
}) => {
  test.setTimeout(240_000);
  const board = await browser.newContext({ acceptDownloads: true, viewport: { width: 1600, height: 1000 } });
  const incb = await board.newPage();
  await new DesksPage(incb).arrive(server.address, SECRETARIAT, 'Desk of the secretariat');
  await incb.getByRole('link', { name: 'Registration and usage' }).click();
  // The server counts a second after its start, and the records come by replication.
  await expect.poll(() => issuedBy(incb, 'Australia'), { timeout: 60_000 }).toBeGreaterThan(0);
  await expect(incb.getByRole('img', { name: 'Growth by month' })).toBeVisible();

  await test.step('the line goes down: today’s figures and the table of 2019 are read all the same', async () => {
    await waitUntilKept(incb);
    await board.setOffline(true);
    await incb.reload();
    await new SignInPage(incb).unlockDesk();
    await incb.getByRole('heading', { level: 1, name: 'Registration and usage' }).waitFor();
    await expect(incb.locator('svg .land.active').first()).toBeVisible();
    expect(await issuedBy(incb, 'Australia')).toBeGreaterThan(0);
    await incb.getByRole('button', { name: '22 Mar 2019' }).click();
    await expect(incb.getByText('On 22 Mar 2019, 11 of 45 registered countries are active.')).toBeVisible();
    await incb.getByRole('tab', { name: /^Account requested/ }).click();
    await expect(incb.getByRole('link', { name: 'Maldives', exact: true })).toBeVisible();
    await incb.getByRole('tab', { name: /^All/ }).click();
    await incb.getByRole('button', { name: 'Today', exact: true }).click();
  });

  await takePictures(incb, 'overview');
  await printPicture(incb, 'overview');

  await test.step('the files say what the table says, cell by cell', async () => {
    const csv = (await save(incb, 'Table (CSV)')).toString('utf8').replace('\ufeff', '');
    const [sheet] = await readExcelFile(await save(incb, 'Table (XLSX)'));
    const lines = csv.trimEnd().split('\r\n');
    expect(sheet?.data).toHaveLength(lines.length);
    for (const [index, cells] of (sheet?.data ?? []).entries()) {
      const written = cells.map((cell) => {
        const text = cell === null ? '' : String(cell);
        return /[",]/.test(text) ? `"${text}"` : text;
      });
      expect(written.join(',')).toBe(lines[index]);
    }
    const australia = lines.find((line) => line.startsWith('AU,'))?.split(',') ?? [];
    expect(Number(australia[7])).toBe(await issuedBy(incb, 'Australia'));
    expect((await save(incb, 'Brief of two pages (PDF)')).subarray(0, 5).toString()).toBe('%PDF-');
  });

  await test.step('each drawing is a picture with its title, its key and of a map its sentence, and needs nothing of the page', async () => {
    for (const [title, says] of DRAWINGS) {
      const menu = `Save the drawing “${title}”`;
      const svg = (await save(incb, `${title} (SVG)`, menu)).toString('utf8');
      for (const text of [title, 'invented data', ...says]) expect(svg).toContain(text);
      expect(svg).not.toMatch(/var\(|class=|href=|<script/);
      const png = (await save(incb, `${title} (PNG)`, menu)).toString('base64');
      expect(
        await coloursIn(incb, `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`)
      ).toBeGreaterThan(2);
      expect(await coloursIn(incb, `data:image/png;base64,${png}`)).toBeGreaterThan(2);
    }
  });

  await test.step('a country issues its first act, and the overview has moved within a minute', async () => {
    expect((await rowOf(incb, 'Kenya')).slice(1, 3)).toEqual(['Registered, not active', '0']);
    const kenya = new DesksPage(await (await browser.newContext()).newPage());
    await kenya.arrive(server.address, ADMINISTRATORS.KE, 'Counter 4');
    await issueImport(kenya, 'Uasin Gishu Hospital');
    await board.setOffline(false);
    const standing = async (): Promise<readonly string[]> => (await rowOf(incb, 'Kenya')).slice(1, 3);
    await expect.poll(standing, { timeout: 60_000 }).toEqual(['Active', '1']);
  });
});
