import { expect } from '@playwright/test';
import { AuthorizationFormPage } from '../pages/authorization-form.page.ts';
import { DesksPage } from '../pages/desks.page.ts';
import { takePictures } from '../pages/pictures.ts';
import { ADMINISTRATORS, OFFICERS } from '../pages/sign-in.page.ts';
import { typeWholeImport } from '../pages/whole-import.ts';
import { Server } from '../server.ts';
import { test } from '../story.ts';

let server: Server;
test.beforeAll(async () => {
  server = await Server.start();
});
test.afterAll(() => server.stop());

const SEND = 'Send to a second person';

test('one officer prepares an authorization, another one signs it, and nobody does both', async ({
  browser
}) => {
  test.slow();
  const aDesk = async (): Promise<DesksPage> => new DesksPage(await (await browser.newContext()).newPage());
  const head = await aDesk();
  await head.arrive(server.address, ADMINISTRATORS.AU, 'Head');
  const officer = await aDesk();
  await officer.arrive(server.address, OFFICERS.AU, 'Officer');
  const send = officer.page.getByRole('button', { name: SEND });

  await test.step('the administrator publishes that narcotic drugs of Schedule II need two people', async () => {
    const { page } = head;
    await head.go('settings');
    await page.getByRole('checkbox', { name: 'Two people for each authorization' }).check();
    await page.getByRole('checkbox', { name: '1961, Schedule II', exact: true }).check();
    await page.getByLabel('And from this quantity of base').fill('0');
    await page.getByRole('button', { name: 'Publish national practice' }).click();
    await expect(page.getByText('Enter whole grams from 1')).toBeVisible();
    await page.getByLabel('And from this quantity of base').fill('');
    await takePictures(page, 'two people in the settings');
    await page.getByRole('button', { name: 'Publish national practice' }).click();
    await expect(page.getByText('You published the national practice.')).toBeVisible();
  });

  await test.step('the officer sends the form to a second person, also by a double click, and cannot sign it', async () => {
    await officer.startImport();
    await typeWholeImport(new AuthorizationFormPage(officer.page), 'Kurrajong Imports Pty Ltd');
    await expect(officer.page.getByText('Two people are needed here.')).toBeVisible();
    await takePictures(officer.page, 'two people needed');
    await send.dblclick();
    await expect(officer.page.getByText('Another officer must sign it.')).toBeVisible();
    await expect(send).toBeDisabled();
    await takePictures(officer.page, 'sent to a second person');
  });

  await test.step('a changed text is prepared again', async () => {
    const entry = officer.page.getByLabel('Port or customs office of entry');
    await entry.fill('Fremantle');
    await expect(officer.page.getByText('The text changed after it was prepared.')).toBeVisible();
    await send.click();
    await expect(officer.page.getByText('Another officer must sign it.')).toBeVisible();
  });

  await test.step('the second person finds the draft, sees who prepared it, and issues it', async () => {
    const { page } = head;
    await head.go('today');
    await page.getByRole('link', { name: /^Drafts for your signature as the second person: 1/ }).click();
    const row = page.getByRole('row', { name: /To sign/ });
    await takePictures(page, 'drafts for a second signature');
    await row.getByRole('link').first().click();
    await expect(page.getByText(/prepared this authorization on/)).toBeVisible();
    await takePictures(page, 'prepared by a colleague');
    await new AuthorizationFormPage(page).issue('Issue import authorization');
    await expect(page.getByRole('heading', { level: 1, name: /AU-I-/ })).toBeVisible();
    await head.go('sync');
    await expect(page.getByText('Refused by the server')).toHaveCount(0);
  });
});
