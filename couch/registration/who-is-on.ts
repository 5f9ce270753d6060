/**
 * Public list of registered countries that agreed to be named, read from their own databases every few minutes and
 * after each change.
 */
import { readLeaves, type Engine } from '#couch/engine/engine.ts';
import { inTurns } from '#couch/base/turns.ts';
import { authorityToDatabase } from '#lib/domain/exchange/share-scope.ts';
import type { AuthorityCode, CalendarDate, CountryCode } from '#lib/domain/ids.ts';
import { isCountry } from '#lib/domain/country.ts';
import { isNamed, PUBLIC_SETTING_ID } from '#lib/domain/registration/public-naming.ts';
import { parseStanding, type Standing } from '#lib/domain/registration/standing.ts';
import { whoIsOnAt, type WhoIsOn } from '#lib/domain/registration/who-is-on.ts';
import type { Standings } from './standings.ts';

export const BELIEVED_SECONDS = 300;

interface WhoIsOnOptions {
  readonly engine: Engine;
  readonly standings: Standings;
  readonly clock: () => number;
  readonly demonstration: boolean;
  readonly warn: (about: string, error: unknown) => void;
}

export class WhoIsOnIt {
  readonly #options: WhoIsOnOptions;
  #told: { readonly answer: Promise<WhoIsOn>; readonly at: number } | null = null;

  constructor(options: WhoIsOnOptions) {
    this.#options = options;
  }

  tell(): Promise<WhoIsOn> {
    const now = this.#options.clock();
    if (this.#told && now - this.#told.at < BELIEVED_SECONDS * 1000) return this.#told.answer;
    const told = { answer: this.#read(), at: now };
    this.#told = told;
    told.answer.catch(() => {
      if (this.#told === told) this.#told = null;
    });
    return told.answer;
  }

  /** A failure here fails no push; the next reading repeats the work. */
  async noteSaid(authority: AuthorityCode): Promise<void> {
    this.#told = null;
    if (!isCountry(authority)) return;
    await this.#look(authority).catch((error: unknown) => this.#options.warn(authority, error));
  }

  async #read(): Promise<WhoIsOn> {
    const { engine, clock, demonstration, warn } = this.#options;
    const range = { startkey: 'standing:', endkey: 'standing:\ufff0', include_docs: true };
    const { rows } = await engine.open('incb').allDocs(range);
    const standings = rows.flatMap(({ doc }: { doc?: unknown }): Standing[] => {
      const read = parseStanding(doc);
      return read.ok ? [read.value] : [];
    });
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
    const leaves = (await engine.exists(name)) ? await readLeaves(engine.open(name), PUBLIC_SETTING_ID) : [];
    const named = isNamed(leaves.filter(({ _deleted }) => _deleted !== true));
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
