/** What hinders a reader on the page that stands open: axe's findings by WCAG 2.2 AA, and the sideways scroll. */
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';

const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const HEADINGS = { 'heading-order': { enabled: true }, 'page-has-heading-one': { enabled: true } };

/** In light by every rule, in dark by that of contrast: nothing else differs between the two. */
export async function findHindrances(page: Page, where: string): Promise<string[]> {
  await page.emulateMedia({ colorScheme: 'light' });
  const light = await axe(page)
    .options({ runOnly: { type: 'tag', values: WCAG }, rules: HEADINGS })
    .analyze();
  await page.emulateMedia({ colorScheme: 'dark' });
  const dark = await axe(page).withRules(['color-contrast']).analyze();
  return [
    ...light.violations.flatMap((found) => told(found, `${where}, light`)),
    ...dark.violations.flatMap((found) => told(found, `${where}, dark`))
  ];
}

function axe(page: Page): AxeBuilder {
  return new AxeBuilder({ page }).setLegacyMode(true);
}

type Finding = Awaited<ReturnType<AxeBuilder['analyze']>>['violations'][number];

function told({ id, nodes }: Finding, where: string): string[] {
  return nodes.map(({ target, any }) =>
    `${where}: ${id} ${target.join(' ')} ${any[0]?.message ?? ''}`.trim()
  );
}

/** By how many CSS pixels the page is wider than the window. */
export function sidewaysOf(page: Page): Promise<number> {
  return page.evaluate(() => {
    const root = document.documentElement;
    return Math.max(root.scrollWidth, document.body.scrollWidth) - root.clientWidth;
  });
}
