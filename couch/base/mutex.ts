/** One after the other by name: what is judged against a database is written before the next is judged. */
export class Mutex {
  readonly #tails = new Map<string, Promise<unknown>>();

  /** The next waits for `afterwards` as well, whoever asked for `work` does not; what fails there is told to nobody. */
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
