/** What the server says comes when the story wants it, and whether something on the page moves then. */
import type { Locator, Page } from '@playwright/test';

/** The server's answers to this question wait until they are let go. */
export async function holdAnswer(
  page: Page,
  path: `/api/${string}`
): Promise<{ readonly asked: Promise<unknown>; readonly letGo: () => void }> {
  let letGo = (): void => undefined;
  const held = new Promise<void>((resolve) => (letGo = resolve));
  const asked = page.waitForRequest((request) => new URL(request.url()).pathname === path);
  await page.route(
    ({ pathname }) => pathname === path,
    async (route) => {
      await held;
      await route.fallback();
    }
  );
  return { asked, letGo };
}

/** From the top of the page, however far it is scrolled, and how high it is. */
export function placeOf(element: Locator): Promise<string> {
  return element.evaluate((node) => {
    const { top, left, height } = node.getBoundingClientRect();
    return [left + scrollX, top + scrollY, height].map(Math.round).join(' ');
  });
}
