import { whenNothingPressed } from '#lib/pwa/press.ts';

/**
 * A part of the program that loads on first use. Its file can be missing after an update, or the connection down: a
 * person or a reconnection can retry.
 */
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

/** Milliseconds. Later than this, parts above pressable content would move it under the pointer. */
const MAX_HELD_MS = 400;

/** Settles when all parts have loaded or failed, or time is up; never rejects. Parts above pressable content load together. */
export function preloadAll(loads: readonly (() => Promise<unknown>)[]): Promise<void> {
  const all = Promise.allSettled(loads.map((load) => load()));
  const late = new Promise((resolve) => setTimeout(resolve, MAX_HELD_MS));
  return Promise.race([all, late]).then(() => undefined);
}
