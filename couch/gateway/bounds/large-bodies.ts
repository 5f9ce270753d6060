/**
 * Large bodies of one country are read one after the other, and after each the next waits twice as long as it took, so
 * that the worst which one country sends fills a third of the process's time and another's short question is hardly
 * slower than in quiet (threats P5). A device that pushes its work is not slowed: to store a portion takes longer than
 * its rest.
 */
import { LongWork, longTurn } from '#couch/base/long-work.ts';
import { Mutex } from '#couch/base/mutex.ts';

/** A body was received, and unpacked perhaps, before anybody looked at it: what that costs the thread that answers all. */
const RECEIVED_MS_PER_MB = 20;
const REST = 2;
/** Whatever one body cost, its country goes on. */
const MAX_REST_MS = 1000;

interface Parts {
  readonly begin: (country: string) => LongWork;
  readonly wait: (ms: number) => Promise<void>;
}

const PARTS: Parts = {
  begin: (country) => new LongWork(longTurn(country)),
  wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms).unref())
};

export class LargeBodies {
  readonly #oneByOne = new Mutex();
  readonly #parts: Parts;

  constructor(parts = PARTS) {
    this.#parts = parts;
  }

  /**
   * Does what `read` does, when it is the country's time; `bytes` are what was received. What is refused rests, too, and
   * what the reading waited for others is none of its cost.
   */
  async read(country: string, bytes: number, read: (work: LongWork) => Promise<void>): Promise<void> {
    const { begin, wait } = this.#parts;
    const work = begin(country);
    const { refused } = await this.#oneByOne.run(
      country,
      () => readOrRefuse(() => read(work)),
      () => wait(Math.min(MAX_REST_MS, REST * (work.worked + (RECEIVED_MS_PER_MB * bytes) / 1e6)))
    );
    if (refused) throw refused.error;
  }
}

async function readOrRefuse(read: () => Promise<void>): Promise<{ refused: { error: unknown } | null }> {
  try {
    await read();
    return { refused: null };
  } catch (error) {
    return { refused: { error } };
  }
}
