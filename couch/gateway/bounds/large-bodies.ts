/**
 * Large bodies of one country are read one after the other, and after each the next waits twice as long as it took, so
 * that the worst which one country sends fills a third of the process's time and another's short question is hardly
 * slower than in quiet (threats P5). A device that pushes its work is not slowed: to store a portion takes longer than
 * its rest.
 */
import { performance } from 'node:perf_hooks';
import { Mutex } from '#couch/base/mutex.ts';

/** A body was received, and unpacked perhaps, before anybody looked at it: what that costs the thread that answers all. */
const RECEIVED_MS_PER_MB = 20;
const REST = 2;
/** Whatever one body cost, its country goes on. */
const MOST_REST_MS = 1000;

interface Time {
  readonly now: () => number;
  readonly wait: (ms: number) => Promise<void>;
}

const REAL_TIME: Time = {
  now: () => performance.now(),
  wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms).unref())
};

export class LargeBodies {
  readonly #oneByOne = new Mutex();
  readonly #time: Time;

  constructor(time = REAL_TIME) {
    this.#time = time;
  }

  /** Does what `read` does, when it is the country's time; `bytes` are what was received. What is refused rests, too. */
  async read(country: string, bytes: number, read: () => Promise<void>): Promise<void> {
    const { refused } = await this.#oneByOne.run(
      country,
      () => this.#measure(read),
      ({ ms }) => this.#time.wait(Math.min(MOST_REST_MS, REST * (ms + (RECEIVED_MS_PER_MB * bytes) / 1e6)))
    );
    if (refused) throw refused.error;
  }

  async #measure(read: () => Promise<void>): Promise<{ ms: number; refused: { error: unknown } | null }> {
    const began = this.#time.now();
    const refused = await read().then(
      () => null,
      (error: unknown) => ({ error })
    );
    return { ms: this.#time.now() - began, refused };
  }
}
