/**
 * How much may be under way, for one person and for one country (threats P5). Each push holds its body in
 * memory and each answer what it reads, so a slot is taken before a body is read: whoever asks for too
 * much is told to come back, and other countries are not even late.
 */
import { Refusal } from './refusal.ts';

/** Seconds; replication waits longer by itself where it is refused again. */
const COME_BACK_AFTER = 2;

export interface Slot {
  /** Does the work and leaves, once and not before `until`. Whoever goes away has their slot until the work is done. */
  hold<T>(work: () => Promise<T>, until?: Promise<void>): Promise<T>;
  /** The caller has gone: leaves, unless the work has begun. */
  abandon(): void;
}

export interface ConcurrencyBounds {
  readonly perPerson: number;
  readonly perCountry: number;
  /** Problems told to whoever has too many, and to those whose country together has. */
  readonly tooMany: string;
  readonly busy: string;
}

export class ConcurrencyLimit {
  readonly #bounds: ConcurrencyBounds;
  readonly #taken = new Map<string, number>();

  constructor(bounds: ConcurrencyBounds) {
    this.#bounds = bounds;
  }

  /** Throws 429 where the person has too many, 503 where all of their country together have. */
  take(country: string, person: string): Slot {
    const names = [nameOf(country, person), country] as const;
    const { perPerson, perCountry, tooMany, busy } = this.#bounds;
    if (this.#count(names[0]) >= perPerson) throw comeBack(429, tooMany);
    if (this.#count(names[1]) >= perCountry) throw comeBack(503, busy);
    for (const name of names) this.#add(name, 1);
    return slotUntil(() => names.forEach((name) => this.#add(name, -1)));
  }

  /** How much is under way for a person. */
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
