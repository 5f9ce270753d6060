/**
 * How many pushes may be under way, for one person and for one database (threats P5). Each holds its body
 * in memory and waits for those before it, so a place is taken before the body is read: whoever sends too
 * much is told to come back, and other countries are not even late.
 */
import type { Limits } from './limits.ts';
import { Refusal } from './refusal.ts';

/** Seconds; replication waits longer by itself where it is refused again. */
const COME_BACK_AFTER = 2;

export interface Place {
  /** Does the work and leaves. Whoever goes away meanwhile has his place until the work is done. */
  hold<T>(work: () => Promise<T>): Promise<T>;
  /** The caller has gone: leaves, unless the work has begun. */
  abandon(): void;
}

export class PushPlaces {
  readonly #limits: Limits;
  readonly #taken = new Map<string, number>();

  constructor(limits: Limits) {
    this.#limits = limits;
  }

  /** Throws 429 where the person has too many, 503 where all of his country together have. */
  take(database: string, person: string): Place {
    const names = [`${database} ${person}`, database] as const;
    const { pushesPerPerson, pushesPerDatabase } = this.#limits;
    if (this.#count(names[0]) >= pushesPerPerson) throw comeBack(429, 'push.tooMany');
    if (this.#count(names[1]) >= pushesPerDatabase) throw comeBack(503, 'push.database.busy');
    for (const name of names) this.#add(name, 1);
    return placeUntil(() => names.forEach((name) => this.#add(name, -1)));
  }

  #count(name: string): number {
    return this.#taken.get(name) ?? 0;
  }

  #add(name: string, by: number): void {
    const count = this.#count(name) + by;
    if (count > 0) this.#taken.set(name, count);
    else this.#taken.delete(name);
  }
}

function placeUntil(leave: () => void): Place {
  let state: 'taken' | 'busy' | 'left' = 'taken';
  const leaveOnce = (): void => {
    if (state !== 'left') leave();
    state = 'left';
  };
  return {
    hold: async (work) => {
      state = 'busy';
      try {
        return await work();
      } finally {
        leaveOnce();
      }
    },
    abandon: () => {
      if (state === 'taken') leaveOnce();
    }
  };
}

function comeBack(status: number, code: string): Refusal {
  return new Refusal(status, [{ code }], COME_BACK_AFTER);
}
