/** Writes the snapshot while nobody works, after the last change. A store that opens fast anyway has none. */
import type { CalendarDate } from '#lib/domain/ids.ts';
import { canPack } from '../disk/packed-bytes.ts';
import { basisOf, nameOf, type Snapped } from '../index/snapshot.ts';

/** Acts that are read in a third of a second. */
const MIN_ACTS = 2_000;

/** Without a change, as while a person types. */
const QUIET_MS = 5_000;
const MIN_PAUSE_MS = 60_000;

export interface KeeperTimes {
  readonly acts: number;
  readonly quiet: number;
  readonly pause: number;
}

const TIMES: KeeperTimes = { acts: MIN_ACTS, quiet: QUIET_MS, pause: MIN_PAUSE_MS };

interface KeeperOptions extends Snapped {
  readonly version: string;
  readonly today: () => CalendarDate;
  /** One tab is enough. */
  readonly leads: () => boolean;
}

export class SnapshotKeeper {
  readonly #of: KeeperOptions;
  readonly #times: KeeperTimes;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #written = '';
  #writtenAt = -Infinity;
  #turn: Promise<void> = Promise.resolve();
  #stopped = false;

  constructor(of: KeeperOptions, times: KeeperTimes = TIMES) {
    this.#of = of;
    this.#times = times;
  }

  /** The one that this start has read need not be written again. */
  note(name: string): void {
    this.#written = name;
  }

  /** After every change: the last one counts. */
  look(): void {
    if (this.#stopped || !canPack()) return;
    if (this.#timer !== null) clearTimeout(this.#timer);
    const wait = Math.max(this.#times.quiet, this.#writtenAt + this.#times.pause - performance.now());
    this.#timer = setTimeout(() => {
      this.#timer = null;
      if (this.#of.leads()) void this.write().catch(() => undefined);
    }, wait);
  }

  /** A full disk or a closed database leaves the former one, which does not fit any more. */
  write(): Promise<void> {
    const written = this.#turn.then(() => this.#write());
    this.#turn = written.catch(() => undefined);
    return written;
  }

  async #write(): Promise<void> {
    const { records, register, version, country } = this.#of;
    if (records.shelf.acts.size < this.#times.acts) return;
    const today = this.#of.today();
    // Before the rows: what comes between the two makes the snapshot one that does not fit, never a wrong one.
    const basis = await basisOf(this.#of);
    const name = nameOf(basis, today);
    if (name === this.#written) return;
    const { makeSnapshot, writeSnapshot } = await import('../index/make-snapshot.ts');
    await records.catchUp();
    if (register.rows(today).length === 0) return;
    const making = makeSnapshot(this.#of, { version, today, basis });
    let step = making.next();
    for (; !step.done; step = making.next()) {
      await idle();
      if (this.#stopped) return;
    }
    if (!step.value) return this.look();
    await writeSnapshot(step.value, country);
    this.#written = name;
    this.#writtenAt = performance.now();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    await this.#turn;
  }
}

/** A hidden tab is given idle time late. */
const MAX_WAIT_MS = 2_000;

function idle(): Promise<void> {
  return new Promise((resolve) => {
    if ('requestIdleCallback' in globalThis) requestIdleCallback(() => resolve(), { timeout: MAX_WAIT_MS });
    else setTimeout(resolve);
  });
}
