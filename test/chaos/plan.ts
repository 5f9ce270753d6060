/** The number of runs: few in `npm test`, as many as asked for in `npm run chaos`. */
export interface Plan {
  readonly seed: number;
  readonly runs: number;
  readonly steps: number;
  /** A failing run is tried again with fewer steps, which takes minutes. */
  readonly isShortened: boolean;
  readonly timeoutMs: number;
}

const RUNS = 30;
const STEPS = 50;
const RUN_MS = 60_000;

/** The same for everyone: a change is judged by what it does, not by the day. */
const SEED = 1;

export function readPlan(environment: Readonly<Record<string, string | undefined>>): Plan {
  const read = (name: string, usual: number): number => {
    const given = environment[`CHAOS_${name}`];
    const value = given === undefined ? usual : Number(given);
    if (!Number.isSafeInteger(value) || value < 1)
      throw new Error(`--${name.toLowerCase()} is no number: ${given}`);
    return value;
  };
  const runs = read('RUNS', RUNS);
  const isShortened = environment['CHAOS_SHORTEN'] === '1';
  return {
    seed: read('SEED', SEED),
    runs,
    steps: read('STEPS', STEPS),
    isShortened,
    timeoutMs: (runs + (isShortened ? 500 : 0)) * RUN_MS
  };
}
