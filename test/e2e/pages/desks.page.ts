/** The desks behind the way in: from one to the other inside the app, as the unlocked store wants it. */
import { expect, type Browser, type BrowserContextOptions, type Locator, type Page } from '@playwright/test';
import { PASSPHRASE, SignInPage, type Traveller } from './sign-in.page.ts';
import { english, wordsOf, type Say } from './words.ts';

type Desk =
  | 'today'
  | 'authorizations'
  | 'matching'
  | 'partners'
  | 'balance'
  | 'applications'
  | 'companies'
  | 'returns'
  | 'region'
  | 'registrations'
  | 'countries'
  | 'contacts'
  | 'lists'
  | 'announcements'
  | 'sessions'
  | 'surveys'
  | 'suggestions'
  | 'sync'
  | 'devices'
  | 'people'
  | 'systems'
  | 'settings'
  | 'security'
  | 'help';

export class DesksPage {
  constructor(
    readonly page: Page,
    readonly say: Say = english
  ) {}

  get title(): Locator {
    return this.page.getByRole('heading', { level: 1 });
  }

  get dialog(): Locator {
    return this.page.getByRole('dialog');
  }

  /** The whole first time, in English: account, passphrase, first fill, device, certificate, desks. */
  async arrive(
    address: string,
    traveller: Traveller,
    device: string,
    passphrase = PASSPHRASE
  ): Promise<void> {
    const signIn = new SignInPage(this.page);
    await signIn.open(address);
    await signIn.signIn(traveller);
    await signIn.keepDataHere(passphrase);
    await signIn.nameDevice(device);
    await expect(this.page.getByText('Certified', { exact: true })).toBeVisible();
    await signIn.openDesks();
    await expect(this.title).toHaveText('Today');
  }

  /** Where no service worker carries the open key over the reload, the page asks for the passphrase in that language. */
  async speak(locale: string): Promise<void> {
    await this.page.evaluate((to) => localStorage.setItem('PARAGLIDE_LOCALE', to), locale);
    await this.page.reload();
    await new SignInPage(this.page).unlockDesk(PASSPHRASE, wordsOf(locale));
  }

  /** By the list of desks at the side; on a phone, where there are many, behind the last sign of the bar. */
  async go(desk: Desk): Promise<void> {
    const link = this.page.locator(`nav a[href$="/${desk}"]`).first();
    await link.waitFor({ state: 'attached' });
    if (await link.isVisible()) await link.click();
    else {
      await this.page
        .getByRole('navigation')
        .getByRole('button', { name: this.say('ui_more') })
        .click();
      await this.page.locator(`[role^="menuitem"][href$="/${desk}"]`).click();
    }
    await expect(this.page).toHaveURL(new RegExp(`/${desk}$`));
    await expect(this.title).toBeVisible();
  }

  /** Numbers are reserved for this device, so that it issues when the line is gone; they come after its certificate. */
  async waitUntilNumbered(): Promise<void> {
    await this.go('sync');
    const left = this.page.locator('dt', { hasText: this.say('person_device_numbers_import') });
    await expect(left.locator('+ dd')).toHaveText(/[1-9]/);
    await this.go('today');
  }

  async startImport(): Promise<void> {
    await this.page.locator('main a[href$="/authorizations/new"]').first().click();
    await expect(this.title).toHaveText(this.say('authorization_title_import'));
  }

  /** From Today, the first dossier that waits for this step. */
  async openFirst(step: 'decide' | 'ship' | 'endorse'): Promise<void> {
    await this.go('today');
    const name = new RegExp(`${this.say(`today_step_${step}`)}.*[A-Z]{2}-[IE]-`);
    await this.page.getByRole('link', { name }).first().click();
    await expect(this.page.getByRole('heading', { name: this.say('dossier_acts') })).toBeVisible();
  }

  async choose(menu: string, entry: string): Promise<void> {
    await this.page.getByRole('button', { name: menu, exact: true }).click();
    await this.page.getByRole('menuitem', { name: entry }).first().click();
  }

  /** Where something was typed the dialog asks; what was typed goes. */
  async closeDialog(): Promise<void> {
    await this.page.keyboard.press('Escape');
    const without = this.page.getByRole('button', { name: this.say('ui_close_without') });
    await expect(without.or(this.page.locator('body:not(:has(dialog[open]))'))).toBeVisible();
    if (await without.isVisible()) await without.click();
    await expect(this.dialog).toBeHidden();
  }
}

/** The desk of a person at a computer of their own. */
export async function aDesk(
  browser: Browser,
  address: string,
  who: Traveller,
  device: string,
  options?: BrowserContextOptions
): Promise<DesksPage> {
  const desks = new DesksPage(await (await browser.newContext(options)).newPage());
  await desks.arrive(address, who, device);
  return desks;
}
