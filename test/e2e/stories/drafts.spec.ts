import { expect } from '@playwright/test';
import { AuthorizationFormPage } from '../pages/authorization-form.page.ts';
import { aDesk, type DesksPage } from '../pages/desks.page.ts';
import { waitUntilPagesKept } from '../pages/line.page.ts';
import { OFFICERS } from '../pages/sign-in.page.ts';
import { english } from '../pages/words.ts';
import { Server } from '../server.ts';
import { KEPT, test } from '../story.ts';

let server: Server;
test.beforeAll(async () => {
  server = await Server.start();
});
test.afterAll(() => server.stop());

test('a draft typed differently on two devices apart shows both words to a person, who keeps one', async ({
  browser
}) => {
  const [office, tablet] = [
    await aDesk(browser, server.address, OFFICERS.CH, 'Office', KEPT),
    await aDesk(browser, server.address, OFFICERS.CH, 'Tablet', KEPT)
  ];
  const [here, there] = [new AuthorizationFormPage(office.page), new AuthorizationFormPage(tablet.page)];
  const openDraft = async (desks: DesksPage): Promise<void> => {
    await desks.go('authorizations');
    await desks.page.locator('[role="tab"][data-value="drafts"]').click();
    await desks.page.getByRole('grid').getByRole('link').first().click();
  };

  await test.step('given a draft that both have', async () => {
    await office.startImport();
    await here.box('importerName').getByRole('combobox').fill('Common AG');
    await expect(office.page.getByText(/^Saved on this device/)).toBeVisible();
    await openDraft(tablet);
    await expect(there.box('importerName').getByRole('combobox')).toHaveValue('Common AG');
  });
  await test.step('when each types another name and address without a connection, and then both have one', async () => {
    for (const [desks, form, name, address] of [
      [office, here, 'Alpha Klinik AG', 'Weg 1\n3000 Bern'],
      [tablet, there, 'Beta Spital AG', 'Gasse 2\n8000 Zürich']
    ] as const) {
      await waitUntilPagesKept(desks.page);
      await desks.page.context().setOffline(true);
      await form.fillParty('importer', { name, address });
      await expect(desks.page.getByText(/^Saved on this device/)).toBeVisible();
    }
    for (const desks of [office, tablet]) await desks.page.context().setOffline(false);
  });
  await test.step('then both forms ask which words are right, and none is lost', async () => {
    for (const desks of [office, tablet]) {
      for (const text of ['Alpha Klinik AG', 'Beta Spital AG']) {
        const name = english('authorization_conflict_keep', { text });
        await expect(desks.page.getByRole('button', { name, exact: true })).toBeVisible();
      }
    }
  });
  await test.step('and what one person keeps is what both have', async () => {
    const keep = (text: string): Promise<void> =>
      tablet.page
        .getByRole('button', { name: english('authorization_conflict_keep', { text }), exact: true })
        .click();
    await keep('Beta Spital AG');
    await keep('Weg 1 3000 Bern');
    for (const [desks, form] of [
      [office, here],
      [tablet, there]
    ] as const) {
      await expect(form.box('importerName').getByRole('combobox')).toHaveValue('Beta Spital AG');
      await expect(form.box('importerAddress').getByRole('textbox')).toHaveValue('Weg 1\n3000 Bern');
      await expect(desks.page.getByText(english('authorization_conflict_lead'))).toBeHidden();
    }
  });
  for (const { page } of [office, tablet]) await page.context().close();
});

test('a draft is found by its partner’s name in another language, and reached with the arrow', async ({
  browser
}) => {
  const desks = await aDesk(browser, server.address, OFFICERS.CH, 'Study');
  const { page } = desks;
  const form = new AuthorizationFormPage(page);
  await test.step('given a draft for Australia', async () => {
    await desks.startImport();
    await form.choose('Exporting country', 'Australia', 'Australia');
    await expect(page.getByText(/^Saved on this device/)).toBeVisible();
  });
  await test.step('when its name is typed in Russian, it alone is listed', async () => {
    await desks.go('authorizations');
    await page.locator('[role="tab"][data-value="drafts"]').click();
    const search = page.getByRole('searchbox');
    await search.fill('Нарния');
    await expect(page.getByRole('grid')).toBeHidden();
    await search.fill('австралия');
    await expect(page.getByRole('grid').getByRole('link')).toHaveCount(1);
    await expect(page.getByRole('grid')).toContainText('Australia');
  });
  await test.step('then the arrow goes down to it, and Enter opens it', async () => {
    await page.keyboard.press('ArrowDown');
    await expect(page.getByRole('grid')).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(form.box('exportingCountry').getByRole('combobox')).toHaveValue('Australia');
  });
  await page.context().close();
});
