/** What the model says is what the real parts do: the same answer and the same state after each step of each trace. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test, vi } from 'vitest';
import { World } from '../chaos/world.ts';
import { publishEstimates, Replay } from './replay.ts';
import { unpackTrace, type State } from './trace.ts';

// Blocks of two numbers, as in the model: short traces use them up.
vi.mock('#lib/domain/own-choices.ts', async (original) => ({
  ...(await original<object>()),
  BLOCK_SIZE: 2,
  RENEWAL_AT: 1
}));

const FILE = process.env['MODEL_TRACES'] ?? join(import.meta.dirname, 'traces.jsonl');
const TRACES = readFileSync(FILE, 'utf8').trim().split('\n').map(unpackTrace);
let base: Awaited<ReturnType<typeof World.build>>;

beforeAll(async () => {
  base = await World.build(1, publishEstimates);
});

test.each(TRACES.map((states, at) => [at + 1, states] as const))(
  'the store, the door and the exchange service do what the model says in trace %i',
  async (_at, states) => {
    const world = await World.open(base, 1);
    try {
      const replay = new Replay(world);
      const done: string[] = [];
      for (const state of states) await judgeStep(replay, state, done);
    } finally {
      await world.close();
    }
  }
);

async function judgeStep(replay: Replay, state: State, done: string[]): Promise<void> {
  const { action, on, answer, databases, devices } = state;
  done.push(`${action} ${on}: ${answer}`);
  const told = done.join('\n');
  expect(await replay.take(state), told).toBe(answer);
  expect(await replay.read(state), told).toEqual({ databases, devices });
}
