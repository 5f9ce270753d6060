/** A story as Playwright's test, and what it opened is closed at its end: a desk that is left open works on, and slows the next story. */
import { test as base } from '@playwright/test';

/** For a browser in which the app is not opened offline: a service worker fetches 900 files into each new one. */
export const NOT_KEPT = { serviceWorkers: 'block' } as const;

export const test = base.extend<{ leftOpen: undefined }>({
  leftOpen: [
    async ({ browser }, use) => {
      await use(undefined);
      for (const context of browser.contexts()) await context.close();
    },
    { auto: true }
  ]
});
