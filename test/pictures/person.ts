/** Somebody at a desk of the demonstration, who changes the language of the screen and goes on working. */
import type { Browser, BrowserContext, Page } from '@playwright/test';
import { DesksPage } from '../e2e/pages/desks.page.ts';
import { PASSPHRASE, type Traveller } from '../e2e/pages/sign-in.page.ts';

export const DESK = { width: 1040, height: 680 } as const;
export const PHONE = { width: 390, height: 700 } as const;

/** The browser's clock stands where the server's does. */
function shiftClock(shift: number): void {
  const Real = Date;
  globalThis.Date = class extends Real {
    constructor(...given: unknown[]) {
      if (given.length === 0) super(Real.now() + shift);
      else super(...(given as [number]));
    }

    static override now(): number {
      return Real.now() + shift;
    }
  } as DateConstructor;
}

export class Person {
  readonly page: Page;
  readonly #context: BrowserContext;
  readonly #address: string;

  private constructor(context: BrowserContext, page: Page, address: string) {
    this.#context = context;
    this.page = page;
    this.#address = address;
  }

  static async arrive(
    browser: Browser,
    { address, shift, traveller }: { address: string; shift: number; traveller: Traveller | null }
  ): Promise<Person> {
    const context = await browser.newContext({
      viewport: DESK,
      locale: 'en-GB',
      timezoneId: 'Europe/Vienna',
      reducedMotion: 'reduce'
    });
    await context.addInitScript(shiftClock, shift);
    const page = await context.newPage();
    if (traveller) await new DesksPage(page).arrive(address, traveller, 'Laptop, room 12');
    else await page.goto(address);
    return new Person(context, page, address);
  }

  async speak(locale: string): Promise<void> {
    await this.page.evaluate((chosen) => localStorage.setItem('PARAGLIDE_LOCALE', chosen), locale);
    await this.page.reload();
    await this.unlockIfAsked();
  }

  /** Through the app itself where it is open: a page loaded anew would be locked. */
  async go(path: string): Promise<void> {
    const before = this.page.url();
    if (before === `${this.#address}${path}`) return;
    await this.page.evaluate((href) => {
      const link = document.createElement('a');
      link.href = href;
      document.body.append(link);
      link.click();
      link.remove();
    }, path);
    // A new draft is given an address of its own on the way.
    await this.page.waitForURL((url) => url.href !== before);
  }

  async unlockIfAsked(): Promise<void> {
    const asked = this.page.locator('input[type="password"]');
    await asked
      .or(this.page.getByRole('heading', { level: 1 }))
      .first()
      .waitFor();
    if (!(await asked.isVisible())) return;
    await asked.fill(PASSPHRASE);
    await asked.press('Enter');
    await this.page.getByRole('navigation').first().waitFor();
  }

  close(): Promise<void> {
    return this.#context.close();
  }
}
