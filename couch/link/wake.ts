/** A wake-up during work prevents the next sleep. */
export class Wake {
  readonly ring: () => void;
  readonly #signal: AbortSignal;
  #isRung = false;
  #resolve: () => void = () => undefined;

  constructor(signal: AbortSignal) {
    this.#signal = signal;
    this.ring = () => {
      this.#isRung = true;
      this.#resolve();
    };
    signal.addEventListener('abort', () => this.#resolve());
  }

  async wait(): Promise<void> {
    if (!this.#isRung && !this.#signal.aborted)
      await new Promise<void>((resolve) => (this.#resolve = resolve));
    this.#isRung = false;
  }
}
