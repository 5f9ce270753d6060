/** A table of which only the rows in sight are drawn, in a real browser: whatever is done to it, none is missing. */
import fc from 'fast-check';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Gallery } from './gallery-page.ts';
import { sampleRows } from './gallery/sample-rows.ts';

let gallery: Gallery;
beforeAll(async () => {
  gallery = await Gallery.open();
}, 120_000);
afterAll(() => gallery.close());

type Deed =
  | { readonly do: 'scroll'; readonly percent: number }
  | { readonly do: 'find'; readonly text: string }
  | { readonly do: 'tab'; readonly key: string }
  | { readonly do: 'sort' }
  | { readonly do: 'turn'; readonly width: number; readonly height: number };

const deed: fc.Arbitrary<Deed> = fc.oneof(
  fc.record({ do: fc.constant('scroll' as const), percent: fc.integer({ min: 0, max: 100 }) }),
  fc.record({
    do: fc.constant('find' as const),
    text: fc.constantFrom('', '', '1', '19', '1999', '0012', 'x')
  }),
  fc.record({ do: fc.constant('tab' as const), key: fc.constantFrom('all', 'open', 'endorsed', 'none') }),
  fc.record({ do: fc.constant('sort' as const) }),
  fc.record({
    do: fc.constant('turn' as const),
    width: fc.constantFrom(390, 800, 1280),
    height: fc.constantFrom(500, 844, 1200)
  })
);

const grid = (page: Page) => page.getByRole('grid', { name: 'Authorizations' });

async function carryOut(page: Page, one: Deed): Promise<void> {
  switch (one.do) {
    case 'scroll':
      if ((await grid(page).count()) > 0)
        await grid(page).evaluate((element, percent) => {
          element.scrollTop = (percent / 100) * (element.scrollHeight - element.clientHeight);
        }, one.percent);
      break;
    case 'find':
      await page.getByLabel('Find').fill(one.text);
      break;
    case 'tab':
      await page.getByRole('tab', { name: one.key }).click();
      break;
    case 'sort':
      // By phone the heads are there for readers of the screen alone, out of the pointer's reach.
      if ((await grid(page).count()) > 0)
        await page.getByRole('button', { name: 'Number' }).dispatchEvent('click');
      break;
    case 'turn':
      await page.setViewportSize({ width: one.width, height: one.height });
  }
}

interface Seen {
  readonly height: number;
  readonly rowHeight: number;
  readonly scrolled: number;
  /** Pixels in sight that no row covers. */
  readonly bare: number;
  readonly counted: number;
}

/** After two frames, when the platform has told of every size and offset. */
function seen(page: Page): Promise<Seen | null> {
  return page.evaluate(async () => {
    for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);
    const element = document.querySelector('[role="grid"]');
    const body = element?.querySelector<HTMLElement>('.body');
    if (!element || !body) return null;
    const rows = [...body.querySelectorAll('[role="row"]')].map((row) => row.getBoundingClientRect());
    const sight = element.getBoundingClientRect();
    const top = Math.max(sight.top, body.getBoundingClientRect().top);
    const bottom = Math.min(sight.bottom, body.getBoundingClientRect().bottom);
    const covered = rows.reduce(
      (sum, row) => sum + Math.max(0, Math.min(row.bottom, bottom) - Math.max(row.top, top)),
      0
    );
    return {
      height: body.offsetHeight,
      rowHeight: rows[0]?.height ?? 0,
      scrolled: element.scrollTop,
      bare: Math.max(0, bottom - top - covered),
      counted: Number(element.getAttribute('aria-rowcount')) - 1
    };
  });
}

const all = sampleRows(2000);

describe('whatever is scrolled, searched, chosen, sorted and turned, in any order', () => {
  it('every row in sight is drawn, the height is that of all rows, and another question starts at its first row', async () => {
    const page = await gallery.look({ page: 'table' });
    let [tab, text] = ['all', ''];
    const property = fc.asyncProperty(fc.array(deed, { minLength: 3, maxLength: 12 }), async (deeds) => {
      for (const one of deeds) {
        const before = `${tab} ${text}`;
        await carryOut(page, one);
        if (one.do === 'tab') tab = one.key;
        if (one.do === 'find') text = one.text;
        const count = all.filter(
          ({ status, number }) => (tab === 'all' || status === tab) && number.includes(text)
        ).length;
        const now = await seen(page);
        if (count === 0) {
          expect(now).toBeNull();
          continue;
        }
        expect(now).not.toBeNull();
        expect(now!.counted).toBe(count);
        expect(now!.height).toBe(count * now!.rowHeight);
        expect(now!.bare).toBeLessThan(2);
        if (before !== `${tab} ${text}`) expect(now!.scrolled).toBe(0);
      }
    });
    await fc.assert(property, { numRuns: 25, seed: 20261127 });
    await page.context().close();
  }, 180_000);
});
