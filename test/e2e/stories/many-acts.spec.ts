import { expect, type Page } from '@playwright/test';
import { actRevision } from '#lib/domain/act/act-id.ts';
import { generatePrivateJwk, importSigningKey } from '#lib/crypto/key.ts';
import { manyActs } from '../../bench/open-desk/acts.ts';
import { aDesk } from '../pages/desks.page.ts';
import { issueImport } from '../pages/issue-import.ts';
import { OFFICERS, SignInPage } from '../pages/sign-in.page.ts';
import { english } from '../pages/words.ts';
import { Server } from '../server.ts';
import { atRest } from '../server-at-rest.ts';
import { test } from '../story.ts';

/** From this number on a device keeps the rows of its register. */
const ACTS = 2_000;

const KEPT_WITHIN_MS = 120_000;

/** Of a phone. */
const SLOWER = 6;

let server: Server;
test.beforeAll(async () => {
  server = await Server.start();
  await fillAustralia();
});
test.afterAll(() => server.stop());

/** Signed with keys that nobody certified: they are listed, as not verified, and count in nothing. */
async function fillAustralia(): Promise<void> {
  const [own, partner] = await Promise.all(
    [1, 2].map(async () => importSigningKey(await generatePrivateJwk()))
  );
  const acts = await manyActs(ACTS, { own: own!, partner: partner! });
  const documents = acts.map((act) => ({ ...act, _rev: actRevision(act._id) }));
  await atRest(server, (engine) =>
    engine.open('country-au').bulkDocs(documents as never, { new_edits: false })
  );
  await server.start();
}

test('a device with many documents shows the register before it has read them all, and then everything works', async ({
  browser
}) => {
  test.setTimeout(5 * 60_000);
  const desks = await aDesk(browser, server.address, OFFICERS.AU, 'Office');
  const { page } = desks;
  const grid = page.getByRole('grid');

  await test.step('given a device that has kept the rows of its register', async () => {
    await expect.poll(() => hasKeptRows(page), { timeout: KEPT_WITHIN_MS }).toBe(true);
  });
  await test.step('when its register is opened again on a slow processor', async () => {
    await noteRowsWhileReading(page);
    const devtools = await page.context().newCDPSession(page);
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
    await new SignInPage(page).openDesk(`${server.address}/authorizations`);
    await grid.getByRole('link').first().waitFor();
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: 1 });
  });
  await test.step('then its rows were there while documents were still read', async () => {
    expect(await page.evaluate(() => 'rowsWhileReading' in globalThis)).toBe(true);
  });
  await test.step('and a dossier opens, and an authorization can be issued', async () => {
    const number = await grid.getByRole('link').first().innerText();
    await grid.getByRole('link').first().click();
    await expect(page.getByRole('heading', { level: 1 })).toContainText(number);
    await expect(page.getByText(english('app_reading'))).toBeHidden();
    expect(await issueImport(desks, 'Kurrajong Health')).toMatch(/^AU-I-/);
  });
});

/** In the page: the document beside the databases of the country. */
function hasKeptRows(page: Page): Promise<boolean> {
  return page.evaluate(
    (account) =>
      new Promise<boolean>((resolve, reject) => {
        const asked = indexedDB.open(`_pouch_i2es-${account}-country`);
        asked.onerror = () => reject(new Error('no database'));
        asked.onsuccess = () => {
          const local = asked.result.transaction('local-store').objectStore('local-store');
          const counted = local.count('_local/snapshot');
          counted.onsuccess = () => {
            asked.result.close();
            resolve(counted.result > 0);
          };
        };
      }),
    OFFICERS.AU.account
  );
}

/** A look from outside could come too late. */
function noteRowsWhileReading(page: Page): Promise<unknown> {
  return page.addInitScript((words) => {
    const observer = new MutationObserver(() => {
      const isReading = document.body?.textContent.includes(words);
      if (!isReading || !document.querySelector('[role="grid"] a')) return;
      Object.assign(globalThis, { rowsWhileReading: true });
      observer.disconnect();
    });
    observer.observe(document, { childList: true, subtree: true, characterData: true });
  }, english('app_reading'));
}
