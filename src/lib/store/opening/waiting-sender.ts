/** The code that sends loads with the first scan or document. */
import { isBroughtWaiting } from '../index/waiting-brought.ts';
import { isScanWaiting } from '../index/waiting-scans.ts';
import type { ScanPlaces } from '../commands/scans.ts';

const AGAIN_MS = 60_000;

export class WaitingSender {
  readonly #places: ScanPlaces;
  readonly #isConnected: () => boolean;
  #running: Promise<void> | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(places: ScanPlaces, isConnected: () => boolean) {
    [this.#places, this.#isConnected] = [places, isConnected];
  }

  look(): void {
    const { others } = this.#places.records.shelf;
    const [isScan, isBrought] = [isScanWaiting(others.values()), isBroughtWaiting(others.values())];
    if (this.#running || (!isScan && !isBrought) || !this.#isConnected()) return;
    clearTimeout(this.#timer);
    this.#running = this.#send(isScan, isBrought)
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

  async #send(isScan: boolean, isBrought: boolean): Promise<boolean> {
    const scans = !isScan || (await (await import('../commands/scans.ts')).sendScans(this.#places));
    const brought =
      !isBrought || (await (await import('../commands/brought-acts.ts')).sendBrought(this.#places));
    return scans && brought;
  }
}
