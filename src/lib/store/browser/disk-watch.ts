/**
 * Notices when the browser's own storage does not answer. A browser may block a database for as long as it runs (WebKit
 * did, by a page that was put aside in the middle of a write): whoever waits for it would never be told why.
 */

/** Milliseconds without any answer, while one is waited for: longer than the slowest portion that was measured. */
const LIMIT = 8_000;

export class DiskWatch {
  readonly #limit: number;
  #waiting = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isSilent = false;
  /** It has fallen silent, or answers again. */
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

  /** Any answer counts: one call alone may be long. */
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

/** The one that watches the databases of this page. */
export const diskWatch = new DiskWatch();
