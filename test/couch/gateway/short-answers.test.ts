/** Whose answers go before long work: of whoever asks for little at a time. */
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type * as LongWork from '#couch/base/long-work.ts';
import { openTestEmbedded } from '../with-engine.ts';
import { openRig, type Rig } from './rig.ts';

const first = vi.hoisted(() => [] as string[]);

vi.mock('#couch/base/long-work.ts', async (original) => {
  const real = await original<typeof LongWork>();
  const goFirst: typeof real.goFirst = (of, work) => {
    first.push(of);
    return real.goFirst(of, work);
  };
  return { ...real, goFirst };
});

let rig: Rig;
beforeAll(async () => {
  rig = await openRig(openTestEmbedded);
});
afterAll(() => rig.drop());

async function ask(person: string, times: number): Promise<void> {
  const client = await rig.signIn(person);
  const database = `country-${person.slice(0, 2)}`;
  const answers = Array.from({ length: times }, () => client.ask('GET', `/db/${database}/_changes?limit=1`));
  first.length = 0;
  for (const { status } of await Promise.all(answers)) expect(status).toBe(200);
}

test('a desk that is opened goes before what works long', async () => {
  await ask('ch.officer', 4);
  expect(first).toEqual(['CH', 'CH', 'CH', 'CH']);
});

test('who asks for sixteen things at a time goes before nobody with all of them', async () => {
  await ask('au.officer', 16);
  expect(first.length).toBeLessThan(16);
});
