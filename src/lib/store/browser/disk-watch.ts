/** WebKit blocked a database until it quit, after a page was suspended in the middle of a write. */

/** Milliseconds: longer than the slowest portion measured. */
const LIMIT = 8_000;

export class DiskWatch {
  readonly #limit: number;
  #waiting = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isSilent = false;
  changed: () => void = () => undefined;

  constructor(limit = LIMIT) {
    this.#limit = limit;
  }

  get isSilent(): boolean {
    return this.#isSilent;
  }

  follow<T>(call: Promise<T>): Promise<T> {
    this.#waiting++;
    this.#timer ??= this.#start();
    const hear = (): void => this.#hear();
    call.then(hear, hear);
    return call;
  }

  /** Any answer counts: a single call can be long. */
  #hear(): void {
    this.#waiting--;
    clearTimeout(this.#timer);
    this.#timer = this.#waiting > 0 ? this.#start() : undefined;
    this.#tell(false);
  }

  #start(): ReturnType<typeof setTimeout> {
    return setTimeout(() => this.#tell(true), this.#limit);
  }

  #tell(isSilent: boolean): void {
    if (this.#isSilent === isSilent) return;
    this.#isSilent = isSilent;
    this.changed();
  }
}

export const diskWatch = new DiskWatch();
