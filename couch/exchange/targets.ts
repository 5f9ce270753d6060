/** Existing target databases. Acts for a country that is not provisioned yet wait. */
import { databaseToCountry } from '#couch/base/databases.ts';
import { inTurns } from '#couch/base/turns.ts';
import type { Database, Engine } from '#couch/engine/engine.ts';
import { readEpoch } from '#couch/database/named-database.ts';
import { REFERENCE_DATABASE, type DatabaseName } from '#lib/domain/exchange/share-scope.ts';
import type { CountryCode } from '#lib/domain/ids.ts';

const EPOCHS_EVERY = 60_000;

export class Targets {
  readonly #engine: Engine;
  #known: ReadonlySet<DatabaseName> = new Set();
  #epochs = new Map<DatabaseName, string>();
  #epochsReadAt = -Infinity;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  async look(): Promise<void> {
    const known = new Set(await this.#engine.list());
    const isChanged = known.size !== this.#known.size || [...known].some((name) => !this.#known.has(name));
    this.#known = known;
    if (isChanged || performance.now() - this.#epochsReadAt > EPOCHS_EVERY) await this.#readEpochs();
  }

  get epochs(): ReadonlyMap<DatabaseName, string> {
    return this.#epochs;
  }

  has(name: DatabaseName): boolean {
    return this.#known.has(name);
  }

  open(name: DatabaseName): Database | null {
    return this.#known.has(name) ? this.#engine.openAsExchange(name) : null;
  }

  async #readEpochs(): Promise<void> {
    const followed = [...this.#known].filter(
      (name) => name === REFERENCE_DATABASE || databaseToCountry(name) !== null
    );
    const epochs = new Map<DatabaseName, string>();
    await inTurns(followed, async (name) => {
      const epoch = await readEpoch(this.#engine.openAsExchange(name)).catch(() => null);
      if (epoch !== null) epochs.set(name, epoch);
    });
    this.#epochs = epochs;
    this.#epochsReadAt = performance.now();
  }

  get countries(): CountryCode[] {
    return [...this.#known].flatMap((name) => databaseToCountry(name) ?? []);
  }
}
