/** A walk over the page by the Tab key: what it reaches, and whether the eye can follow. */
import type { Page } from '@playwright/test';

interface Walk {
  /** What can be worked and was not reached. */
  readonly unreached: string[];
  /** Reached, and nothing shows it. */
  readonly unmarked: string[];
  /** Reached, and covered by something else. */
  readonly hidden: string[];
}

interface Stop {
  /** Null where the focus has left the page. */
  readonly no: number | null;
  readonly name: string;
  readonly marked: boolean;
  readonly seen: boolean;
}

/** More than any page has: whoever is still walking is trapped. */
const MAX_STEPS = 400;

/** One round from the top of the page until Tab leaves it. */
export async function walkByTab(page: Page): Promise<Walk> {
  const names = await page.evaluate(numberStops);
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  await page.locator('body').evaluate((body) => {
    body.tabIndex = -1;
    body.focus();
    body.removeAttribute('tabindex');
  });
  const stops = new Map<number, Stop>();
  for (let step = 0; step < MAX_STEPS; step++) {
    await page.keyboard.press('Tab');
    const stop = await page.evaluate(readStop);
    if (stop.no === null) return sum(names, stops);
    // A date has several stops inside, and its calendar’s sign a mark of its own: one that shows is enough.
    const before = stops.get(stop.no);
    stops.set(stop.no, before?.marked ? { ...stop, marked: true } : stop);
  }
  throw new Error(`The Tab key did not come out after ${MAX_STEPS} steps`);
}

function sum(names: readonly string[], stops: ReadonlyMap<number, Stop>): Walk {
  const all = [...stops.values()];
  return {
    unreached: names.filter((_, no) => !stops.has(no)),
    unmarked: all.filter((stop) => !stop.marked).map(({ name }) => name),
    hidden: all.filter((stop) => !stop.seen).map(({ name }) => name)
  };
}

/** Numbers all that may be worked, and names it; of radio buttons only the one that Tab stops at. */
function numberStops(): string[] {
  const workable = 'a[href], button, input, select, textarea, summary, [tabindex]';
  const isStop = (element: Element): boolean =>
    element.matches(':not(:disabled, [tabindex="-1"], main, datalist *)') &&
    element.checkVisibility({ visibilityProperty: true });
  const isFirstOfItsRadios = (element: Element): boolean => {
    if (!(element instanceof HTMLInputElement) || element.type !== 'radio') return true;
    const group = [...document.querySelectorAll<HTMLInputElement>('input[type="radio"]')].filter(
      ({ name, form }) => name === element.name && form === element.form
    );
    return element === (group.find(({ checked }) => checked) ?? group[0]);
  };
  const stops = [...document.querySelectorAll<HTMLElement>(workable)].filter(
    (element) => isStop(element) && isFirstOfItsRadios(element)
  );
  stops.forEach((element, no) => (element.dataset['stop'] = String(no)));
  return stops.map((element) => element.outerHTML.slice(0, 120));
}

function readStop(): Stop {
  const element = document.activeElement;
  if (!(element instanceof HTMLElement) || element === document.body) {
    return { no: null, name: '', marked: true, seen: true };
  }
  const box = element.getBoundingClientRect();
  const points = [0.1, 0.5, 0.9].map(
    (part) => [box.left + box.width * part, box.top + box.height / 2] as const
  );
  const isOurs = (found: Element | null): boolean =>
    found !== null && (element.contains(found) || found.contains(element) || found.closest('label') !== null);
  const isOutlined = (one: Element | null): boolean => {
    if (!one) return false;
    const { outlineStyle, outlineWidth } = getComputedStyle(one);
    return outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2;
  };
  return {
    no: element.dataset['stop'] === undefined ? -1 : Number(element.dataset['stop']),
    name: element.outerHTML.slice(0, 120),
    marked: isOutlined(element) || isOutlined(element.parentElement),
    seen: points.some(([x, y]) => isOurs(document.elementFromPoint(x, y)))
  };
}
