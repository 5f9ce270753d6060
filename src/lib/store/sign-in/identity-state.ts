import type { Phase, SealedStore } from '../api.ts';
import type { DeviceRegistry } from '../disk/device-registry.ts';

type Name = Phase['name'];

/**
 * A person signs in, is chosen, unlocks, locks or signs out; the server excludes them or changes their role; another
 * tab locks or removes. Each of these also ends an opening that has begun; a sign-in does not, and the opening goes on to
 * `filling` from there. An ended session is not a state: it stops the sync and never the work (architecture §7).
 */
const TRANSITIONS: Readonly<Record<Name, readonly Name[]>> = {
  /** This computer is read; or another role opens the store again. */
  opening: ['signed-out', 'signed-in', 'locked', 'shut-out', 'filling', 'unlocked'],
  'signed-out': ['signed-out', 'signed-in', 'locked', 'shut-out', 'filling'],
  'signed-in': ['signed-out', 'signed-in', 'locked', 'shut-out', 'filling', 'unlocked'],
  locked: ['signed-out', 'signed-in', 'locked', 'shut-out', 'filling', 'unlocked', 'opening'],
  'shut-out': ['signed-out', 'signed-in', 'locked', 'shut-out', 'filling'],
  filling: ['signed-out', 'signed-in', 'locked', 'shut-out', 'filling', 'unlocked', 'opening'],
  unlocked: ['signed-out', 'signed-in', 'locked', 'shut-out', 'unlocked', 'opening']
};

export class IdentityState {
  readonly #registry: DeviceRegistry;
  #phase: Phase = { name: 'opening' };
  #stores: readonly SealedStore[] = [];
  changed: () => void = () => undefined;

  constructor(registry: DeviceRegistry) {
    this.#registry = registry;
  }

  get phase(): Phase {
    return this.#phase;
  }

  get stores(): readonly SealedStore[] {
    return this.#stores;
  }

  enter(phase: Phase): void {
    // Tests stop at a transition that the table lacks; a person at work goes on.
    if (import.meta.env?.DEV && !TRANSITIONS[this.#phase.name].includes(phase.name))
      throw new Error(`no transition from ${this.#phase.name} to ${phase.name}`);
    this.#phase = phase;
    this.changed();
  }

  /** The caller signals the change, mostly by the next phase. */
  async relist(): Promise<void> {
    this.#stores = await this.#registry.list();
  }
}

/**
 * Neither closing nor changing a store begins while the other runs. Necessary work waits in the one slot, since a
 * stopped connection reports only once; other work is dropped.
 */
export class OneSlotQueue {
  #isRunning = false;
  #waiting: (() => Promise<void>) | null = null;

  async runIfFree(work: () => Promise<void>): Promise<void> {
    if (!this.#isRunning) await this.#run(work);
  }

  /** Only the last of several waiting ones runs. */
  async enqueue(work: () => Promise<void>): Promise<void> {
    if (this.#isRunning) this.#waiting = work;
    else await this.#run(work);
  }

  async #run(work: () => Promise<void>): Promise<void> {
    this.#isRunning = true;
    try {
      await work();
    } finally {
      this.#isRunning = false;
      const waiting = this.#waiting;
      this.#waiting = null;
      if (waiting) await this.#run(waiting);
    }
  }
}
