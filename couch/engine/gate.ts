/**
 * Lets readers into a store and keeps them out for a moment: first nobody may begin to walk through it, and
 * those who walk come to their end, looking things up as they go; then nobody is inside.
 */
type Leave = () => void;

/** Walks are short; one that is not would hold up the store's writers for ever. */
const TIMEOUT_MS = 10_000;

export class Gate {
  #way: 'open' | 'no-walks' | 'closed' = 'open';
  #walkers = 0;
  #lookers = 0;
  #held: (() => void)[] = [];
  #whenFewer: () => void = () => undefined;

  /** Whoever is inside is waited for. */
  get isClosing(): boolean {
    return this.#way !== 'open';
  }

  /** One look; also for those who walk. */
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

  /** Does the work while nobody is inside. Throws, with nothing done, where somebody does not come out. */
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
