/**
 * Large bodies of one country are read one after the other with rests of twice their time. They fill at most a third of
 * the process's time (threats P5). Honest pushes are not slowed: storing a portion takes longer than its rest.
 */
import { LongWork, longTurn } from '#couch/base/long-work.ts';
import { Mutex } from '#couch/base/mutex.ts';

/** Cost of receiving and unpacking, before the body is judged. */
const RECEIVED_MS_PER_MB = 20;
const REST = 2;
/** Upper bound of one rest. */
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
   * Calls `read` at the country's turn; `bytes`: received size. Refused bodies rest too. Waits for others do not count.
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
