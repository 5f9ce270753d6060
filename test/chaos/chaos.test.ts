/** Random runs from a seed. `npm run chaos` does more of them, and shortens a failing one. */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { beginTrade } from './officers.ts';
import { readPlan } from './plan.ts';
import { simulate, type Base } from './simulate.ts';
import { World } from './world.ts';

const plan = readPlan(process.env);
let base: Base;
const acts = new Map<string, number>();

beforeAll(async () => {
  base = await World.build(1, beginTrade);
});

afterAll(() => {
  const kinds = [...acts].map(([kind, count]) => `${count} × ${kind}`).join(', ');
  console.log(`Seed ${plan.seed}: ${plan.runs} runs; stated: ${kinds}.`);
});

test('no fault, in any order, breaks an invariant of the design', { timeout: plan.timeoutMs }, async () => {
  // Without the usual preference for the smallest and largest numbers: they would choose the same steps.
  const steps = fc.noBias(
    fc.array(fc.integer({ min: 0, max: 0xffffffff }), {
      minLength: plan.steps,
      maxLength: plan.steps,
      size: 'max'
    })
  );
  const holds = fc.asyncProperty(steps, async (taken) => {
    const { broken, trace, acts: stated } = await simulate(base, taken);
    for (const { kind } of stated) acts.set(kind, (acts.get(kind) ?? 0) + 1);
    if (broken.length > 0) throw new Error(`${broken.join('\n')}\n\nafter\n${trace.join('\n')}`);
  });
  const { seed, runs: numRuns, isShortened } = plan;
  await fc.assert(holds, { seed, numRuns, endOnFailure: !isShortened });
  expect(acts.size).toBeGreaterThan(0);
});
