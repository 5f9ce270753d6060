import { expect } from '@playwright/test';
import { DesksPage } from '../pages/desks.page.ts';
import { findHindrances } from '../pages/ease.ts';
import { takePictures } from '../pages/pictures.ts';
import { ADMINISTRATORS } from '../pages/sign-in.page.ts';
import { english, wordsOf } from '../pages/words.ts';
import { Server } from '../server.ts';
import { KEPT, test } from '../story.ts';

type Json = Readonly<Record<string, unknown>>;
interface Example {
  readonly Client: new (
    address: string,
    id: string,
    key: Json,
    audience: string
  ) => {
    ask(method: 'GET' | 'POST', path: string, body?: Json): Promise<Json>;
  };
}

test.use(KEPT);

let server: Server;
test.beforeAll(async () => {
  server = await Server.start();
});
test.afterAll(() => server.stop());

test('an administrator connects a national system, sees what it does, and ends its access', async ({
  browser
}) => {
  const context = await browser.newContext();
  const page = await context.newPage();
  const desks = new DesksPage(page);
  const button = (key: string, values?: Readonly<Record<string, string>>) =>
    page.getByRole('button', { name: english(key, values), exact: true });
  const inDialog = (key: string) => desks.dialog.getByRole('button', { name: english(key), exact: true });
  const made: { id: string; audience: string; key: Json } = { id: '', audience: '', key: {} };

  await test.step('given an administrator whose authority has no system connected', async () => {
    await desks.arrive(server.address, ADMINISTRATORS.AU, 'Head office');
    await desks.go('systems');
    await expect(page.getByText(english('systems_none'))).toBeVisible();
    await takePictures(page, 'national systems, none');
  });
  await test.step('a credential without a name, a permission and a key is not made, and nonsense is no key', async () => {
    await button('systems_add').click();
    await inDialog('systems_add_action').click();
    await expect(desks.dialog.getByText(english('registration_missing')).first()).toBeVisible();
    await expect(desks.dialog.getByText(english('systems_scopes_missing'))).toBeVisible();
    await desks.dialog.getByLabel(english('systems_name')).fill('Medicines register');
    for (const scope of ['read', 'acts'])
      await desks.dialog.getByLabel(english(`systems_scope_${scope}`)).check();
    await desks.dialog.getByLabel(english('systems_key_own')).check();
    await desks.dialog
      .getByRole('textbox', { name: english('systems_key_public') })
      .fill('{"kty":"EC","d":"x"}');
    await inDialog('systems_add_action').click();
    await expect(desks.dialog.getByText(english('problem_client_key_private'))).toBeVisible();
    await takePictures(page, 'a new credential, refused');
  });
  await test.step('made by a double click it is one, and its private key is shown once', async () => {
    await desks.dialog.getByLabel(english('systems_key_here')).check();
    await inDialog('systems_add_action').dblclick();
    const shown = page.getByRole('status').filter({ has: page.locator('pre') });
    made.key = JSON.parse(await shown.locator('pre').innerText()) as Json;
    made.id = (await shown.locator('dd').first().innerText()).replace(/[\u2066-\u2069]/g, '');
    made.audience = (await shown.locator('dd').nth(1).innerText()).replace(/[\u2066-\u2069]/g, '');
    expect(made.id).toMatch(/^au\.system-[0-9a-f]{12}$/);
    await takePictures(page, 'a new credential, made');
    await expect(shown.getByRole('button', { name: english('ui_close') })).toBeDisabled();
    await page.locator('nav a[href$="/devices"]').first().click();
    await desks.dialog.getByRole('button', { name: english('ui_cancel') }).click();
    const saved = page.waitForEvent('download');
    await button('systems_save').click();
    expect((await saved).suggestedFilename()).toBe(`${made.id}-private-key.json`);
    await shown.getByRole('button', { name: english('ui_close') }).click();
    await expect(page.getByRole('heading', { name: /^Credentials 1$/ })).toBeVisible();
  });
  await test.step('the system gets in with it, and its signing key waits where devices are certified', async () => {
    const at = new URL('../../../couch/api/examples/i2es.ts', import.meta.url).href;
    const { Client } = (await import(at)) as Example;
    const system = new Client(server.address, made.id, made.key, made.audience);
    expect(await system.ask('GET', 'client')).toMatchObject({
      name: 'Medicines register',
      scopes: ['read', 'acts']
    });
    const { kty, crv, x, y } = made.key;
    await system.ask('POST', 'keys', { key: { kty, crv, x, y }, device: 'Register' });
    await expect(
      system.ask('POST', 'numbers', { kind: 'import-authorization', year: 2026, device: 'x' })
    ).rejects.toThrow();
    await desks.go('devices');
    await expect(page.getByRole('listitem').filter({ hasText: 'Medicines register' })).toBeVisible();
    await takePictures(page, 'the key of a national system waits');
  });
  await test.step('its log has the write and the refusal, without trade content', async () => {
    await desks.go('systems');
    await page.getByRole('button', { name: /^Log of/ }).click();
    await expect(desks.dialog.getByText('request-key')).toBeVisible();
    await expect(desks.dialog.getByText(english('problem_client_scope_missing'))).toBeVisible();
    await takePictures(page, 'the log of a national system');
    await desks.dialog
      .getByRole('button', { name: english('ui_close') })
      .last()
      .click();
  });
  await test.step('a webhook to an inside address is refused, and one that nobody answers says so', async () => {
    const url = page.getByLabel(english('systems_webhook_url'));
    await url.fill('https://10.0.0.1/hook');
    await button('systems_webhook_add').click();
    await expect(page.getByText(english('problem_webhook_url_refused'))).toBeVisible();
    await url.fill('https://hooks.register.invalid/i2es');
    await button('systems_webhook_add').dblclick();
    await expect(page.getByText(english('systems_secret_title'))).toBeVisible();
    await page
      .getByRole('status')
      .getByRole('button', { name: english('ui_close') })
      .click();
    await page.getByRole('button', { name: /^Send a test to/ }).click();
    await expect(page.getByText(english('systems_failure_unreachable')).first()).toBeVisible();
    await takePictures(page, 'national systems');
    expect(await findHindrances(page, 'national systems')).toEqual([]);
    await page.getByRole('button', { name: /^Delete the webhook/ }).click();
    await inDialog('systems_webhook_remove').click();
    await expect(page.getByText(english('systems_webhooks_none'))).toBeVisible();
  });
  await test.step('in Arabic nothing on the page hinders a reader', async () => {
    await desks.speak('ar');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(wordsOf('ar')('app_desk_systems'));
    expect(await findHindrances(page, 'national systems, in Arabic')).toEqual([]);
    await takePictures(page, 'national systems, in Arabic');
    await desks.speak('en');
  });
  await test.step('once the credential is revoked the system is out', async () => {
    await page.getByRole('button', { name: /^Revoke the credential of/ }).click();
    await inDialog('systems_revoke').click();
    await expect(page.getByText(english('systems_state_revoked'), { exact: true })).toBeVisible();
    const at = new URL('../../../couch/api/examples/i2es.ts', import.meta.url).href;
    const { Client } = (await import(at)) as Example;
    const system = new Client(server.address, made.id, made.key, made.audience);
    await expect(system.ask('GET', 'client')).rejects.toThrow(english('problem_client_revoked'));
  });
  await context.close();
});
