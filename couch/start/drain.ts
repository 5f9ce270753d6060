/** Stops behind a load balancer: health answers 503, and connections end only after the balancer could notice. */
export class Drain {
  readonly #seconds: number;
  #isBegun = false;

  constructor(seconds: number) {
    this.#seconds = seconds;
  }

  get isBegun(): boolean {
    return this.#isBegun;
  }

  async stop(): Promise<void> {
    this.#isBegun = true;
    await new Promise((resolve) => setTimeout(resolve, this.#seconds * 1000));
  }
}
