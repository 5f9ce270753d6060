import { whenNothingPressed } from '#lib/pwa/press.ts';

/** The file can be missing after an update, or the connection down. */
export class LateFetch<T> {
  part = $state.raw<T>();
  hasFailed = $state(false);
  isFetching = $state(false);
  readonly #load: () => Promise<T>;
  readonly #isFile: boolean;

  /** `isFile`: it is a file of the program. */
  constructor(load: () => Promise<T>, isFile = true) {
    this.#load = load;
    this.#isFile = isFile;
  }

  async fetch(): Promise<void> {
    if (this.part !== undefined || this.isFetching) return;
    if (this.#isFile && isCut()) return void (this.hasFailed = true);
    this.isFetching = true;
    try {
      const part = await this.#load();
      await whenNothingPressed();
      this.part = part;
      this.hasFailed = false;
    } catch {
      this.hasFailed = true;
    } finally {
      this.isFetching = false;
    }
  }
}

/**
 * Offline, and no service worker has the file. Browsers can keep a failed import until the page is loaded again
 * (whatwg/html#6768), so none is begun that must fail.
 */
function isCut(): boolean {
  const { onLine = true, serviceWorker } = (globalThis.navigator ?? {}) as Partial<Navigator>;
  return !onLine && !serviceWorker?.controller;
}

/** Milliseconds: later parts above pressable content would move it under the pointer. */
const MAX_HELD_MS = 400;

/** Settles when all have loaded or failed, or time is up; never rejects. */
export function preloadAll(loads: readonly (() => Promise<unknown>)[]): Promise<void> {
  const all = Promise.allSettled(loads.map((load) => load()));
  const late = new Promise((resolve) => setTimeout(resolve, MAX_HELD_MS));
  return Promise.race([all, late]).then(() => undefined);
}
