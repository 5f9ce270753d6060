/** The second factor as a person meets it: set up, shown at sign-in, and looked after at the desk of security. */
import { expect, type Locator, type Page } from '@playwright/test';
import { Secret, TOTP } from 'otpauth';
import { english } from './words.ts';

const STEP = 30_000;

export class SecondFactorPage {
  #secret = '';
  #lastStep = 0;

  constructor(readonly page: Page) {}

  /** At sign-in, in the place of the password. */
  get step(): Locator {
    return this.page.getByRole('region', { name: english('second_title') });
  }

  /** At a first sign-in, of an account that must have one. */
  async setUp(): Promise<void> {
    await this.page.getByRole('button', { name: english('security_totp_add'), exact: true }).click();
    await this.readKey();
    await this.type(this.code());
    await this.keepRecovery();
  }

  /** At the desk of security. */
  get panel(): Locator {
    return this.page.getByRole('region', { name: english('security_factors') });
  }

  /** A telephone's fingerprint reader that says yes. */
  async giveFingerprintReader(): Promise<void> {
    const devtools = await this.page.context().newCDPSession(this.page);
    await devtools.send('WebAuthn.enable');
    await devtools.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        transport: 'internal',
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true
      }
    });
  }

  /** The key as a person types it into an app, who cannot scan. */
  async readKey(): Promise<void> {
    this.#secret = (await this.page.locator('code').innerText()).replaceAll(' ', '');
  }

  /** What the app shows; each code works once, so the next one is taken where this one has been. */
  code(): string {
    const now = Math.floor(Date.now() / STEP);
    this.#lastStep = Math.max(now, this.#lastStep + 1);
    return this.#generate(this.#lastStep);
  }

  /** A code of an hour ago, which is never right. */
  oldCode(): string {
    return this.#generate(Math.floor(Date.now() / STEP) - 120);
  }

  async type(code: string): Promise<void> {
    await this.page.getByLabel(english('second_totp')).fill(code);
    await this.page.getByRole('button', { name: english('second_continue') }).click();
  }

  /** Without a code it says what is missing, where it is to be typed. */
  async expectEmptyRefused(): Promise<void> {
    const box = this.page.getByLabel(english('second_totp'));
    await this.page.getByRole('button', { name: english('second_continue') }).click();
    await expect(box).toBeFocused();
    await expect(box).toHaveAttribute('aria-invalid', 'true');
    await expect(this.page.getByText(english('registration_missing'))).toBeVisible();
  }

  async useRecovery(code: string): Promise<void> {
    await this.step.getByRole('button', { name: english('second_use_recovery') }).click();
    await this.step.getByLabel(english('second_recovery')).fill(code);
    await this.step.getByRole('button', { name: english('second_continue') }).click();
  }

  get recovery(): Locator {
    return this.page.getByRole('region', { name: english('security_recovery_title') });
  }

  /** The ten codes, each once. */
  async keepRecovery(): Promise<string[]> {
    const codes = this.recovery.getByRole('listitem');
    await expect(codes).toHaveCount(10);
    const told = await codes.allInnerTexts();
    await this.page.getByRole('button', { name: english('security_recovery_kept') }).click();
    return told;
  }

  async addPasskey(name: string): Promise<void> {
    const add = this.panel.getByRole('button', { name: english('security_passkey_add') });
    await add.click();
    await add.click();
    await expect(this.panel.getByText(english('registration_missing'))).toBeVisible();
    await this.panel.getByLabel(english('security_passkey_name')).fill(name);
    await add.click();
  }

  async remove(factor: string): Promise<void> {
    const row = this.panel.getByRole('listitem').filter({ hasText: factor });
    await row.getByRole('button', { name: english('security_factor_remove') }).click();
  }

  async showPassword(password: string): Promise<void> {
    await this.panel.getByLabel(english('security_password_now')).fill(password);
  }

  #generate(step: number): string {
    return new TOTP({ secret: Secret.fromBase32(this.#secret) }).generate({ timestamp: step * STEP });
  }
}
