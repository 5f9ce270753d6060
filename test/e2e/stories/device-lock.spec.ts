import { chromium, expect, type CDPSession, type Page } from '@playwright/test';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DesksPage } from '../pages/desks.page.ts';
import { aSecret, findTraces } from '../pages/disk.ts';
import { Looks } from '../pages/ease.ts';
import { waitUntilPagesKept } from '../pages/line.page.ts';
import { takeOutSecrets } from '../pages/sealed-secrets.ts';
import { OFFICERS, PASSPHRASE, SignInPage } from '../pages/sign-in.page.ts';
import { english } from '../pages/words.ts';
import { Server } from '../server.ts';
import { KEPT, test } from '../story.ts';

test.use(KEPT);

let server: Server;
test.beforeAll(async () => {
  server = await Server.start();
});
test.afterAll(() => server.stop());

const CHANGED = 'nine white storks over the lake';

/** What the lock answers, kept in the page alone: the story must know what to look for on the disk. */
async function hearAnswers(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const ask = navigator.credentials.get.bind(navigator.credentials);
    navigator.credentials.get = async (options) => {
      const credential = (await ask(options)) as PublicKeyCredential | null;
      const first = credential?.getClientExtensionResults().prf?.results?.first;
      const bytes = first ? [...new Uint8Array(first as ArrayBuffer)] : [];
      const answered = bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('');
      Object.assign(window, { answered });
      return credential;
    };
  });
}

/** The computer's own fingerprint reader, which can say who is there, and gives keys or does not. */
class Reader {
  #session: CDPSession | undefined;
  #id = '';

  constructor(readonly page: Page) {}

  async plugIn(hasPrf: boolean): Promise<void> {
    this.#session ??= await this.page.context().newCDPSession(this.page);
    await this.#session.send('WebAuthn.enable');
    if (this.#id)
      await this.#session.send('WebAuthn.removeVirtualAuthenticator', { authenticatorId: this.#id });
    const { authenticatorId } = await this.#session.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        ctap2Version: 'ctap2_1',
        transport: 'internal',
        hasResidentKey: true,
        hasUserVerification: true,
        hasPrf,
        isUserVerified: true,
        automaticPresenceSimulation: true
      }
    });
    this.#id = authenticatorId;
  }

  /** Whether the right finger is laid on it. */
  async know(isUserVerified: boolean): Promise<void> {
    await this.#session?.send('WebAuthn.setUserVerified', { authenticatorId: this.#id, isUserVerified });
  }
}

test('the device’s own lock opens the records beside the passphrase, each of them enough, off line too', async ({
  launchOptions
}) => {
  const profile = mkdtempSync(join(tmpdir(), 'i2es-lock-'));
  const context = await chromium.launchPersistentContext(profile, { ...launchOptions, locale: 'en-GB' });
  const page = context.pages()[0] ?? (await context.newPage());
  const [desks, signIn, reader, looks] = [
    new DesksPage(page),
    new SignInPage(page),
    new Reader(page),
    new Looks()
  ];
  const panel = page.getByRole('region', { name: english('security_lock'), exact: true });
  const byLock = page.getByRole('button', { name: english('person_device_lock') });
  const alert = page.getByText(english('problem_deviceLock_stopped'));
  const lock = async (): Promise<void> => {
    await page.getByRole('button', { name: english('app_lock') }).click();
    await expect(page.getByRole('button', { name: english('person_unlock'), exact: true })).toBeVisible();
  };
  const enrol = async (passphrase: string): Promise<void> => {
    await panel.getByLabel(english('security_passphrase_now')).fill(passphrase);
    await panel.getByRole('button', { name: english('security_lock_add') }).click();
  };

  await hearAnswers(page);
  await test.step('given a computer whose lock gives no key, the passphrase stays the only way', async () => {
    await reader.plugIn(false);
    await desks.arrive(server.address, OFFICERS.AU, 'Office');
    await desks.go('security');
    await enrol(PASSPHRASE);
    await expect(panel.getByText(english('problem_deviceLock_noPrf'))).toBeVisible();
  });
  await test.step('with one that does, it is set up by whoever knows the passphrase', async () => {
    await reader.plugIn(true);
    await enrol('not the passphrase at all');
    await expect(panel.getByText(english('problem_vault_passphrase_wrong'))).toBeVisible();
    await enrol(PASSPHRASE);
    await expect(panel.getByText(english('security_lock_added'))).toBeVisible();
    await looks.at(page, 'the lock is set up');
  });
  await test.step('then it opens the desks without the passphrase and without a connection', async () => {
    await lock();
    await looks.at(page, 'a way in beside the passphrase');
    await waitUntilPagesKept(page);
    await context.setOffline(true);
    await page.reload();
    await byLock.click();
    await expect(desks.title).toBeVisible();
    await context.setOffline(false);
  });
  await test.step('a new passphrase leaves it as it is', async () => {
    await desks.go('security');
    const form = page.getByRole('region', { name: english('security_passphrase'), exact: true });
    await form.getByLabel(english('security_passphrase_now')).fill(PASSPHRASE);
    await form.getByLabel(english('security_passphrase_next')).fill(CHANGED);
    await form.getByRole('button', { name: english('security_passphrase_change') }).click();
    await expect(form.getByText(english('security_passphrase_changed'))).toBeVisible();
    await lock();
    await byLock.click();
    await expect(desks.title).toBeVisible();
  });
  await test.step('a finger that it does not know opens nothing, which is said, and the passphrase does', async () => {
    await lock();
    await reader.know(false);
    await byLock.click();
    await expect(alert).toBeVisible();
    await signIn.unlock(CHANGED);
    await expect(desks.title).toBeVisible();
  });
  await test.step('another device’s lock opens nothing here', async () => {
    await lock();
    await reader.plugIn(true);
    await byLock.click();
    await expect(alert).toBeVisible();
    await signIn.unlock(CHANGED);
    await expect(desks.title).toBeVisible();
  });
  await test.step('once removed, it is offered no more', async () => {
    await desks.go('security');
    await panel.getByRole('button', { name: english('security_lock_remove') }).click();
    await expect(panel.getByText(english('security_lock_removed'))).toBeVisible();
    await lock();
    await expect(byLock).toHaveCount(0);
  });
  let answer = '';
  await test.step('and set up again, its answer and the key are nowhere on the disk', async () => {
    await signIn.unlock(CHANGED);
    await desks.go('security');
    await enrol(CHANGED);
    await expect(panel.getByText(english('security_lock_added'))).toBeVisible();
    answer = await page.evaluate(() => (window as unknown as { answered: string }).answered);
    await lock();
  });
  const { dataKey } = await takeOutSecrets(page, OFFICERS.AU.account, CHANGED);
  await context.close();
  const secret = Buffer.from(answer, 'hex');
  expect(secret).toHaveLength(32);
  expect(findTraces(profile, [aSecret('the answer', secret), aSecret('the data key', dataKey)])).toEqual([]);
  expect(looks.found).toEqual([]);
  rmSync(profile, { recursive: true, force: true });
});
