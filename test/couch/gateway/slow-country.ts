/** For tests of what others are answered while one country's questions wait. */
import type { Database, Engine } from '#couch/engine/engine.ts';
import type { AuthorityCode } from '#lib/domain/ids.ts';

/** One country's database answers no question for documents by their ids until it is let. */
export class SlowCountry {
  readonly #isSlow: (ids: readonly unknown[]) => boolean;
  readonly #waiting: (() => void)[] = [];
  #isLet = false;
  waited = 0;

  /** `isSlow`: for these ids alone, where the server itself reads the database too. */
  constructor(isSlow: (ids: readonly unknown[]) => boolean = () => true) {
    this.#isSlow = isSlow;
  }

  let(): void {
    this.#isLet = true;
    for (const go of this.#waiting.splice(0)) go();
  }

  async #wait(): Promise<void> {
    if (this.#isLet) return;
    this.waited++;
    await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  of(name: string, engine: Engine): Engine {
    const slow = (database: Database): Database =>
      new Proxy(database, {
        get: (target, key) => {
          const value: unknown = Reflect.get(target, key, target);
          if (typeof value !== 'function') return value;
          if (key !== 'allDocs') return value.bind(target) as unknown;
          return async (...input: unknown[]): Promise<unknown> => {
            // The server's own sweeps list documents.
            const ids = (input[0] as { keys?: readonly unknown[] } | undefined)?.keys;
            if (ids && this.#isSlow(ids)) await this.#wait();
            return value.apply(target, input) as unknown;
          };
        }
      });
    return new Proxy(engine, {
      get: (target, key) => {
        const value: unknown = Reflect.get(target, key, target);
        if (key === 'open')
          return (asked: string) => (asked === name ? slow(target.open(asked)) : target.open(asked));
        if (key === 'openFor')
          return (authority: AuthorityCode, asked: string) => {
            const database = target.openFor(authority, asked);
            return asked === name ? slow(database) : database;
          };
        return typeof value === 'function' ? (value.bind(target) as unknown) : value;
      }
    });
  }
}
