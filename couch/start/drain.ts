/**
 * Stopping behind a load balancer: health says 503 first, everything else is answered on, and only when the
 * balancer has had time to notice are connections ended. Nobody is sent to a server that is going.
 */
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
