import { expect } from '@playwright/test';
import { AuthorizationFormPage } from '../pages/authorization-form.page.ts';
import { DesksPage } from '../pages/desks.page.ts';
import { DossierPage } from '../pages/dossier.page.ts';
import { Looks } from '../pages/ease.ts';
import { OFFICERS } from '../pages/sign-in.page.ts';
import { typeWholeImport } from '../pages/whole-import.ts';
import { english } from '../pages/words.ts';
import { Server } from '../server.ts';
import { test } from '../story.ts';

let server: Server;
test.beforeAll(async () => {
  server = await Server.start();
});
test.afterAll(() => server.stop());

test('a figure that hardly anybody means is asked about in words, and the answer stays with the act', async ({
  browser
}) => {
  const page = await (await browser.newContext()).newPage();
  const [desks, form] = [new DesksPage(page), new AuthorizationFormPage(page)];
  const looks = new Looks();
  const quantity = form.line(1).getByLabel('Quantity');
  const dialog = page.getByRole('dialog');
  const words = /900 thousand kilograms/;

  await test.step('given an import authorization of 900,000 kg of fentanyl citrate, whole otherwise', async () => {
    await desks.arrive(server.address, OFFICERS.AU, 'Office');
    await desks.startImport();
    await typeWholeImport(form, 'Perth Hospital Supplies');
    await form.fillLine(1, { find: 'fentanyl citrate', goods: 'fentanyl citrate (1:1)', form: 'Powder' });
    await quantity.fill('900000 kg');
    await quantity.blur();
  });
  await test.step('then the checks ask about it with the figure in words', async () => {
    await expect(form.check(words)).toBeVisible();
    await expect(form.check(words)).toContainText(english('problem_article_suggestion'));
    // INCB has published no figure for fentanyl, so that nothing but the question is in the way.
    const balance = page.getByRole('region', { name: english('balance_title') });
    await expect(balance).toContainText(english('balance_no_information'));
    await looks.at(page, 'a quantity that is asked about');
  });
  await test.step('and it is not issued before it is said to be meant', async () => {
    await page.getByRole('button', { name: 'Issue…' }).click();
    await dialog.getByRole('button', { name: 'Issue import authorization' }).click();
    await expect(dialog.getByText(english('authorization_question_open'))).toBeVisible();
    await looks.at(page, 'the question before issuing');
    await dialog.getByRole('checkbox', { name: words }).check();
    await dialog.getByLabel(english('authorization_question_reason')).fill('A drill of the customs.');
    await dialog.getByRole('button', { name: 'Issue import authorization' }).click();
  });
  await test.step('and what was answered stands in the dossier', async () => {
    await expect(page.getByRole('heading', { level: 1, name: /AU-I-/ })).toBeVisible();
    await expect(page.getByText(/confirmed the unusually large quantity/)).toContainText(
      'A drill of the customs.'
    );
    await looks.at(page, 'the answer in the dossier');
  });
  await test.step('and Back asks before it takes what is typed in a dialog with the page', async () => {
    const reason = dialog.getByLabel(english('dossier_cancel_reason'));
    await new DossierPage(page).begin('Cancel…');
    await reason.fill('The wrong hospital was named.');
    const here = page.url();
    await page.goBack();
    await expect(dialog.getByText(english('ui_close_typed'))).toBeVisible();
    await looks.at(page, 'the question that Back asks');
    await page.keyboard.press('Enter');
    await expect(reason).toBeFocused();
    await expect(reason).toHaveValue('The wrong hospital was named.');
    expect(page.url()).toBe(here);
    await page.goBack();
    await dialog.getByRole('button', { name: english('ui_close_without') }).press('Enter');
    await expect(dialog).toBeHidden();
    await expect(page).not.toHaveURL(here);
  });
  await test.step('and a usual figure of goods known here stands in bars beside the most so far, unasked', async () => {
    await desks.go('today');
    await desks.startImport();
    await form.fillLine(1, {
      find: 'morphine sulfate',
      goods: 'pentahydrate',
      form: 'Powder',
      quantity: '500'
    });
    await expect(page.getByRole('group', { name: english('authorization_plausible_title') })).toBeVisible();
    await looks.at(page, 'a quantity beside the most so far');
  });
  expect(looks.found).toEqual([]);
});
