/**
 * While a desk is closed or changed the same is not begun again; what may not be missed waits for its turn, since
 * a line that has stopped says it only once.
 */
export class DeskTurn {
  #isUnderWay = false;
  #waiting: (() => Promise<void>) | null = null;

  /** Now, or not at all. */
  async unlessUnderWay(work: () => Promise<void>): Promise<void> {
    if (!this.#isUnderWay) await this.#run(work);
  }

  /** Now, or right after what is under way; of several that wait the last one. */
  async next(work: () => Promise<void>): Promise<void> {
    if (this.#isUnderWay) this.#waiting = work;
    else await this.#run(work);
  }

  async #run(work: () => Promise<void>): Promise<void> {
    this.#isUnderWay = true;
    try {
      await work();
    } finally {
      this.#isUnderWay = false;
      const waiting = this.#waiting;
      this.#waiting = null;
      if (waiting) await this.#run(waiting);
    }
  }
}
