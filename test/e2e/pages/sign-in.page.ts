/** The way in: account, passphrase of this computer, first fill, device. */
import type { Page } from '@playwright/test';
import { english } from './words.ts';

export interface Traveller {
  readonly account: string;
  readonly password: string;
}

export const OFFICERS = {
  AU: { account: 'au.officer', password: 'banksia-morning-26' },
  CH: { account: 'ch.officer', password: 'gentian-evening-26' }
} as const satisfies Record<string, Traveller>;

export const ADMINISTRATORS = {
  AU: { account: 'au.admin', password: 'wattle-harbour-26' },
  CH: { account: 'ch.admin', password: 'edelweiss-quay-26' },
  /** Registered, and nothing issued yet. */
  KE: { account: 'ke.admin', password: 'savanna-lantern-26' }
} as const satisfies Record<string, Traveller>;

export const SECRETARIAT: Traveller = { account: 'incb.secretary', password: 'vienna-registry-26' };
/** The second person of INCB, who confirms the lists. */
export const DEPUTY: Traveller = { account: 'incb.deputy', password: 'danube-ledger-26' };

export const PASSPHRASE = 'seven grey herons over the lake';

/** All that a country has, fetched and verified: work of the machine. */
export const FIRST_SYNC_MS = 60_000;

export class SignInPage {
  constructor(readonly page: Page) {}

  /** An open desk would be open again under any address: it is locked first. */
  async open(address: string): Promise<void> {
    const lock = this.page.getByRole('button', { name: 'Lock now' });
    if (await lock.isVisible()) {
      await lock.click();
      await this.page.getByRole('button', { name: 'Unlock', exact: true }).waitFor();
    }
    await this.page.goto(`${address}/sign-in`);
  }

  async signIn({ account, password }: Traveller): Promise<void> {
    await this.page.getByLabel('Account').fill(account);
    await this.page.getByLabel('Password').fill(password);
    await this.page.getByRole('button', { name: 'Sign in' }).click();
  }

  async keepDataHere(passphrase = PASSPHRASE): Promise<void> {
    await this.page.getByLabel('Choose a passphrase').fill(passphrase);
    await this.page.getByLabel('Repeat the passphrase').fill(passphrase);
    await this.page.getByRole('button', { name: 'Encrypt and download the data' }).click();
  }

  async nameDevice(name: string): Promise<void> {
    // It is asked for once the first sync is done, which says meanwhile how far it is.
    const box = this.page.getByLabel('Name of this device');
    await box.waitFor({ timeout: FIRST_SYNC_MS });
    await box.fill(name);
    await this.page.getByRole('button', { name: 'Request certification' }).click();
  }

  /** Who has no key is led here by the first sync. */
  async openDesks(): Promise<void> {
    await this.page
      .getByRole('button', { name: 'Open I2ES' })
      .or(this.page.getByRole('link', { name: 'Open I2ES' }))
      .click({ timeout: FIRST_SYNC_MS });
  }

  /** After a reload or a deep link: the desk is open still, or the one person here is asked for the passphrase alone. */
  async unlockDesk(passphrase = PASSPHRASE, say = english): Promise<void> {
    const asked = this.page.getByRole('button', { name: say('person_unlock'), exact: true });
    await asked.or(this.page.getByRole('navigation')).first().waitFor();
    if (await asked.isVisible()) await this.unlock(passphrase, say);
    await this.page.getByRole('navigation').first().waitFor();
  }

  /** A desk by its address, as a link or a bookmark opens it. */
  async openDesk(address: string): Promise<void> {
    await this.page.goto(address);
    await this.unlockDesk();
  }

  async unlock(passphrase = PASSPHRASE, say = english): Promise<void> {
    const unlock = this.page.getByRole('button', { name: say('person_unlock'), exact: true });
    await unlock.waitFor();
    await this.page.getByLabel(say('person_passphrase')).fill(passphrase);
    await unlock.click();
  }
}
