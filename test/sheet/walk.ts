/** The walk past every sight that is asked for; what is done before each is the caller's. */
import { chromium, type Browser } from '@playwright/test';
import { wordsOf } from '../e2e/pages/words.ts';
import { Server } from '../e2e/server.ts';
import { findChromium } from '../run/find-chromium.ts';
import type { Asked } from './asked.ts';
import { wantLetters } from '../pictures/want-letters.ts';
import { readHouse, type House } from './house.ts';
import { WHO, type Who } from './people.ts';
import { fits, onlyUnder, sightsOf, type Sight } from './sights.ts';
import { settle, SIZES, Visitor } from './visitor.ts';

export interface Stand {
  readonly sight: Sight;
  readonly locale: string;
  readonly visitor: Visitor;
}

type Look = (stand: Stand) => Promise<void>;

class Walk {
  readonly missed: string[] = [];
  readonly #house: House;
  readonly #asked: Asked;
  readonly #look: Look;
  readonly #links = new Set<string>();

  constructor(house: House, asked: Asked, look: Look) {
    this.#house = house;
    this.#asked = asked;
    this.#look = look;
  }

  sightsFor(who: Who, locale: string): readonly Sight[] {
    const { only, who: whom, states } = this.#asked;
    return onlyUnder(sightsOf(this.#house, locale), only)
      .filter((sight) => sight.who === who && whom.includes(who) && states.includes(sight.state))
      .sort((one, other) => Number(one.state === 'offline') - Number(other.state === 'offline'));
  }

  async as(visitor: Visitor, who: Who): Promise<void> {
    for (const locale of this.#asked.locales) {
      await wantLetters(visitor.page, locale);
      await visitor.speak(locale, who !== 'nobody');
      await visitor.page.setViewportSize(SIZES.desk);
      for (const sight of this.sightsFor(who, locale)) await this.#pass({ sight, locale, visitor });
      await visitor.cut(false);
    }
    this.#links.clear();
  }

  async #pass(stand: Stand): Promise<void> {
    const { sight, locale, visitor } = stand;
    try {
      await visitor.cut(sight.state === 'offline');
      const path = await this.#find(sight, visitor);
      if (path === null) throw new Error('no link leads there');
      await visitor.go(path);
      for (const link of await visitor.links()) this.#links.add(link);
      if (sight.press) {
        await visitor.page
          .getByRole('button', { name: wordsOf(locale)(sight.press), exact: true })
          .first()
          .click();
        await settle(visitor.page);
      }
      await this.#look(stand);
    } catch (error) {
      const [why] = String(error).split('\n');
      this.missed.push(`${sight.route} (${sight.who}, ${sight.state}, ${locale}): ${why}`);
    }
  }

  /** A record's address is that of the first link which fits; the desk above it is asked where none was seen yet. */
  async #find({ path }: Sight, visitor: Visitor): Promise<string | null> {
    if (!path.includes('[')) return path;
    const found = (): string | undefined =>
      [...this.#links].find((link) => fits(path, link, this.#house.routes));
    const desk = path.slice(0, path.lastIndexOf('/', path.lastIndexOf('[')));
    if (found() === undefined && !desk.includes('[')) {
      await visitor.go(desk);
      for (const link of await visitor.links()) this.#links.add(link);
    }
    return found() ?? null;
  }
}

async function launch(): Promise<Browser> {
  const executablePath = findChromium() ?? undefined;
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return chromium.launch({ args, ...(executablePath && { executablePath }) });
}

/** What could not be reached, and why. */
export async function walkPast(asked: Asked, look: Look): Promise<readonly string[]> {
  const walk = new Walk(await readHouse(), asked, look);
  const server = await Server.start();
  const browser = await launch();
  try {
    for (const who of WHO) {
      if (asked.locales.every((locale) => walk.sightsFor(who, locale).length === 0)) continue;
      const visitor = await Visitor.arrive(browser, server.address, who);
      await walk.as(visitor, who);
      await visitor.close();
    }
    return walk.missed;
  } finally {
    await browser.close();
    await server.stop();
  }
}
