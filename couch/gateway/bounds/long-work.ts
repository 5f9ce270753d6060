/**
 * Long work in a process that answers everybody: whoever does it pauses every few milliseconds, one at a time goes
 * on after each round of the process, and whatever is answered shortly goes before, so that the largest body of one
 * country is felt by no other (threats P5). Long work waits at most twice as long as it works: short questions without
 * end make it three times as slow and no slower.
 */
import { performance } from 'node:perf_hooks';

const MOST_MS = 4;
const PATIENCE_MS = 2 * MOST_MS;

export class LongWork {
  #since = performance.now();

  /** Between two pieces of work; others are answered where it is time. */
  async yieldWhenDue(): Promise<void> {
    if (performance.now() - this.#since < MOST_MS) return;
    await this.yieldNow();
  }

  async yieldNow(): Promise<void> {
    await YIELDING.next();
    this.#since = performance.now();
  }
}

/** What is known to take a moment only. */
export function goFirst<T>(work: () => Promise<T>): Promise<T> {
  return YIELDING.before(work);
}

export class YieldQueue {
  readonly #clock: () => number;
  readonly #waiting: (() => void)[] = [];
  #short = 0;
  #isTurning = false;
  /** When long work last ended, or began to wait. */
  #since = 0;
  #hasWorked = false;

  constructor(clock: () => number) {
    this.#clock = clock;
  }

  async before<T>(work: () => Promise<T>): Promise<T> {
    this.#short++;
    try {
      return await work();
    } finally {
      this.#short--;
    }
  }

  next(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      if (this.#isTurning) return;
      this.#isTurning = true;
      this.#hasWorked = true;
      setImmediate(() => this.#turn());
    });
  }

  #turn(): void {
    if (this.#hasWorked) this.#since = this.#clock();
    this.#hasWorked = this.#short === 0 || this.#clock() - this.#since >= PATIENCE_MS;
    if (this.#hasWorked) this.#waiting.shift()?.();
    this.#isTurning = this.#waiting.length > 0;
    if (this.#isTurning) setImmediate(() => this.#turn());
  }
}

/** One for the process, as it has one thread for all. */
const YIELDING = new YieldQueue(() => performance.now());
