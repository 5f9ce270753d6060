/** A gate of a store: to close it, first new walks are refused, then running walks end, then no reader is inside. */
type Leave = () => void;

/** A longer walk would hold up the store's writers for ever. */
const TIMEOUT_MS = 10_000;

export class Gate {
  #way: 'open' | 'no-walks' | 'closed' = 'open';
  #walkers = 0;
  #lookers = 0;
  #held: (() => void)[] = [];
  #whenFewer: () => void = () => undefined;

  /** True while waiting for readers inside. */
  get isClosing(): boolean {
    return this.#way !== 'open';
  }

  /** A single read, also allowed during walks. */
  look(work: (leave: Leave) => void): void {
    if (this.#way === 'closed') return void this.#held.push(() => this.look(work));
    this.#lookers++;
    work(once(() => (this.#lookers--, this.#whenFewer())));
  }

  /** From the first step to the last. */
  walk(work: (leave: Leave) => void): void {
    if (this.#way !== 'open') return void this.#held.push(() => this.walk(work));
    this.#walkers++;
    work(once(() => (this.#walkers--, this.#whenFewer())));
  }

  /** Does the work while no reader is inside. Throws, with nothing done, if a reader does not leave. */
  async closeFor<T>(work: () => Promise<T>): Promise<T> {
    try {
      this.#way = 'no-walks';
      await this.#until(() => this.#walkers === 0);
      this.#way = 'closed';
      await this.#until(() => this.#lookers === 0);
      return await work();
    } finally {
      this.#open();
    }
  }

  #open(): void {
    this.#way = 'open';
    const held = this.#held;
    this.#held = [];
    for (const enter of held) enter();
  }

  #until(isSo: () => boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error('The store is being read without an end.')), TIMEOUT_MS);
      this.#whenFewer = () => {
        if (!isSo()) return;
        clearTimeout(late);
        this.#whenFewer = () => undefined;
        resolve();
      };
      this.#whenFewer();
    });
  }
}

function once(leave: Leave): Leave {
  let left = false;
  return () => {
    if (!left) leave();
    left = true;
  };
}
