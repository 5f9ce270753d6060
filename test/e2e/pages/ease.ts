/** What hinders a reader on the page that stands open: axe's findings by WCAG 2.2 AA, sideways scroll, text without room. */
import type { Page } from '@playwright/test';
import type axe from 'axe-core';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/** Half as long as the source that the package names. */
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const RULES: axe.RunOptions = {
  runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] },
  rules: { 'heading-order': { enabled: true }, 'page-has-heading-one': { enabled: true } },
  resultTypes: ['violations']
};

/** The rules whose answer differs between light and dark. */
const COLOUR_RULES: axe.RunOptions = {
  runOnly: { type: 'rule', values: ['color-contrast', 'link-in-text-block'] },
  resultTypes: ['violations']
};

type ColorScheme = 'light' | 'dark';

/** By every rule in light, and by those of colour in dark: once is enough for a page in several languages. */
export async function findHindrances(
  page: Page,
  where: string,
  schemes: readonly ColorScheme[] = ['light', 'dark']
): Promise<string[]> {
  const found = (await pressedOf(page)).map((text) => `${where}: letter under letter: ${text}`);
  for (const colorScheme of schemes) {
    const rules = colorScheme === 'light' ? RULES : COLOUR_RULES;
    for (const { rule, target, message } of await findFaults(page, colorScheme, rules))
      found.push(`${where}, ${colorScheme}: ${`${rule} ${target} ${message}`.trim()}`);
  }
  return found;
}

export interface Fault {
  readonly rule: string;
  readonly impact: string;
  readonly target: string;
  readonly message: string;
}

/** In one of the two. */
export async function findFaults(page: Page, colorScheme: ColorScheme, rules = RULES): Promise<Fault[]> {
  // It stays in the document from look to look: to bring it takes longer than to ask it.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(AXE);
  // Without motion: a colour on its way from light to dark is neither.
  await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
  return page.evaluate(askAxe, rules);
}

/** Looks at the moments of a story at which a page stands open that nobody else sees; told together at its end. */
export class Looks {
  readonly found: string[] = [];

  async at(page: Page, where: string): Promise<void> {
    this.found.push(...(await findHindrances(page, where)));
  }
}

async function askAxe(rules: axe.RunOptions): Promise<Fault[]> {
  const { violations } = await (window as unknown as { axe: typeof axe }).axe.run(document, rules);
  return violations.flatMap(({ id, impact, nodes }) =>
    nodes.map(({ target, any }) => ({
      rule: id,
      impact: impact ?? 'minor',
      target: target.join(' '),
      message: any[0]?.message ?? ''
    }))
  );
}

/** By how many CSS pixels the page is wider than the window. */
export function sidewaysOf(page: Page): Promise<number> {
  return page.evaluate(() => {
    const root = document.documentElement;
    return Math.max(root.scrollWidth, document.body.scrollWidth) - root.clientWidth;
  });
}

const ACTED_ON =
  'button|link|textbox|searchbox|combobox|listbox|checkbox|radio|spinbutton|switch|tab|menuitem|option';
const NAMELESS = new RegExp(`^\\s*- (?:${ACTED_ON})(?: \\[|:|$)`);

/** What the accessibility tree has of the page that can be acted on, and of which it does not say what it is. */
export async function namelessOf(page: Page): Promise<string[]> {
  const tree = await page.locator('body').ariaSnapshot();
  return tree.split('\n').filter((line) => NAMELESS.test(line));
}

/** Texts whose box is so narrow that their letters stand one under the other. */
export function pressedOf(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const pressed: string[] = [];
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const text = texts.currentNode.textContent?.trim() ?? '';
      const range = document.createRange();
      range.selectNode(texts.currentNode);
      const { width, height } = range.getBoundingClientRect();
      if (text.length < 6 || width >= 40 || height <= 3 * 24) continue;
      // What is for the ear alone is cut off to a point.
      let element = texts.currentNode.parentElement;
      while (element && getComputedStyle(element).clipPath === 'none') element = element.parentElement;
      if (!element) pressed.push(text.slice(0, 40));
    }
    return pressed;
  });
}
