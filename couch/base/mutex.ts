/** Runs tasks one after the other by name: a batch is written before the next is judged against the database. */
export class Mutex {
  readonly #tails = new Map<string, Promise<unknown>>();

  /** The next task also waits for `afterwards`, but the caller does not. Failures of `afterwards` are ignored. */
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
