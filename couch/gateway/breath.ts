/**
 * Long work in a process that answers everybody: whoever does it pauses every few milliseconds, so that a
 * large push of one country is felt by no other (threats P5).
 */
import { performance } from 'node:perf_hooks';

const MOST_MS = 8;

export class Breath {
  #since = performance.now();

  /** Between two pieces of work; others are answered where it is time. */
  async take(): Promise<void> {
    if (performance.now() - this.#since < MOST_MS) return;
    await new Promise<void>((resolve) => void setImmediate(resolve));
    this.#since = performance.now();
  }
}
