/** An engine whose requests can be held: what comes between two of them is for a test to say. */
import type { Database, Engine } from '#couch/engine/engine.ts';

const STEPPED = new Set<PropertyKey>(['allDocs', 'bulkDocs', 'get', 'put']);

export type Step = (database: string, method: string, words: readonly unknown[]) => Promise<void>;

/** `before` each request of the exchange, and `after` it with its answer in hand. */
export function stepped(engine: Engine, before: Step, after: Step = before): Engine {
  const wrap = (name: string, database: Database): Database =>
    new Proxy(database, {
      get(target, key) {
        const held: unknown = Reflect.get(target, key, target);
        if (typeof held !== 'function') return held;
        if (!STEPPED.has(key)) return held.bind(target) as unknown;
        return async (...words: readonly unknown[]): Promise<unknown> => {
          await before(name, String(key), words);
          const answer: unknown = await held.apply(target, words);
          await after(name, String(key), words);
          return answer;
        };
      }
    });
  return new Proxy(engine, {
    get(target, key) {
      const held: unknown = Reflect.get(target, key, target);
      if (key === 'openAsExchange') return (name: string) => wrap(name, target.openAsExchange(name));
      return typeof held === 'function' ? (held.bind(target) as unknown) : held;
    }
  });
}

/**
 * Lets requests through one at a time, in an order that the seed decides and not their own: the next one only
 * when the one before has its answer, and whoever was waiting for that answer has had time to ask for more.
 */
export class Shuffle {
  #state: number;
  readonly #waiting: (() => void)[] = [];
  #isOver = false;
  #isPumping = false;

  constructor(seed: number) {
    this.#state = seed % 2147483647 || 1;
  }

  /** Below `most`. */
  next(most: number): number {
    this.#state = (this.#state * 48271) % 2147483647;
    return this.#state % most;
  }

  readonly step: Step = () => {
    if (this.#isOver) return Promise.resolve();
    return new Promise((go) => {
      this.#waiting.push(go);
      if (!this.#isPumping) void this.#pump();
    });
  };

  /** From now on nothing is held. */
  end(): void {
    this.#isOver = true;
    for (const go of this.#waiting.splice(0)) go();
  }

  async #pump(): Promise<void> {
    this.#isPumping = true;
    while (this.#waiting.length > 0) {
      await turnsOfTheLoop();
      const [go] = this.#waiting.splice(this.next(Math.max(1, this.#waiting.length)), 1);
      go?.();
    }
    this.#isPumping = false;
  }
}

/** Enough for an answer of the embedded engine to be thought about. */
const TURNS = 20;

async function turnsOfTheLoop(): Promise<void> {
  for (let turn = 0; turn < TURNS; turn++) await new Promise((resolve) => setImmediate(resolve));
}
