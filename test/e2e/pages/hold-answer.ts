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

/** From now on the page notes when its next heading and, after that, a list's row with these words came: milliseconds between. */
export async function whenDrawn(page: Page, words: string): Promise<() => Promise<number>> {
  const seen = await page.evaluateHandle((sought) => {
    const before = document.querySelector('main h1');
    const at = { heading: 0, row: 0 };
    const look = (): void => {
      const heading = document.querySelector('main h1');
      if (at.heading === 0 && heading !== before) at.heading = performance.now();
      const rows = [...document.querySelectorAll('main li')];
      if (at.heading > 0 && at.row === 0 && rows.some((row) => row.textContent?.includes(sought))) {
        at.row = performance.now();
      }
    };
    new MutationObserver(look).observe(document, { childList: true, subtree: true, characterData: true });
    return at;
  }, words);
  return () => seen.evaluate(({ heading, row }) => row - heading);
}

/** From the top of the page, however far it is scrolled, and how high it is. */
export function placeOf(element: Locator): Promise<string> {
  return element.evaluate((node) => {
    const { top, left, height } = node.getBoundingClientRect();
    return [left + scrollX, top + scrollY, height].map(Math.round).join(' ');
  });
}
