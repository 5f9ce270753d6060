/** Reproducible chance (mulberry32): the demonstration's trade is the same at every start. */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** From 0 up to, not including, `end`. */
  below(end: number): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let t = this.#state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4294967296) * end);
  }

  between(least: number, most: number): number {
    return least + this.below(most - least + 1);
  }

  pick<T>(from: readonly T[]): T {
    const one = from[this.below(from.length)];
    if (one === undefined) throw new Error('nothing to pick from');
    return one;
  }

  /** Log-normal with median 1 (domain.md §8): a few are many times the usual size. */
  logNormal(sigma: number): number {
    const [radius, turn] = [1 - this.below(1e6) / 1e6, this.below(1e6) / 1e6];
    return Math.exp(sigma * Math.sqrt(-2 * Math.log(radius)) * Math.cos(2 * Math.PI * turn));
  }

  pickWeighted<T>(from: readonly { readonly one: T; readonly weight: number }[]): T {
    let left = (this.below(1e9) / 1e9) * from.reduce((sum, { weight }) => sum + weight, 0);
    const found = from.find(({ weight }) => (left -= weight) < 0) ?? from[from.length - 1];
    if (found === undefined) throw new Error('nothing to pick from');
    return found.one;
  }

  chance(percent: number): boolean {
    return this.below(100) < percent;
  }
}
