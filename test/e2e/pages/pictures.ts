/**
 * Pictures to be looked at by a person, of every page that a round passes: at a desk and by phone, in light and in
 * dark. Taken only where `PICTURES` names a folder: `PICTURES=pictures npx playwright test -c test/e2e/playwright.config.ts access`.
 */
import type { Page } from '@playwright/test';
import { join } from 'node:path';

const SIZES = { desk: { width: 1280, height: 860 }, phone: { width: 390, height: 844 } } as const;
const COLOURS = ['light', 'dark'] as const;

let taken = 0;

function named(where: string): string {
  return `${String(++taken).padStart(3, '0')} ${where.replace(/[^\p{L}\p{N} -]/gu, '')}`;
}

/** Leaves size and colours as they were. */
export async function takePictures(page: Page, where: string): Promise<void> {
  const folder = process.env['PICTURES'];
  if (!folder) return;
  const before = page.viewportSize();
  const name = named(where);
  for (const [size, viewport] of Object.entries(SIZES)) {
    await page.setViewportSize(viewport);
    for (const colorScheme of COLOURS) {
      await page.emulateMedia({ colorScheme });
      const hasDialog = (await page.locator('dialog[open]').count()) > 0;
      const path = join(folder, `${name}, ${size}, ${colorScheme}.png`);
      await page.screenshot({ path, fullPage: !hasDialog, animations: 'disabled' });
    }
  }
  await page.emulateMedia({ colorScheme: null });
  if (before) await page.setViewportSize(before);
}

/** As paper has it, printed from a dark screen. */
export async function printPicture(page: Page, where: string): Promise<void> {
  const folder = process.env['PICTURES'];
  if (!folder) return;
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.pdf({ path: join(folder, `${named(where)}.pdf`), format: 'A4', printBackground: false });
  await page.emulateMedia({ colorScheme: null });
}
