import { expect } from '@playwright/test';
import { execFileSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { DesksPage } from '../pages/desks.page.ts';
import { findHindrances } from '../pages/ease.ts';
import { issueImport } from '../pages/issue-import.ts';
import { takePictures } from '../pages/pictures.ts';
import { ADMINISTRATORS } from '../pages/sign-in.page.ts';
import { english, wordsOf } from '../pages/words.ts';
import { Server } from '../server.ts';
import { test } from '../story.ts';

let server: Server;
test.beforeAll(async () => {
  server = await Server.start();
});
test.afterAll(() => server.stop());

test('an administrator takes the archive of the country, and the page in it verifies it without a server', async ({
  browser
}, info) => {
  const context = await browser.newContext();
  const page = await context.newPage();
  const desks = new DesksPage(page);
  const archive = info.outputPath('archive.zip');
  const make = page.getByRole('button', { name: english('archive_make_action') });
  let number = '';

  await test.step('given an authorization that the administrator issued', async () => {
    await desks.arrive(server.address, ADMINISTRATORS.AU, 'Head office');
    number = await issueImport(desks, 'Southern Cross Hospital Supplies');
  });
  await test.step('a request that is stopped saves nothing, and the next one begins anew', async () => {
    await desks.go('settings');
    await page.getByLabel(english('archive_forms')).check();
    await takePictures(page, 'archive, before');
    await make.dblclick();
    const receiving = page.getByRole('status').filter({ hasText: english('archive_receiving_forms') });
    await expect(receiving).toContainText(/[1-9]\d* of \d/);
    await takePictures(page, 'archive, receiving');
    await page.getByRole('button', { name: english('archive_stop_action') }).click();
    await expect(make).toBeVisible();
    await expect(page.getByText(english('archive_cut'))).toHaveCount(0);
    await page.getByLabel(english('archive_forms')).uncheck();
    const saved = page.waitForEvent('download');
    await make.click();
    await (await saved).saveAs(archive);
    await expect(page.getByText(/^The archive is on this device/)).toBeVisible();
    await takePictures(page, 'archive, made');
  });
  await test.step('its page, opened from disk without a connection, says that all is complete', async () => {
    const folder = dirname(archive);
    execFileSync('python3', ['-m', 'zipfile', '-e', archive, folder]);
    await context.setOffline(true);
    await page.goto(`file://${join(folder, 'reader.html')}`);
    await page.getByLabel(english('archive_page_choose')).setInputFiles(archive);
    await expect(page.getByRole('heading', { name: english('archive_page_whole') })).toBeVisible();
    await takePictures(page, 'archive reader');
    expect(await findHindrances(page, 'archive reader')).toEqual([]);
  });
  await test.step('a dossier is found by its number, and Back leads to its line', async () => {
    await page.getByLabel(english('archive_page_search')).fill(number);
    await page.getByRole('button', { name: number }).click();
    await expect(page.getByText('Southern Cross Hospital Supplies').first()).toBeVisible();
    await takePictures(page, 'archive reader, a dossier');
    await page.goBack();
    await expect(page.getByRole('button', { name: number })).toBeFocused();
  });
  await test.step('a file that is no archive is refused, also in Arabic', async () => {
    await page.getByLabel(english('archive_page_language')).selectOption('ar');
    await page
      .getByLabel(wordsOf('ar')('archive_page_choose'))
      .setInputFiles({ name: 'x.zip', mimeType: 'application/zip', buffer: Buffer.from('no archive') });
    await expect(page.getByRole('alert')).toContainText(wordsOf('ar')('archive_page_damaged'));
    await takePictures(page, 'archive reader in Arabic, refused');
  });
  await context.close();
});
