/** `npm run pictures -- sheet`: every screen of the house on one page, to be looked at by a person. README.md beside this file. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readAsked, type Asked } from './asked.ts';
import { drawSheet, type Picture } from './draw-sheet.ts';
import { settle, SIZES } from './visitor.ts';
import { walkPast, type Stand } from './walk.ts';

const FOLDER = fileURLToPath(new URL('../../test-results/sheet/', import.meta.url));

async function take({ sight, locale, visitor }: Stand, asked: Asked, serial: number): Promise<Picture[]> {
  const { page } = visitor;
  const taken: Picture[] = [];
  for (const size of asked.sizes) {
    await page.setViewportSize(SIZES[size]);
    for (const theme of asked.themes) {
      await page.emulateMedia({ colorScheme: theme });
      await settle(page);
      const name = sight.route.replace(/[^a-z]+/g, '-').replace(/^-|-$/g, '') || 'start';
      const file = `${String(serial).padStart(4, '0')}-${name}-${sight.who}-${sight.state}-${locale}-${size}-${theme}.jpg`;
      const path = join(FOLDER, file);
      await page.screenshot({
        path,
        type: 'jpeg',
        quality: 80,
        fullPage: true,
        animations: 'disabled',
        caret: 'hide'
      });
      taken.push({ ...sight, locale, size, theme, file });
    }
  }
  await page.setViewportSize(SIZES.desk);
  return taken;
}

export async function makeSheet(args: readonly string[]): Promise<void> {
  const asked = readAsked(args);
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
  const pictures: Picture[] = [];
  let serial = 0;
  const missed = await walkPast(asked, async (stand) => {
    pictures.push(...(await take(stand, asked, ++serial)));
    console.log(stand.locale, stand.sight.who, stand.sight.state, stand.sight.path);
  });
  const index = join(FOLDER, 'index.html');
  writeFileSync(index, drawSheet(pictures, missed));
  for (const one of missed) console.log(`Not reached: ${one}`);
  console.log(`${pictures.length} pictures; look at ${index}`);
}
