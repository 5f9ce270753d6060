/**
 * Whose turn it is: so many answers are worked on at a time, at most half of them for one country, and
 * countries that wait take turns. However much one of them asks for, another's question stands behind as
 * many answers as are under way and one of each country that waits, and behind no more (threats P5).
 */
export class FairTurns {
  readonly #atOnce: number;
  readonly #ofOne: number;
  readonly #running = new Map<string, number>();
  /** In the order in which they are next. */
  readonly #waiting = new Map<string, (() => void)[]>();
  #total = 0;

  constructor(atOnce: number) {
    this.#atOnce = atOnce;
    this.#ofOne = Math.max(1, Math.floor(atOnce / 2));
  }

  async pass<T>(country: string, work: () => Promise<T>): Promise<T> {
    await this.#enter(country);
    try {
      return await work();
    } finally {
      this.#leave(country);
    }
  }

  #enter(country: string): Promise<void> | undefined {
    if (this.#hasRoom(country) && !this.#waiting.has(country)) return void this.#add(country, 1);
    return new Promise((resolve) => {
      const queue = this.#waiting.get(country);
      if (queue) queue.push(resolve);
      else this.#waiting.set(country, [resolve]);
    });
  }

  #leave(country: string): void {
    this.#add(country, -1);
    for (const [next, queue] of this.#waiting) {
      if (!this.#hasRoom(next)) continue;
      this.#waiting.delete(next);
      const begin = queue.shift();
      if (queue.length > 0) this.#waiting.set(next, queue);
      this.#add(next, 1);
      begin?.();
      return;
    }
  }

  #hasRoom(country: string): boolean {
    return this.#total < this.#atOnce && (this.#running.get(country) ?? 0) < this.#ofOne;
  }

  #add(country: string, by: number): void {
    this.#total += by;
    const running = (this.#running.get(country) ?? 0) + by;
    if (running > 0) this.#running.set(country, running);
    else this.#running.delete(country);
  }
}
