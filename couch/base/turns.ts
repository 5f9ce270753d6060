import { setTimeout as resolveLater } from 'node:timers/promises';

/** A batch is written before the next is judged against the database. */
export class Mutex {
  readonly #tails = new Map<string, Promise<unknown>>();

  /** The next task also waits for `afterwards`, but the caller does not. Its failures are ignored. */
  run<T>(
    name: string,
    work: () => Promise<T>,
    afterwards: (done: T) => Promise<void> | void = () => undefined
  ): Promise<T> {
    const before = this.#tails.get(name) ?? Promise.resolve();
    const mine = before.then(work, work);
    const tail = mine.then(afterwards).catch(() => undefined);
    this.#tails.set(name, tail);
    void tail.then(() => {
      if (this.#tails.get(name) === tail) this.#tails.delete(name);
    });
    return mine;
  }
}

/**
 * In order of arrival, with turns for countries, and for people within a country. A request waits only for running work
 * and one answer per waiting country (threats P5).
 */
export class Semaphore {
  readonly #atOnce: number;
  readonly #ofOne: number;
  readonly #running = new Map<string, number>();
  readonly #waiting = new Map<string, Map<string, (() => void)[]>>();
  #total = 0;

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

/** Disk and cores are busy, memory is not. Results in order. */
export async function inTurns<T, R>(
  list: readonly T[],
  work: (one: T) => Promise<R>,
  atOnce = 4
): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  const takeTurns = async (): Promise<void> => {
    for (let at = next++; at < list.length; at = next++) results[at] = await work(list[at] as T);
  };
  await Promise.all(Array.from({ length: atOnce }, takeTurns));
  return results;
}

/** Keeps no process alive. */
export async function pauseFor(milliseconds: number, signal: AbortSignal): Promise<void> {
  await resolveLater(milliseconds, undefined, { signal, ref: false }).catch(() => undefined);
}
