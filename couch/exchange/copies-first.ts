/** Copies go before receipts: a partner waits for the act, the issuer's ledger can wait. */
export class CopiesFirst {
  readonly #longest: number;
  #underway = 0;
  #waiting = new Set<() => void>();

  /** `longest`: milliseconds after which a receipt waits no longer. */
  constructor(longest: number) {
    this.#longest = longest;
  }

  async deliver<T>(work: () => Promise<T>): Promise<T> {
    this.#underway++;
    try {
      return await work();
    } finally {
      this.#underway--;
      if (this.#underway === 0) for (const go of this.#waiting) go();
    }
  }

  quiet(): Promise<void> {
    if (this.#underway === 0) return Promise.resolve();
    return new Promise((resolve) => {
      const go = (): void => {
        clearTimeout(timer);
        this.#waiting.delete(go);
        resolve();
      };
      const timer = setTimeout(go, this.#longest);
      this.#waiting.add(go);
    });
  }
}
