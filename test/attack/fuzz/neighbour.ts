/** An officer of a country that is fuzzed by nobody, who asks what a device asks all day, and how long it takes. */
import { Wire } from './send.ts';

const PATH = '/db/country-nz/_changes?limit=20';
const PAUSE = 40;

/** In milliseconds, for each answer. */
export interface Waits {
  readonly times: readonly number[];
  /** What the server worked in the meantime. The times themselves also hold what the machine does beside it. */
  readonly work: readonly number[];
}

export class Neighbour {
  readonly #wire: Wire;
  readonly #cookie: () => Promise<string>;
  readonly #workOf: () => number;
  readonly refused: string[] = [];

  constructor(base: string, cookie: () => Promise<string>, workOf: () => number) {
    this.#wire = new Wire(base, 200);
    this.#cookie = cookie;
    this.#workOf = workOf;
  }

  /** Asks one question after the other until told to stop. */
  async ask(goesOn: (count: number) => boolean): Promise<Waits> {
    const [times, work]: [number[], number[]] = [[], []];
    const cookie = await this.#cookie();
    while (goesOn(times.length)) {
      const [began, before] = [performance.now(), this.#workOf()];
      const { status, text } = await this.#wire.send(
        { method: 'GET', path: PATH, headers: { cookie }, body: null },
        { frame: null, leaves: null }
      );
      times.push(performance.now() - began);
      work.push(this.#workOf() - before);
      if (status !== 200) this.refused.push(`${status} ${text.slice(0, 100)}`);
      await new Promise((resolve) => setTimeout(resolve, PAUSE));
    }
    return { times, work };
  }

  close(): void {
    this.#wire.close();
  }
}

export function percentile95(times: readonly number[]): number {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length * 0.95)] ?? 0;
}
