/**
 * Brings into the Board's database where a country's administrators agreed to be reached, and takes it out as soon as one
 * of them has taken it back: when it is said through this gateway, and of all countries at the start.
 */
import { inTurns } from '#couch/base/in-turns.ts';
import { readLeaves, type Database, type Engine } from '#couch/engine/engine.ts';
import { isCountry } from '#lib/domain/country.ts';
import { authorityToDatabase } from '#lib/domain/exchange/share-scope.ts';
import type { AuthorityCode, CountryCode } from '#lib/domain/ids.ts';
import {
  reachableIn,
  reachId,
  REACH_SETTING_PREFIX,
  type Reachable,
  type ReachDirectory
} from '#lib/domain/outreach/reach.ts';
import { parseStanding } from '#lib/domain/registration/standing.ts';
import { changeDocument } from './change-document.ts';

export interface ReachOptions {
  readonly engine: Engine;
  readonly warn: (about: string, error: unknown) => void;
}

export class ReachKeeper {
  readonly #options: ReachOptions;
  #looking: Promise<void> = Promise.resolve();
  #closed = false;

  constructor(options: ReachOptions) {
    this.#options = options;
  }

  /** No push fails because the rest could not be done: the next start does it. */
  async noteSaid(authority: AuthorityCode): Promise<void> {
    if (!isCountry(authority)) return;
    await this.#look(authority).catch((error: unknown) =>
      this.#closed ? undefined : this.#options.warn(authority, error)
    );
  }

  /** Of all countries: what was said while this could not be done. */
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
    const range = { startkey: 'standing:', endkey: 'standing:\ufff0', include_docs: true };
    const { rows } = await engine.open('incb').allDocs(range);
    const countries = rows.flatMap(({ doc }: { doc?: unknown }) => {
      const read = parseStanding(doc);
      return read.ok ? [read.value.country] : [];
    });
    await inTurns(countries, async (country) => {
      if (!this.#closed) await this.noteSaid(country);
    });
  }

  async #look(country: CountryCode): Promise<void> {
    const { engine } = this.#options;
    const name = authorityToDatabase(country) ?? '';
    // A country's own server has no database of the Board.
    if (!(await engine.exists('incb')) || !(await engine.exists(name))) return;
    const people = await readReachable(engine.open(name));
    const told: ReachDirectory = { _id: reachId(country), schema: 1, country, people };
    await changeDocument<ReachDirectory>(engine.open('incb'), told._id, (held) => {
      const isSame = JSON.stringify(held?.people ?? []) === JSON.stringify(people);
      return isSame ? null : told;
    });
  }
}

/** By their accounts, each as every version of their word says. */
async function readReachable(home: Database): Promise<readonly Reachable[]> {
  const range = { startkey: REACH_SETTING_PREFIX, endkey: `${REACH_SETTING_PREFIX}\ufff0` };
  const { rows } = await home.allDocs(range);
  const found: Reachable[] = [];
  for (const { id } of rows) {
    const leaves = (await readLeaves(home, id)).filter(({ _deleted }) => _deleted !== true);
    const one = reachableIn([...leaves].sort((a, b) => (a._rev < b._rev ? 1 : -1)));
    if (one) found.push(one);
  }
  return found;
}
