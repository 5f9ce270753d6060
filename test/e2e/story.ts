/** A story as Playwright's test, and what it opened is closed at its end: a desk that is left open works on, and slows the next story. */
import { test as base } from '@playwright/test';

/**
 * For a browser in which the app is opened or reloaded offline, renewed, or notified. Others have no service worker (see
 * playwright.config.ts): it fetches 900 files into each new one.
 */
export const KEPT = { serviceWorkers: 'allow' } as const;

export const test = base.extend<{ leftOpen: undefined }>({
  leftOpen: [
    async ({ browser }, use) => {
      await use(undefined);
      for (const context of browser.contexts()) await context.close();
    },
    { auto: true }
  ]
});
