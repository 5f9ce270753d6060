import { expect, type Page } from '@playwright/test';
import { AppCopy } from '../app-copy.ts';
import { DesksPage } from '../pages/desks.page.ts';
import { findHindrances } from '../pages/ease.ts';
import { DossierPage } from '../pages/dossier.page.ts';
import { KEPT_WITHIN_MS, waitUntilKept } from '../pages/line.page.ts';
import { ADMINISTRATORS, SignInPage } from '../pages/sign-in.page.ts';
import { english, wordsOf } from '../pages/words.ts';
import { Server } from '../server.ts';
import { KEPT, test } from '../story.ts';

const app = new AppCopy();
test.use(KEPT);

let server: Server;
test.beforeAll(async () => {
  server = await Server.start({ app: app.folder });
});
test.afterAll(async () => {
  await server.stop();
  app.remove();
});

async function lookForNewVersion(page: Page): Promise<void> {
  await page.evaluate(async () => (await navigator.serviceWorker.ready).update());
}

/** What becomes of the version that the server has now: `installed` waits to be taken. */
async function tryVersion(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready;
    const settled = new Promise<string>((resolve) =>
      registration.addEventListener('updatefound', () => {
        const worker = registration.installing;
        worker?.addEventListener('statechange', () => resolve(worker.state));
      })
    );
    await registration.update();
    return settled;
  });
}

test('a new version that one tab takes waits in the others for what is typed there', async ({
  context,
  page
}) => {
  const desks = new DesksPage(page);
  const remarks = desks.dialog.getByLabel(english('form_remarks'));
  const settings = await context.newPage();
  const other = await context.newPage();
  await desks.arrive(server.address, ADMINISTRATORS.AU, 'Three tabs');
  await waitUntilKept(page);
  for (const [tab, path] of [
    [settings, '/settings'],
    [other, '/authorizations']
  ] as const) {
    await new SignInPage(tab).openDesk(server.address + path);
  }

  await test.step('given an endorsement half typed in one tab, and the office’s particulars in another', async () => {
    await desks.openFirst('endorse');
    await new DossierPage(page).begin(english('dossier_do_endorse'));
    await remarks.fill('Two ampoules broken');
    await expect(remarks).toHaveValue('Two ampoules broken');
    await settings.getByLabel(english('settings_name')).fill('Office of Drug Control, Canberra');
  });
  await test.step('an older version, of a server that was set back, is not offered', async () => {
    app.renew('0.0.1');
    expect(await tryVersion(other)).toBe('redundant');
    await expect(other.getByRole('button', { name: english('pwa_use_new_version') })).toHaveCount(0);
  });
  await test.step('the new version is taken in the third', async () => {
    await expect(remarks).toHaveValue('Two ampoules broken');
    app.renew();
    await lookForNewVersion(other);
    const take = other.getByRole('button', { name: english('pwa_use_new_version') });
    // All of it is fetched by then.
    await take.waitFor({ timeout: KEPT_WITHIN_MS });
    const reloaded = other.waitForEvent('load');
    await take.click();
    await reloaded;
    await new SignInPage(other).unlockDesk();
  });
  await test.step('the two that are typed in stand as they were, and say what waits', async () => {
    await expect(desks.dialog.getByText(english('pwa_held'))).toBeVisible();
    await expect(remarks).toHaveValue('Two ampoules broken');
    await expect(settings.getByText(english('pwa_held'))).toBeVisible();
    const found = [
      ...(await findHindrances(page, 'endorsing, a new version waits')),
      ...(await findHindrances(settings, 'settings, a new version waits'))
    ];
    expect(found).toEqual([]);
  });
  await test.step('stated, the endorsement stands, and its tab has the new version', async () => {
    const endorse = desks.dialog.getByRole('button', {
      name: english('dossier_endorse_action'),
      exact: true
    });
    for (const take of await desks.dialog.getByRole('button', { name: /^Use / }).all()) await take.click();
    const reloaded = page.waitForEvent('load');
    await endorse.click();
    await reloaded;
    await new SignInPage(page).unlockDesk();
    await expect(new DossierPage(page).statement('Endorsed: quantity actually imported')).toBeVisible();
  });
  const name = settings.getByLabel(english('settings_name'));
  const turnToFrench = async (): Promise<void> => {
    await settings.getByRole('button', { name: english('ui_language') }).click();
    await settings.getByRole('menuitemradio', { name: 'Français' }).click();
  };
  await test.step('nor does another language take what is typed', async () => {
    await turnToFrench();
    await expect(settings.getByText(english('app_reload_held'))).toBeVisible();
    await expect(name).toHaveValue('Office of Drug Control, Canberra');
  });
  await test.step('saved, the particulars stand, their tab has the new version, and may be read in French', async () => {
    const reloaded = settings.waitForEvent('load');
    await settings.getByRole('button', { name: english('settings_save'), exact: true }).click();
    await reloaded;
    await new SignInPage(settings).unlockDesk();
    await expect(name).toHaveValue('Office of Drug Control, Canberra');
    await turnToFrench();
    await expect(settings.getByLabel(wordsOf('fr')('settings_name'))).toHaveValue(
      'Office of Drug Control, Canberra'
    );
  });
});
