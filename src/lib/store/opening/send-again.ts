import { mayBecomeAcceptable } from '#lib/domain/exchange/central-refusal.ts';
import type { ActId } from '#lib/domain/ids.ts';
import { accept, refuse, type Result } from '#lib/domain/result.ts';
import type { ScanPlaces } from '../commands/scans.ts';
import type { DeviceBook } from '../disk/device-book.ts';
import type { Records } from '../index/records.ts';
import { BROUGHT_OUT, isWaiting, listBrought, SCAN_OUT } from '../index/waiting-documents.ts';
import type { Line } from '../sync/line.ts';

const AGAIN_MS = 60_000;

/** The code that sends loads with the first scan or document brought by hand. */
export class WaitingSender {
  readonly #places: ScanPlaces;
  readonly #isConnected: () => boolean;
  #running: Promise<void> | null = null;
  #seen = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(places: ScanPlaces, isConnected: () => boolean) {
    [this.#places, this.#isConnected] = [places, isConnected];
  }

  look(): void {
    const { acts, others } = this.#places.records.shelf;
    const isScan = isWaiting(others.values(), SCAN_OUT);
    const isBrought = isWaiting(others.values(), BROUGHT_OUT) || this.#mayBeAcceptable();
    if (this.#running || (!isScan && !isBrought) || !this.#isConnected()) return;
    clearTimeout(this.#timer);
    this.#seen = acts.size;
    this.#running = this.#send(isScan, isBrought)
      .catch(() => false)
      .then((isDone) => {
        this.#running = null;
        if (!isDone) this.#timer = setTimeout(() => this.look(), AGAIN_MS);
      });
  }

  /** A refused document lacked a partner’s act or a certificate, and others have arrived since. */
  #mayBeAcceptable(): boolean {
    const { acts, others } = this.#places.records.shelf;
    if (acts.size === this.#seen) return false;
    return listBrought(others.values()).some(({ problems }) => mayBecomeAcceptable(problems));
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

const MAX_AT_ONCE = 50;

/** Refused writes lacked a partner’s act, a certificate or a number block. */
export class RetryRefused {
  readonly #parts: { readonly records: Records; readonly book: DeviceBook; readonly line: Line };
  readonly #database: string;
  #seen = 0;
  #running = false;

  constructor(parts: { records: Records; book: DeviceBook; line: Line }, database: string) {
    this.#parts = parts;
    this.#database = database;
  }

  /** Call after records have changed, in the leading tab. */
  look(): void {
    const { records, line } = this.#parts;
    const count = records.shelf.acts.size + records.shelf.blocks.size;
    const { reachable, signedOut, epochDiffers } = line.view;
    if (count === this.#seen || this.#running || !reachable || signedOut || epochDiffers) return;
    this.#seen = count;
    this.#running = true;
    // After a broken connection the next arrival tries again.
    this.#sendAll()
      .catch(() => undefined)
      .finally(() => (this.#running = false));
  }

  async retry(id: string): Promise<Result<true>> {
    const { book, line } = this.#parts;
    const refusal = book.refusals().find((one) => one.id === id);
    // Our own server retries at the central one after each arrival.
    if (!refusal || refusal.central) return accept(true);
    try {
      await line.sendAgain(this.#database, id, refusal.rev);
    } catch {
      return refuse({ code: 'line.offline' });
    }
    return accept(true);
  }

  async #sendAll(): Promise<void> {
    const { book, line } = this.#parts;
    const waiting = book
      .refusals()
      .filter(({ setAside, central, problems }) => !setAside && !central && mayBecomeAcceptable(problems));
    for (const { id, rev } of waiting.slice(0, MAX_AT_ONCE)) {
      if (book.isRefused(id as ActId)) await line.sendAgain(this.#database, id, rev);
    }
  }
}
