/** What the server says comes when the story wants it, and whether something on the page moves then. */
import type { Locator, Page, Request } from '@playwright/test';

interface HeldAnswer {
  readonly asked: Promise<unknown>;
  /** Has the server answer what was asked by now, and keeps the answer: once let go it is there in no time. */
  readonly fetch: () => Promise<void>;
  readonly letGo: () => void;
  /** Settled once the page has been given what was fetched. */
  readonly given: Promise<void>;
}

function nothing(): void {}

/**
 * The server's answers to this question wait until they are let go. When it is asked hangs on all that the story does
 * until then, so that `asked` has no time of its own to be over.
 */
export async function holdAnswer(page: Page, path: `/api/${string}`): Promise<HeldAnswer> {
  let [letGo, ask, come, give] = [nothing, nothing, nothing, nothing];
  const held = new Promise<void>((resolve) => (letGo = resolve));
  const wanted = new Promise<void>((resolve) => (ask = resolve));
  const fetched = new Promise<void>((resolve) => (come = resolve));
  const given = new Promise<void>((resolve) => (give = resolve));
  const isIt = (request: Request): boolean => new URL(request.url()).pathname === path;
  const asked = page.waitForRequest(isIt, { timeout: 0 });
  await page.route(
    ({ pathname }) => pathname === path,
    async (route) => {
      const isLetGo = await Promise.race([held.then(() => true), wanted.then(() => false)]);
      if (isLetGo) return route.fallback();
      const response = await route.fetch();
      come();
      await held;
      await route.fulfill({ response });
      give();
    }
  );
  const fetch = (): Promise<void> => {
    ask();
    return fetched;
  };
  return { asked, fetch, letGo, given };
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
