import { whenNothingPressed } from '#lib/pwa/press.ts';

/**
 * A part of the program that is fetched when it is first wanted. Its file may be gone after an update, or the
 * line down before it was kept: it can be asked for again, by a person or when the line is back.
 */
export class LateFetch<T> {
  part = $state.raw<T>();
  hasFailed = $state(false);
  isFetching = $state(false);
  readonly #load: () => Promise<T>;

  constructor(load: () => Promise<T>) {
    this.#load = load;
  }

  /** Does nothing where it is there, or on its way. */
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
