import { expect, type Page } from '@playwright/test';
import { readFile } from 'node:fs/promises';
import readExcelFile from 'read-excel-file/node';
import { cellText, type Cell } from '#lib/ui/file/file-table.ts';
import { typeDate } from '../pages/date-field.ts';
import { aDesk, DesksPage } from '../pages/desks.page.ts';
import { issueImport } from '../pages/issue-import.ts';
import { waitUntilKept } from '../pages/line.page.ts';
import { printPicture, takePictures } from '../pages/pictures.ts';
import { ADMINISTRATORS, SECRETARIAT, SignInPage } from '../pages/sign-in.page.ts';
import { Server } from '../server.ts';
import { KEPT, test } from '../story.ts';

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

/** Every row of the table, by the reader's scrolling: it draws those alone that are in sight. */
async function allRows(page: Page, table: string): Promise<readonly (readonly string[])[]> {
  const grid = page.getByRole('grid', { name: table });
  const last = Number(await grid.getAttribute('aria-rowcount'));
  const rows = new Map<number, readonly string[]>();
  await grid.evaluate((element) => element.scrollTo(0, 0));
  for (let next = 2; next <= last; next = Math.max(...rows.keys()) + 1) {
    await grid.locator(`[aria-rowindex="${next}"]`).waitFor({ state: 'attached' });
    const drawn = await grid.locator('[role="row"][aria-rowindex]').evaluateAll((elements) =>
      elements.map((element): [number, string[]] => {
        const cells = [...element.querySelectorAll<HTMLElement>('[role="gridcell"]')];
        return [Number(element.getAttribute('aria-rowindex')), cells.map((cell) => cell.innerText.trim())];
      })
    );
    for (const [index, cells] of drawn) if (cells.length > 0) rows.set(index, cells);
    await grid.evaluate((element) => element.scrollBy(0, element.clientHeight / 2));
  }
  await grid.evaluate((element) => element.scrollTo(0, 0));
  return [...rows].sort(([a], [b]) => a - b).map(([, cells]) => cells);
}

/** The rows of a CSV file, each cell under the head of its column. */
function cellsOf(csv: string): readonly Readonly<Record<string, string>>[] {
  const [head = [], ...rows] = csv
    .trimEnd()
    .split('\r\n')
    .map((line) =>
      [...line.matchAll(/(?:^|,)"((?:[^"]|"")*)"/g)].map(([, quoted = '']) => quoted.replace(/""/g, '"'))
    );
  return rows.map((row) => Object.fromEntries(head.map((name, index) => [name, row[index] ?? ''])));
}

/** What the table on the screen must show of a row of the file, in its seven columns. */
function shownOf(row: Readonly<Record<string, string>>): readonly string[] {
  const of = (column: string): string => {
    const cell = row[column];
    if (cell === undefined) throw new Error(`The file has no column “${column}”.`);
    return cell;
  };
  const [days, last] = [of('Days to reply (median)'), of('Last active')];
  const share = (part: string, whole: string): string =>
    Number(of(whole)) === 0 ? '–' : `${Math.round((100 * Number(of(part))) / Number(of(whole)))}%`;
  const long = { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' } as const;
  return [
    of('Country or territory'),
    of('Status'),
    of('Issued') === '' ? '–' : Number(of('Issued')).toLocaleString('en-GB'),
    share('Replies by this country', 'Received'),
    share('Replies by partners', 'Issued'),
    days === '' ? '–' : days === '1' ? '1 day' : `${days} days`,
    last === '' ? '–' : new Date(last).toLocaleDateString('en-GB', long)
  ];
}

const byName = (a: readonly string[], b: readonly string[]): number => ((a[0] ?? '') < (b[0] ?? '') ? -1 : 1);

async function save(page: Page, item: string, menu = 'Export'): Promise<Buffer> {
  await page.getByRole('button', { name: menu, exact: true }).click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: item, exact: true }).click()
  ]);
  return readFile(await download.path());
}

const DRAWINGS = [
  ['Countries on the map', ['Active', 'Account requested', 'The boundaries and names shown on this map']],
  ['Growth by month', ['Active', 'Issued', 'Exchanged', 'Authorizations in the month']],
  ['Steps to joining', ['Account requested']],
  ['The table of 22 Mar 2019', ['Active · 22 Mar 2019', 'Active · Now']]
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
  const board = await browser.newContext({
    ...KEPT,
    acceptDownloads: true,
    viewport: { width: 1600, height: 1000 }
  });
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
    await expect.poll(() => issuedBy(incb, 'Australia')).toBeGreaterThan(0);
    await incb.getByRole('button', { name: '22 Mar 2019', exact: true }).click();
    await expect(incb.getByText('On 22 Mar 2019, 11 of 45 registered countries are active.')).toBeVisible();
    // Nobody counted what was issued by then.
    const [, status, issued] = await rowOf(incb, 'Australia');
    expect([status, issued?.trim()]).toEqual(['Active', '–']);
    await expect(incb.getByRole('heading', { name: 'Growth by month' })).toBeHidden();
    for (const told of ['Active · 22 Mar 2019 11', 'Active · Now 2'])
      await expect(incb.getByRole('row', { name: told })).toBeVisible();
    await printPicture(incb, 'overview of 2019');
    await takePictures(incb, 'overview of 2019');
    await incb.getByRole('tab', { name: /^Account requested/ }).click();
    await expect(incb.getByRole('link', { name: 'Maldives', exact: true })).toBeVisible();
    await incb.getByRole('tab', { name: /^All/ }).click();
    await incb.getByRole('button', { name: 'Today', exact: true }).click();
  });

  await test.step('of a past day no figure is of later days, and what nobody counted is no zero', async () => {
    const asAt = incb.getByRole('group', { name: /^As at/ });
    const headline = incb.getByText('That is the same number as a month before.');
    await expect(incb.getByText(/Figures cover .+ to .+\./)).toBeVisible();
    await typeDate(asAt, '2019-06-01');
    await expect(incb.getByText(/^I2ES has no data for 1 Jun 2019\. Its data begins on /)).toBeVisible();
    await expect(headline).toBeHidden();
    for (const part of ['Countries', 'Growth by month', 'Steps to joining', 'By region and group'])
      await expect(incb.getByRole('heading', { name: part, exact: true })).toBeHidden();
    await expect(incb.getByRole('button', { name: 'Export', exact: true })).toBeHidden();
    await incb.getByRole('button', { name: 'Today', exact: true }).click();
    await incb.setViewportSize({ width: 390, height: 844 });
    for (const meaning of [/^Issued: import and export/, /^Exchanged: issued authorizations/])
      await expect(incb.getByText(meaning)).toBeVisible();
    await incb.setViewportSize({ width: 1600, height: 1000 });
  });

  await takePictures(incb, 'overview');
  await printPicture(incb, 'overview');

  await test.step('the files say what the table says, cell by cell', async () => {
    const csv = (await save(incb, 'Table of countries (CSV)')).toString('utf8').replace('\ufeff', '');
    const workbook = await readExcelFile(await save(incb, 'All tables (XLSX)'));
    const [sheet] = workbook;
    const lines = csv.trimEnd().split('\r\n');
    expect(sheet?.data).toHaveLength(lines.length);
    for (const [index, cells] of (sheet?.data ?? []).entries()) {
      const written = cells.map((cell) => `"${cellText(cell as Cell)}"`);
      expect(written.join(',')).toBe(lines[index]);
    }
    expect(workbook.map(({ sheet: name }) => name)).toEqual(
      expect.arrayContaining(['Countries', 'Growth by month', 'Steps to joining', 'By region and group'])
    );
    const growth = workbook.find(({ sheet: name }) => name === 'Growth by month')?.data ?? [];
    await incb.getByText('Figures as a table').first().click();
    const months = await incb
      .getByRole('table', { name: 'Growth by month' })
      .getByRole('row')
      .allInnerTexts();
    expect(
      months.slice(1).map((row) =>
        row
          .split('\t')
          .slice(1)
          .map((cell) => cell.replaceAll(',', '').replace('–', 'null'))
      )
    ).toEqual(growth.slice(1).map((row) => row.slice(1).map(String)));
    await incb.getByRole('button', { name: 'Save the drawing “Growth by month”' }).click();
    const [own] = await Promise.all([
      incb.waitForEvent('download'),
      incb.getByRole('menuitem', { name: 'Growth by month (CSV)' }).click()
    ]);
    expect((await readFile(await own.path(), 'utf8')).trimEnd().split('\r\n')).toHaveLength(growth.length);
    const told = cellsOf(csv);
    const table = await allRows(incb, 'Countries');
    expect(table.length).toBe(told.length);
    expect([...table].sort(byName)).toEqual(told.map(shownOf).sort(byName));
    const absent = table.filter(([, status]) => status === 'Not on I2ES').map(([name = '']) => name);
    expect(absent).toEqual([...absent].sort(new Intl.Collator('en-GB').compare));
    expect((await save(incb, 'Two-page brief (PDF)')).subarray(0, 5).toString()).toBe('%PDF-');
  });

  await test.step('who is not on the system is listed by region as the file has it, and the keyboard opens one', async () => {
    const told = cellsOf(
      (await save(incb, 'Table of countries (CSV)')).toString('utf8').replace('\ufeff', '')
    );
    const absent = told.filter((row) => row['Status'] === 'Not on I2ES');
    await incb.getByRole('tab', { name: 'Active', exact: false }).first().focus();
    await incb.keyboard.press('End');
    const tab = incb.getByRole('tab', { name: /^Not on I2ES/ });
    await expect(tab).toHaveAttribute('aria-selected', 'true');
    await expect(tab).toContainText(String(absent.length));
    const listed = await allRows(incb, 'Not on I2ES');
    expect([...listed].sort(byName)).toEqual(
      absent.map((row) => [row['Country or territory'] ?? '', row['Region'] || '–']).sort(byName)
    );
    const regions = listed.map(([, region]) => region);
    expect(regions.filter((region, index) => region !== regions[index - 1])).toEqual([...new Set(regions)]);
    await printPicture(incb, 'overview, not on the system');
    await takePictures(incb, 'overview, not on the system');
    await incb.getByRole('grid', { name: 'Not on I2ES' }).focus();
    await incb.keyboard.press('Enter');
    await expect(
      incb.getByRole('heading', { level: 1, name: listed[0]?.[0] ?? '', exact: true })
    ).toBeVisible();
    await expect(incb.getByText('This country is not registered.')).toBeVisible();
    await incb.getByRole('link', { name: 'Registration and usage' }).click();
    await expect(incb.getByRole('tab', { name: /^All/ })).toHaveAttribute('aria-selected', 'true');
  });

  await test.step('and so does the map, by its keys and by a press: whom nobody has heard of is written to from there', async () => {
    const map = incb.getByRole('group', { name: 'Countries on the map' });
    await map.focus();
    await incb.keyboard.press('ArrowRight');
    await expect(incb.getByText('Afghanistan: Not on I2ES').last()).toBeVisible();
    await incb.keyboard.press('Enter');
    await expect(incb.getByRole('heading', { level: 1, name: 'Afghanistan' })).toBeVisible();
    await incb.getByRole('link', { name: 'Registration and usage' }).click();
    await map.locator('path', { hasText: 'Argentina: Not on I2ES' }).click();
    await expect(incb.getByRole('heading', { level: 1, name: 'Argentina' })).toBeVisible();
    await expect(incb.getByText('No contact with this country is recorded.')).toBeVisible();
    await incb.getByRole('link', { name: 'Registration and usage' }).click();
  });

  await test.step('each drawing is a picture with its title, its key and of a map its sentence, and needs nothing of the page', async () => {
    for (const [title, says] of DRAWINGS) {
      const menu = `Save the drawing “${title}”`;
      const svg = (await save(incb, `${title} (SVG)`, menu)).toString('utf8');
      for (const text of [title, 'sample data', ...says]) expect(svg).toContain(text);
      expect(svg).not.toMatch(/var\(|class=|href=|<script/);
      const png = (await save(incb, `${title} (PNG)`, menu)).toString('base64');
      expect(
        await coloursIn(incb, `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`)
      ).toBeGreaterThan(2);
      expect(await coloursIn(incb, `data:image/png;base64,${png}`)).toBeGreaterThan(2);
    }
  });

  await test.step('on a phone the months of a country say by a shade where more of them lies, and scroll by key', async () => {
    await incb.setViewportSize({ width: 390, height: 844 });
    await new SignInPage(incb).openDesk(`${server.address}/countries/AU`);
    const months = incb.getByRole('group', { name: 'Use by month' });
    const frame = incb.locator('[data-more]').filter({ has: months });
    await expect(frame).toHaveAttribute('data-more', 'end');
    await months.focus();
    await incb.keyboard.press('ArrowRight');
    await expect(frame).toHaveAttribute('data-more', 'both');
    await incb.setViewportSize({ width: 1600, height: 1000 });
    await incb.getByRole('link', { name: 'Registration and usage' }).click();
  });

  await test.step('INCB puts countries into a group, which the overview adds up', async () => {
    await incb.getByRole('button', { name: 'Change choices…' }).click();
    const dialog = incb.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Add a group' }).click();
    await dialog.getByRole('button', { name: 'Save choices' }).click();
    await expect(dialog.getByText(/^Give the group a name/)).toBeVisible();
    await expect(dialog.getByText('Choose one country or more.')).toBeVisible();
    await dialog.getByRole('textbox', { name: 'Group' }).fill('East African Community');
    const countries = dialog.getByRole('combobox', { name: 'Countries' });
    for (const name of ['Kenya', 'Uganda']) {
      await countries.fill(name);
      await dialog.getByRole('option', { name }).click();
      await expect(dialog.getByRole('button', { name: `Remove from the group: ${name}` })).toBeVisible();
      await expect(countries).toHaveValue('');
    }
    await takePictures(incb, 'overview-groups');
    await dialog.getByRole('button', { name: 'Save choices' }).click();
    await expect(incb.getByRole('row', { name: /^East African Community 2 / })).toBeVisible();
  });

  await test.step('a country issues its first act, and the overview has moved within a minute', async () => {
    const standing = async (): Promise<readonly string[]> => (await rowOf(incb, 'Kenya')).slice(1, 3);
    await expect.poll(standing).toEqual(['Registered, not active', '0']);
    const kenya = await aDesk(browser, server.address, ADMINISTRATORS.KE, 'Counter 4');
    // Its authority has no known name on the forms until its administrator enters one.
    await kenya.go('settings');
    await kenya.page.locator('[name="name"]').fill('Pharmacy and Poisons Board');
    await kenya.page.locator('[name="address"]').fill('Lenana Road, Nairobi');
    const particulars = kenya.page.locator('form').filter({ has: kenya.page.locator('[name="legalBasis"]') });
    await particulars.getByRole('button', { name: 'Save', exact: true }).click();
    await expect(kenya.page.getByText(/^Saved on this device\./)).toBeVisible();
    await issueImport(kenya, 'Uasin Gishu Hospital');
    await board.setOffline(false);
    await expect.poll(standing, { timeout: 60_000 }).toEqual(['Active', '1']);
  });

  await test.step('INCB sends the report of a month to all countries, and a country reads it on a phone', async () => {
    await incb.getByRole('button', { name: 'Export', exact: true }).click();
    await incb.getByRole('menuitem', { name: 'Monthly report as announcement draft' }).click();
    const inEnglish = incb.getByRole('group', { name: 'English', exact: true });
    await expect(inEnglish.getByLabel('Title')).toHaveValue(/^I2ES: registration and usage · \w{3} \d{4}$/);
    const countries = incb.getByLabel('Countries', { exact: true });
    await expect(countries.locator('option:checked')).toHaveText('A group of countries');
    await takePictures(incb, 'overview-report-draft');
    await countries.selectOption('All countries');
    await incb.getByRole('button', { name: 'Send…' }).click();
    await incb.getByRole('dialog').getByRole('button', { name: 'Send', exact: true }).click();
    await expect(incb.getByText(/^Countries that have opened it/)).toBeVisible();

    const phone = await aDesk(browser, server.address, ADMINISTRATORS.AU, 'Phone of the head office');
    await phone.page.setViewportSize({ width: 390, height: 844 });
    await phone.go('announcements');
    await phone.page.getByRole('link', { name: /^I2ES: registration and usage/ }).click();
    const letter = phone.page.getByRole('article');
    await expect(letter).toContainText(/Active countries: \d+ \(/);
    await expect(letter).toContainText('In brackets: the change from the month before.');
    await takePictures(phone.page, 'overview-report-on-phone');
    await phone.speak('ar');
    await expect(letter).toContainText('البلدان النشطة');
    await takePictures(phone.page, 'overview-report-on-phone-arabic');
  });
});
