/** A story as Playwright's test, and what it opened is closed at its end: a desk that is left open works on, and slows the next story. */
import { test as base } from '@playwright/test';

export const test = base.extend<{ leftOpen: undefined }>({
  leftOpen: [
    async ({ browser }, use) => {
      await use(undefined);
      for (const context of browser.contexts()) await context.close();
    },
    { auto: true }
  ]
});
