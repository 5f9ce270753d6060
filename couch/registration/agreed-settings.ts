/**
 * From a country's own settings to the Board's database: to be named in the public list of registered countries, and to
 * be contacted. All versions of a setting count together.
 */
import { inTurns } from '#couch/base/turns.ts';
import { changeDocument } from '#couch/database/documents.ts';
import { readLeaves, type Database, type Engine } from '#couch/engine/engine.ts';
import { isCountry } from '#lib/domain/country.ts';
import { authorityToDatabase } from '#lib/domain/exchange/share-scope.ts';
import type { AuthorityCode, CalendarDate, CountryCode } from '#lib/domain/ids.ts';
import {
  directoryOf,
  reachableIn,
  REACH_SETTING_PREFIX,
  type Reachable,
  type ReachDirectory
} from '#lib/domain/outreach/reach.ts';
import { isNamed, PUBLIC_SETTING_ID } from '#lib/domain/registration/public-naming.ts';
import type { Standing } from '#lib/domain/registration/standing.ts';
import { whoIsOnAt, type WhoIsOn } from '#lib/domain/registration/who-is-on.ts';
import { listStandings, type Standings } from './standings.ts';

export const PUBLIC_LIST_SECONDS = 300;

interface WhoIsOnOptions {
  readonly engine: Engine;
  readonly standings: Standings;
  readonly clock: () => number;
  readonly demonstration: boolean;
  readonly warn: (about: string, error: unknown) => void;
}

/** Read from the countries' databases every few minutes and after each change. */
export class PublicCountries {
  readonly #options: WhoIsOnOptions;
  #answer: { readonly answer: Promise<WhoIsOn>; readonly at: number } | null = null;

  constructor(options: WhoIsOnOptions) {
    this.#options = options;
  }

  tell(): Promise<WhoIsOn> {
    const now = this.#options.clock();
    if (this.#answer && now - this.#answer.at < PUBLIC_LIST_SECONDS * 1000) return this.#answer.answer;
    const made = { answer: this.#read(), at: now };
    this.#answer = made;
    made.answer.catch(() => {
      if (this.#answer === made) this.#answer = null;
    });
    return made.answer;
  }

  /** A failure here fails no push; the next reading repeats the work. */
  async recordSetting(authority: AuthorityCode): Promise<void> {
    this.#answer = null;
    if (!isCountry(authority)) return;
    await this.#look(authority).catch((error: unknown) => this.#options.warn(authority, error));
  }

  async #read(): Promise<WhoIsOn> {
    const { engine, clock, demonstration, warn } = this.#options;
    const standings = await listStandings(engine);
    const agreed = new Set<CountryCode>();
    await inTurns(standings, async ({ country, state }) => {
      const look = (): Promise<boolean> =>
        this.#look(country).catch((error: unknown) => (warn(country, error), false));
      if (state !== 'closed' && (await look())) agreed.add(country);
    });
    const day = new Date(clock()).toISOString().slice(0, 10) as CalendarDate;
    return whoIsOnAt(day, standings, agreed, demonstration);
  }

  async #look(country: CountryCode): Promise<boolean> {
    const { engine, standings } = this.#options;
    const name = authorityToDatabase(country) ?? '';
    const named = isNamed(
      (await engine.exists(name)) ? await readVersions(engine.open(name), PUBLIC_SETTING_ID) : []
    );
    const standing = await standings.of(country);
    if (standing && (standing.named === true) !== named)
      await standings.change(country, (held) =>
        held && (held.named === true) !== named ? withNaming(held, named) : null
      );
    return named;
  }
}

function withNaming({ named: _before, ...held }: Standing, named: boolean): Standing {
  return named ? { ...held, named } : held;
}

interface ReachOptions {
  readonly engine: Engine;
  readonly warn: (about: string, error: unknown) => void;
}

/** Removed when consent is withdrawn. */
export class ContactDirectory {
  readonly #options: ReachOptions;
  #looking: Promise<void> = Promise.resolve();
  #closed = false;

  constructor(options: ReachOptions) {
    this.#options = options;
  }

  async recordSetting(authority: AuthorityCode): Promise<void> {
    if (!isCountry(authority)) return;
    await this.#look(authority).catch((error: unknown) =>
      this.#closed ? undefined : this.#options.warn(authority, error)
    );
  }

  begin(): void {
    this.#looking = this.#lookAll().catch((error: unknown) =>
      this.#closed ? undefined : this.#options.warn('incb', error)
    );
  }

  close(): void {
    this.#closed = true;
  }

  settled(): Promise<void> {
    return this.#looking;
  }

  async #lookAll(): Promise<void> {
    const { engine } = this.#options;
    if (!(await engine.exists('incb'))) return;
    await inTurns(await listStandings(engine), async ({ country }) => {
      if (!this.#closed) await this.recordSetting(country);
    });
  }

  async #look(country: CountryCode): Promise<void> {
    const { engine } = this.#options;
    const name = authorityToDatabase(country) ?? '';
    // A country's own server has no database of the Board.
    if (!(await engine.exists('incb')) || !(await engine.exists(name))) return;
    const people = await readReachable(engine.open(name));
    const told = directoryOf(country, people);
    await changeDocument<ReachDirectory>(engine.open('incb'), told._id, (held) => {
      const textOf = (of: ReachDirectory | null): string =>
        JSON.stringify([of?.people ?? [], of?.choices ?? []]);
      return textOf(held) === textOf(told) ? null : told;
    });
  }
}

async function readReachable(home: Database): Promise<readonly Reachable[]> {
  const range = { startkey: REACH_SETTING_PREFIX, endkey: `${REACH_SETTING_PREFIX}\ufff0` };
  const { rows } = await home.allDocs(range);
  const found: Reachable[] = [];
  for (const { id } of rows) {
    const versions = await readVersions(home, id);
    const one = reachableIn([...versions].sort((a, b) => (a._rev < b._rev ? 1 : -1)));
    if (one) found.push(one);
  }
  return found;
}

async function readVersions(home: Database, id: string): Promise<Awaited<ReturnType<typeof readLeaves>>> {
  return (await readLeaves(home, id)).filter(({ _deleted }) => _deleted !== true);
}
