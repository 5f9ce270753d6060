import { expect, type Browser } from '@playwright/test';
import { aDesk, type DesksPage } from '../pages/desks.page.ts';
import { confirmList, openList, publishList } from '../pages/lists.page.ts';
import { waitUntilPagesKept } from '../pages/line.page.ts';
import { takePictures } from '../pages/pictures.ts';
import { ADMINISTRATORS, DEPUTY, OFFICERS, SECRETARIAT, type Traveller } from '../pages/sign-in.page.ts';
import { english } from '../pages/words.ts';
import { Server } from '../server.ts';
import { KEPT, test } from '../story.ts';

test.use(KEPT);

let server: Server;
test.beforeAll(async () => {
  server = await Server.start();
});
test.afterAll(() => server.stop());

const LIST = 'Edition of the substances';
const HEAD = 'key,name,salt,incb code,percent,state,source\n';
const row = (percent: string): string =>
  `methadone,hydrochloride,hydrochloride,NM 002,${percent},extracted,"Yellow List, 64th edition"\n`;

async function atList(browser: Browser, who: Traveller, device: string): Promise<DesksPage> {
  const desks = await aDesk(browser, server.address, who, device);
  await openList(desks, LIST);
  return desks;
}

test('INCB publishes an edition by two people, corrects it and revokes it, and two offline devices follow', async ({
  browser
}) => {
  test.slow();
  const secretary = await atList(browser, SECRETARIAT, 'Secretariat');
  const deputy = await atList(browser, DEPUTY, 'Second desk');
  const near = await atList(browser, ADMINISTRATORS.AU, 'Canberra');
  const far = await atList(browser, OFFICERS.CH, 'Bern');
  const devices = [near, far];
  const cell = ({ page }: DesksPage, percent: string) =>
    page.getByRole('cell', { name: percent, exact: true });
  const setOffline = (isOffline: boolean) =>
    Promise.all(devices.map(({ page }) => page.context().setOffline(isOffline)));

  await test.step('given a wrong file, it names row and column and publishes nothing', async () => {
    const { page } = secretary;
    await page.getByRole('button', { name: 'Publish list…' }).click();
    const buffer = Buffer.from(HEAD + row('90.5x'));
    await page
      .locator('input[type="file"]')
      .setInputFiles({ name: 'list.csv', mimeType: 'text/csv', buffer });
    await expect(page.getByRole('row', { name: /^2 Anhydrous base \(%\) / })).toBeVisible();
    await expect(page.getByRole('button', { name: 'Sign list' })).toBeDisabled();
    await takePictures(page, 'wrong-file');
    // A reload carries the open key only by the service worker.
    await waitUntilPagesKept(page);
    await page.reload();
    await expect(secretary.title).toHaveText(LIST);
  });

  await test.step('when one person signs it, no authority counts it yet', async () => {
    await publishList(secretary, '2027-1', HEAD + row('89'));
    await expect(secretary.page.getByText('Another person at INCB must confirm this list.')).toBeVisible();
    for (const device of devices) {
      await expect(device.page.getByText('Waiting for confirmation')).toBeVisible();
      // The built-in factor is shown, 89.46.
      await expect(cell(device, '89')).toHaveCount(0);
    }
  });

  await test.step('and when a second one confirms it, both devices have it, also offline', async () => {
    await confirmList(deputy, '2027-1');
    for (const device of devices) {
      await expect(cell(device, '89')).toBeVisible();
      await waitUntilPagesKept(device.page);
    }
    await takePictures(near.page, 'edition-in-effect');
    await setOffline(true);
  });

  await test.step('and when it is corrected, the devices see that when they are online again', async () => {
    await publishList(secretary, '2027-2', HEAD + row('90'));
    await confirmList(deputy, '2027-2');
    for (const device of devices) await expect(cell(device, '89')).toBeVisible();
    await setOffline(false);
    for (const device of devices) await expect(cell(device, '90')).toBeVisible();
    await setOffline(true);
    await secretary.go('lists');
    await expect(secretary.page.getByText(english('lists_behind', { count: '2' }))).toBeVisible();
  });

  await test.step('and when the correction is revoked, the edition before counts again', async () => {
    const { page, dialog } = deputy;
    const wrong = page.getByRole('listitem').filter({ hasText: '2027-2' });
    await wrong.getByRole('button', { name: 'Revoke list…' }).click();
    await dialog.getByRole('textbox', { name: /^Reason/ }).fill('The factor is wrong.');
    await dialog.getByRole('button', { name: 'Revoke list' }).click();
    await expect(wrong).toContainText('Revoked');
    for (const device of devices) await expect(cell(device, '90')).toBeVisible();
    await setOffline(false);
    for (const device of devices) {
      await expect(cell(device, '89')).toBeVisible();
      await expect(device.page.getByText('The factor is wrong.')).toBeVisible();
    }
    await takePictures(far.page, 'edition-revoked');
  });
});
