import { whenNothingPressed } from '#lib/pwa/press.ts';

/** The file can be missing after an update, or the connection down. */
export class LateFetch<T> {
  part = $state.raw<T>();
  hasFailed = $state(false);
  isFetching = $state(false);
  readonly #load: () => Promise<T>;

  constructor(load: () => Promise<T>) {
    this.#load = load;
  }

  async fetch(): Promise<void> {
    if (this.part !== undefined || this.isFetching) return;
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

/** Milliseconds: later parts above pressable content would move it under the pointer. */
const MAX_HELD_MS = 400;

/** Settles when all have loaded or failed, or time is up; never rejects. */
export function preloadAll(loads: readonly (() => Promise<unknown>)[]): Promise<void> {
  const all = Promise.allSettled(loads.map((load) => load()));
  const late = new Promise((resolve) => setTimeout(resolve, MAX_HELD_MS));
  return Promise.race([all, late]).then(() => undefined);
}
