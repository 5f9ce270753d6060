/**
 * A semaphore in order of arrival, with turns for countries, and for people within a country. A request waits only for
 * running work and one answer per waiting country (threats P5).
 */
export class Semaphore {
  readonly #atOnce: number;
  readonly #ofOne: number;
  readonly #running = new Map<string, number>();
  readonly #waiting = new Map<string, Map<string, (() => void)[]>>();
  #total = 0;

  /** `ofOne`: maximum for one country. */
  constructor(atOnce: number, ofOne = atOnce) {
    this.#atOnce = atOnce;
    this.#ofOne = ofOne;
  }

  async pass<T>(work: () => Promise<T>, country = '', person = ''): Promise<T> {
    await this.#enter(country, person);
    try {
      return await work();
    } finally {
      this.#leave(country);
    }
  }

  #enter(country: string, person: string): Promise<void> | undefined {
    if (this.#hasRoom(country) && !this.#waiting.has(country)) return void this.#add(country, 1);
    return new Promise((resolve) => {
      const people = this.#waiting.get(country) ?? new Map<string, (() => void)[]>();
      this.#waiting.set(country, people);
      people.set(person, [...(people.get(person) ?? []), resolve]);
    });
  }

  #leave(country: string): void {
    this.#add(country, -1);
    for (const [next, people] of this.#waiting) {
      if (!this.#hasRoom(next)) continue;
      const begin = takeFirst(people);
      this.#waiting.delete(next);
      if (people.size > 0) this.#waiting.set(next, people);
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

function takeFirst(people: Map<string, (() => void)[]>): (() => void) | undefined {
  for (const [person, queue] of people) {
    const [first, ...rest] = queue;
    people.delete(person);
    if (rest.length > 0) people.set(person, rest);
    return first;
  }
  return undefined;
}
