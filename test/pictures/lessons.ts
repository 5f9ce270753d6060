/** The pictures of lessons, made from the demonstration in every language. README.md beside this file. */
import { chromium, type Browser, type Page } from '@playwright/test';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { english, wordsOf } from '../e2e/pages/words.ts';
import { ADMINISTRATORS, OFFICERS, SECRETARIAT, type Traveller } from '../e2e/pages/sign-in.page.ts';
import { Server } from '../e2e/server.ts';
import { findChromium } from '../run/find-chromium.ts';
import { writeContactSheet, type Taken } from './contact-sheet.ts';
import { DESK, Person, PHONE } from './person.ts';
import { awaited, SHOTS, type Places, type Shot, type Who } from './shots.ts';
import { toWebp } from './to-webp.ts';
import { wantLetters } from './want-letters.ts';

const CLOCK_AT = '2026-11-27T09:30:00.000Z';
const LOCALES = ['en', 'fr', 'es', 'ru', 'zh', 'ar'];
const MAX_BYTES = { desk: 40_000, phone: 24_000 } as const;
const FOLDER = fileURLToPath(new URL('../../src/lib/training/pictures/', import.meta.url));
const CLOCK = pathToFileURL(fileURLToPath(new URL('./fixed-clock.mjs', import.meta.url))).href;

const TRAVELLERS: Readonly<Record<Who, Traveller | null>> = {
  nobody: null,
  officer: OFFICERS.AU,
  partner: OFFICERS.CH,
  administrator: ADMINISTRATORS.AU,
  secretariat: SECRETARIAT
};

/** The first record of a group of Today. */
async function firstOf(person: Person, title: string): Promise<string> {
  const group = person.page.locator('section', { has: person.page.getByRole('heading', { name: title }) });
  const href = await group.locator('a[href*="/authorizations/"]').first().getAttribute('href');
  if (!href) throw new Error(`Nothing stands under ${title}`);
  return href;
}

async function findPlaces(officer: Person, partner: Person): Promise<Places> {
  await officer.go('/today');
  const endorse = await firstOf(officer, english('today_endorse'));
  const difference = await firstOf(officer, english('today_compare'));
  await partner.go('/today');
  const received = await firstOf(partner, english('today_decide'));
  return { endorse, difference, received, dossier: difference };
}

/** Once nothing moves any more: two pictures in a row are the same. */
async function takeStill(page: Page): Promise<Buffer> {
  const options = { animations: 'disabled', caret: 'hide' } as const;
  let before = await page.screenshot(options);
  for (let tried = 0; tried < 20; tried++) {
    const now = await page.screenshot(options);
    if (now.equals(before) && tried > 2) break;
    before = now;
  }
  return before;
}

async function take(person: Person, shot: Shot, places: Places, locale: string): Promise<Taken[]> {
  const say = wordsOf(locale);
  const taken: Taken[] = [];
  for (const [size, viewport] of Object.entries({ desk: DESK, ...(shot.phone && { phone: PHONE }) })) {
    await person.page.setViewportSize(viewport);
    await person.go(shot.path(places));
    await awaited(shot, person.page, say).waitFor();
    await shot.before?.(person.page, say);
    const png = await takeStill(person.page);
    const bytes = await toWebp(person.page, png, MAX_BYTES[size as 'desk' | 'phone']);
    const name = size === 'phone' ? `${shot.name}-phone` : shot.name;
    const file = join(FOLDER, locale, `picture.${name}.webp`);
    writeFileSync(file, new Uint8Array(bytes));
    taken.push({ locale, name, file, bytes: bytes.length });
    await person.page.keyboard.press('Escape');
    await person.go('/help').catch(() => undefined);
  }
  return taken;
}

async function takeAll(
  browser: Browser,
  address: string,
  shift: number,
  locales: readonly string[]
): Promise<Taken[]> {
  const people = new Map<Who, Person>();
  for (const [who, traveller] of Object.entries(TRAVELLERS))
    people.set(who as Who, await Person.arrive(browser, { address, shift, traveller }));
  const personOf = (who: Who): Person => people.get(who) as Person;
  const places = await findPlaces(personOf('officer'), personOf('partner'));
  const taken: Taken[] = [];
  for (const locale of locales) await wantLetters(personOf('nobody').page, locale);
  for (const locale of locales) {
    mkdirSync(join(FOLDER, locale), { recursive: true });
    for (const [who, person] of people) {
      await person.speak(locale);
      for (const shot of SHOTS.filter((one) => one.who === who)) {
        taken.push(...(await take(person, shot, places, locale)));
        console.log(locale, shot.name);
      }
    }
  }
  return taken;
}

const asked = process.argv.slice(2);
const locales = asked.length > 0 ? LOCALES.filter((locale) => asked.includes(locale)) : LOCALES;
const shift = Date.parse(CLOCK_AT) - Date.now();
const environment = { CLOCK_AT, NODE_OPTIONS: `--import ${CLOCK}` };
const server = await Server.start({ environment });
const executablePath = findChromium() ?? undefined;
const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
const browser = await chromium.launch({ args, ...(executablePath && { executablePath }) });
try {
  const taken = await takeAll(browser, server.address, shift, locales);
  const sheet = fileURLToPath(new URL('../../test-results/pictures.html', import.meta.url));
  writeContactSheet(sheet, taken);
  console.log(`${taken.length} pictures; look at ${sheet}`);
} finally {
  await browser.close();
  await server.stop();
}
