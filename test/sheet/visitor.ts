/** Somebody who has come in once and goes from screen to screen, in one language after the other. */
import type { Browser, BrowserContext, Page } from '@playwright/test';
import { SecondFactorPage } from '../e2e/pages/second-factor.page.ts';
import { PASSPHRASE, SignInPage } from '../e2e/pages/sign-in.page.ts';
import { waitUntilPagesKept } from '../e2e/pages/line.page.ts';
import { TRAVELLERS, type Who } from './people.ts';

export const SIZES = { phone: { width: 390, height: 844 }, desk: { width: 1440, height: 900 } } as const;
export type Size = keyof typeof SIZES;

export class Visitor {
  readonly page: Page;
  readonly #context: BrowserContext;
  readonly #home: string;

  private constructor(context: BrowserContext, page: Page, who: Who) {
    this.#context = context;
    this.page = page;
    this.#home = who === 'company' ? '/company' : '/today';
  }

  static async arrive(browser: Browser, address: string, who: Who): Promise<Visitor> {
    const context = await browser.newContext({
      viewport: SIZES.desk,
      locale: 'en-GB',
      timezoneId: 'Europe/Vienna',
      reducedMotion: 'reduce'
    });
    context.setDefaultTimeout(15_000);
    const visitor = new Visitor(context, await context.newPage(), who);
    if (who === 'nobody') await visitor.page.goto(`${address}/who`);
    else await visitor.#comeIn(address, who);
    await waitUntilPagesKept(visitor.page);
    return visitor;
  }

  /** A user who signs nothing is not asked to name a device. A company’s user keeps no data here. */
  async #comeIn(address: string, who: Exclude<Who, 'nobody'>): Promise<void> {
    const { page } = this;
    const signIn = new SignInPage(page);
    await signIn.open(address);
    await signIn.signIn(TRAVELLERS[who]);
    if (who === 'company') {
      await new SecondFactorPage(page).setUp();
      return this.#shell.waitFor();
    }
    await signIn.keepDataHere();
    const device = page.getByLabel('Name of this device');
    const open = page
      .getByRole('button', { name: 'Open I2ES' })
      .or(page.getByRole('link', { name: 'Open I2ES' }));
    await device.or(open).or(this.#shell).first().waitFor({ timeout: 120_000 });
    if (await device.isVisible()) await signIn.nameDevice('Laptop, room 12');
    await open.or(this.#shell).first().waitFor();
    if (await open.isVisible()) await open.click();
    // Customs begins at the public page that verifies forms.
    if (who === 'customs') return page.waitForURL(/\/verify$/);
    await this.#shell.waitFor();
  }

  get #shell() {
    return this.page.locator('nav a:is([href$="/help"], [href="/company/security"])').first();
  }

  async speak(locale: string, isSignedIn: boolean): Promise<void> {
    const { page } = this;
    await page.evaluate((chosen) => localStorage.setItem('PARAGLIDE_LOCALE', chosen), locale);
    if (!isSignedIn) {
      await page.reload();
      return settle(page);
    }
    // The page that was looked at last can be a public one, without the sections.
    await page.goto(new URL(this.#home, page.url()).href);
    const asked = page.locator('input[type="password"]');
    await asked.or(this.#shell).first().waitFor({ state: 'attached' });
    // Desks that opened by themselves ask for passwords of their own, at several boxes.
    if ((await this.#shell.count()) === 0) {
      await asked.fill(PASSPHRASE);
      await asked.press('Enter');
    }
    await this.#shell.waitFor({ state: 'attached' });
    await settle(page);
  }

  /** Through the app itself where it is open: a page loaded anew would be locked. */
  async go(path: string): Promise<void> {
    await this.page.evaluate((href) => {
      const link = document.createElement('a');
      link.href = href;
      document.body.append(link);
      link.click();
      link.remove();
    }, path);
    await this.page.waitForURL((url) => isThere(url, path));
    await settle(this.page);
  }

  /** Addresses within the house that the open page links to. */
  links(): Promise<string[]> {
    return this.page.evaluate(() =>
      [...document.querySelectorAll('main a[href]')].map(
        (link) => new URL((link as HTMLAnchorElement).href).pathname
      )
    );
  }

  cut(isOff: boolean): Promise<void> {
    return this.#context.setOffline(isOff);
  }

  close(): Promise<void> {
    return this.#context.close();
  }
}

/** A new draft is given an address of its own on the way. */
function isThere(url: URL, path: string): boolean {
  const [asked] = path.split(/[?#]/);
  return url.pathname === asked || asked === '/authorizations/new' || asked === '/';
}

/** As text, since what `tsx` makes of a function with names in it is not a page's. */
const QUIET = `(async () => {
  const [quietMs, mostMs] = [150, 4000];
  await document.fonts.ready;
  await new Promise((done) => {
    let timer;
    const end = () => (watch.disconnect(), clearTimeout(timer), clearTimeout(last), done());
    const isLoading = () => document.querySelector('[aria-busy="true"], .skeleton') !== null;
    const wait = () => {
      clearTimeout(timer);
      timer = setTimeout(() => (isLoading() ? wait() : end()), quietMs);
    };
    const watch = new MutationObserver(wait);
    const last = setTimeout(end, mostMs);
    watch.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
    wait();
  });
})()`;

/** Until nothing has changed on the page for a moment, and nothing on it says that it loads. */
export async function settle(page: Page): Promise<void> {
  await page.locator('h1, main').first().waitFor({ state: 'attached' });
  await page.evaluate(QUIET);
}
