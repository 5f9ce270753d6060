/** Which databases exist to be carried to. A country that is not provisioned yet is no error: its acts wait. */
import type { Database, Engine } from '#couch/engine/engine.ts';
import type { DatabaseName } from '#lib/domain/exchange/share-scope.ts';
import type { CountryCode } from '#lib/domain/ids.ts';

export class Targets {
  readonly #engine: Engine;
  #known: ReadonlySet<DatabaseName> = new Set();

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  async look(): Promise<void> {
    this.#known = new Set(await this.#engine.list());
  }

  has(name: DatabaseName): boolean {
    return this.#known.has(name);
  }

  /** Null where there is none. */
  open(name: DatabaseName): Database | null {
    return this.#known.has(name) ? this.#engine.openAsExchange(name) : null;
  }

  get countries(): CountryCode[] {
    return [...this.#known].flatMap((name) => {
      const match = /^country-([a-z]{2})$/.exec(name);
      return match ? [(match[1] as string).toUpperCase() as CountryCode] : [];
    });
  }
}
