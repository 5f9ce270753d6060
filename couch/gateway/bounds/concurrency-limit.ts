/**
 * Concurrent work per person and per country (threats P5). A slot is taken before the body is read, since pushes hold
 * bodies and answers hold documents in memory.
 */
import { Refusal } from './refusal.ts';

/** Seconds; replication increases its own waits. */
const COME_BACK_AFTER = 2;

export interface Slot {
  /**
   * Leaves once the work is done, and not before `until`. A caller who disconnects keeps the slot until the work is
   * done.
   */
  hold<T>(work: () => Promise<T>, until?: Promise<void>): Promise<T>;
  /** The caller has disconnected: leaves, unless the work has begun. */
  abandon(): void;
}

interface ConcurrencyBounds {
  readonly perPerson: number;
  readonly perCountry: number;
  /** Problem codes for a person and for a country with too many. */
  readonly tooMany: string;
  readonly busy: string;
}

export class ConcurrencyLimit {
  readonly #bounds: ConcurrencyBounds;
  readonly #taken = new Map<string, number>();

  constructor(bounds: ConcurrencyBounds) {
    this.#bounds = bounds;
  }

  /** Throws 429 for too many of the person, 503 for too many of the country. */
  take(country: string, person: string): Slot {
    const names = [nameOf(country, person), country] as const;
    const { perPerson, perCountry, tooMany, busy } = this.#bounds;
    if (this.#count(names[0]) >= perPerson) throw comeBack(429, tooMany);
    if (this.#count(names[1]) >= perCountry) throw comeBack(503, busy);
    for (const name of names) this.#add(name, 1);
    return slotUntil(() => names.forEach((name) => this.#add(name, -1)));
  }

  /** The person's current number. */
  underWay(country: string, person: string): number {
    return this.#count(nameOf(country, person));
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

function nameOf(country: string, person: string): string {
  return `${country} ${person}`;
}

function slotUntil(leave: () => void): Slot {
  let state: 'taken' | 'busy' | 'left' = 'taken';
  const leaveOnce = (): void => {
    if (state !== 'left') leave();
    state = 'left';
  };
  return {
    hold: async (work, until) => {
      if (state === 'taken') state = 'busy';
      try {
        return await work();
      } finally {
        if (until) void until.then(leaveOnce);
        else leaveOnce();
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
