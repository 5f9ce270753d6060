/** Sends waiting scans while this tab is connected. The code that sends loads with the first of them. */
import { isScanWaiting } from '../index/waiting-scans.ts';
import type { ScanPlaces } from '../commands/scans.ts';

const AGAIN_MS = 60_000;

export class ScanSender {
  readonly #places: ScanPlaces;
  readonly #isConnected: () => boolean;
  #running: Promise<void> | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(places: ScanPlaces, isConnected: () => boolean) {
    [this.#places, this.#isConnected] = [places, isConnected];
  }

  look(): void {
    if (this.#running || !isScanWaiting(this.#places.records.shelf.others.values()) || !this.#isConnected())
      return;
    clearTimeout(this.#timer);
    this.#running = import('../commands/scans.ts')
      .then(({ sendScans }) => sendScans(this.#places))
      .catch(() => false)
      .then((isDone) => {
        this.#running = null;
        if (!isDone) this.#timer = setTimeout(() => this.look(), AGAIN_MS);
      });
  }

  async stop(): Promise<void> {
    clearTimeout(this.#timer);
    await this.#running;
    clearTimeout(this.#timer);
  }
}
