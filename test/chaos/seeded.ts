/** Choices of a run: the same seed gives the same choices (mulberry32, 32 bits of state). */
export class Seeded {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** Another one with the same choices before it. */
  again(): Seeded {
    return new Seeded(this.#state);
  }

  /** 0 … 2³²−1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  }

  /** 0 ≤ result < `limit`. */
  below(limit: number): number {
    return this.next() % limit;
  }

  fraction(): number {
    return this.next() / 2 ** 32;
  }

  pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)] as T;
  }
}
