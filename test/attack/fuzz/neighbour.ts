/** An officer of a country that is fuzzed by nobody, who asks what a device asks all day, and how long it takes. */
import { Wire } from './send.ts';

const PATH = '/db/country-nz/_changes?limit=20';
const PAUSE = 40;

/** In milliseconds. */
export interface Waits {
  /** For each answer. */
  readonly times: readonly number[];
  /** By how much each pause was longer than it was meant: what the machine does beside it, and no server's work. */
  readonly late: readonly number[];
}

export class Neighbour {
  readonly #wire: Wire;
  readonly #cookie: () => Promise<string>;
  readonly refused: string[] = [];

  constructor(base: string, cookie: () => Promise<string>) {
    this.#wire = new Wire(base, 200);
    this.#cookie = cookie;
  }

  /** Asks one question after the other until told to stop. */
  async ask(goesOn: (count: number) => boolean): Promise<Waits> {
    const [times, late]: [number[], number[]] = [[], []];
    const cookie = await this.#cookie();
    while (goesOn(times.length)) {
      const began = performance.now();
      const { status, text } = await this.#wire.send(
        { method: 'GET', path: PATH, headers: { cookie }, body: null },
        { frame: null, leaves: null }
      );
      times.push(performance.now() - began);
      if (status !== 200) this.refused.push(`${status} ${text.slice(0, 100)}`);
      const paused = performance.now();
      await new Promise((resolve) => setTimeout(resolve, PAUSE));
      late.push(performance.now() - paused - PAUSE);
    }
    return { times, late };
  }

  close(): void {
    this.#wire.close();
  }
}

export function percentile95(times: readonly number[]): number {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length * 0.95)] ?? 0;
}
