/**
 * Neither closing nor changing a store begins while the other runs. Work that must run waits in the one slot, since a
 * stopped connection reports only once; other work is dropped.
 */
export class OneSlotQueue {
  #isRunning = false;
  #waiting: (() => Promise<void>) | null = null;

  /** Runs it now, or not at all. */
  async runIfFree(work: () => Promise<void>): Promise<void> {
    if (!this.#isRunning) await this.#run(work);
  }

  /** Runs it now, or right after the running work. Of several waiting, only the last one runs. */
  async enqueue(work: () => Promise<void>): Promise<void> {
    if (this.#isRunning) this.#waiting = work;
    else await this.#run(work);
  }

  async #run(work: () => Promise<void>): Promise<void> {
    this.#isRunning = true;
    try {
      await work();
    } finally {
      this.#isRunning = false;
      const waiting = this.#waiting;
      this.#waiting = null;
      if (waiting) await this.#run(waiting);
    }
  }
}
