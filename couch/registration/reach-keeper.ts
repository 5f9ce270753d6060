/** Copies administrators' consent to be contacted to the Board's database, and removes it on withdrawal. */
import { inTurns } from '#couch/base/turns.ts';
import { changeDocument, readLeaves, type Database, type Engine } from '#couch/engine/engine.ts';
import { isCountry } from '#lib/domain/country.ts';
import { authorityToDatabase } from '#lib/domain/exchange/share-scope.ts';
import type { AuthorityCode, CountryCode } from '#lib/domain/ids.ts';
import {
  REACH_SETTING_PREFIX,
  reachableIn,
  reachId,
  type Reachable,
  type ReachDirectory
} from '#lib/domain/outreach/reach.ts';
import { parseStanding } from '#lib/domain/registration/standing.ts';

interface ReachOptions {
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

  /** A failure here fails no push; the next start repeats the work. */
  async noteSaid(authority: AuthorityCode): Promise<void> {
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
