/** A tab that dies in the middle of its work: nothing in it is told, no last save is made. */
import type { Page } from '@playwright/test';

export async function crashTab(page: Page): Promise<void> {
  const crashed = page.waitForEvent('crash');
  const devtools = await page.context().newCDPSession(page);
  // A process that is gone answers no more.
  devtools.send('Page.crash').catch(() => undefined);
  await crashed;
  await page.close();
}
