/** The line to the server: what the head of the desks says of it, and the session behind it. */
import { expect, type BrowserContext, type Locator, type Page } from '@playwright/test';

/** The whole program is fetched and kept: work of the machine, beside all else that a first visit does. */
export const KEPT_WITHIN_MS = 60_000;

export class LinePage {
  constructor(readonly page: Page) {}

  /** The one sentence in the head. */
  get sentence(): Locator {
    return this.page.getByRole('banner').locator('a[href$="/sync"]');
  }
}

/** What an administrator of the server does to a lost computer: the session ends there and nowhere else. */
export async function endSession(context: BrowserContext, address: string): Promise<number> {
  const cookies = await context.cookies();
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
  const { status } = await fetch(`${address}/api/session`, { method: 'DELETE', headers: { cookie } });
  return status;
}

/**
 * The service worker holds the whole program, and what printing needs: from now on it answers for this page and
 * for every one that is opened. (Not `waitForFunction`: it takes the promise of an answer for the answer.)
 */
export async function waitUntilKept(page: Page): Promise<void> {
  const isKept = (): Promise<boolean> =>
    page.evaluate(async () => {
      if (navigator.serviceWorker.controller?.state !== 'activated') return false;
      const late = await caches.open('i2es-late');
      const kept = (await late.keys()).map(({ url }) => url);
      return ['NotoSans-Regular', 'NotoSans-Bold'].every((font) => kept.some((url) => url.includes(font)));
    });
  await expect.poll(isKept, { timeout: KEPT_WITHIN_MS }).toBe(true);
}

/** The service worker holds the pages themselves: enough where nothing is printed. */
export async function waitUntilPagesKept(page: Page): Promise<void> {
  const state = (): Promise<string | undefined> =>
    page.evaluate(() => navigator.serviceWorker.controller?.state);
  await expect.poll(state, { timeout: KEPT_WITHIN_MS }).toBe('activated');
}

/** Addresses of all that the browser's caches keep for this site. */
export function readCachedPaths(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const paths: string[] = [];
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      paths.push(...(await cache.keys()).map(({ url }) => new URL(url).pathname));
    }
    return paths;
  });
}

/** Of all that the browser's caches keep for this site, as it is kept. */
export function readKeptBytes(page: Page): Promise<number> {
  return page.evaluate(async () => {
    let bytes = 0;
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      for (const request of await cache.keys()) bytes += (await (await cache.match(request))!.blob()).size;
    }
    return bytes;
  });
}

/** What the server answers to the session of this browser. */
export function askServer(page: Page, path: string): Promise<number> {
  return page.evaluate(async (asked) => (await fetch(asked)).status, path);
}
