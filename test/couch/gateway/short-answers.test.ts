/** Whose answers go before long work: of whoever asks for little at a time. */
import { connect } from 'node:net';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type * as SlicedTask from '#couch/base/sliced-task.ts';
import { openTestEmbedded } from '../with-engine.ts';
import { openRig, type Answer, type Client, type Rig } from './rig.ts';

const first = vi.hoisted(() => [] as string[]);

vi.mock('#couch/base/sliced-task.ts', async (original) => {
  const real = await original<typeof SlicedTask>();
  const runImmediately: typeof real.runImmediately = (of, work) => {
    first.push(of);
    return real.runImmediately(of, work);
  };
  return { ...real, runImmediately };
});

let rig: Rig;
beforeAll(async () => {
  rig = await openRig(openTestEmbedded);
});
afterAll(() => rig.drop());

const ask = (client: Client, database: string): Promise<Answer> =>
  client.ask('GET', `/db/${database}/_changes?limit=1`);

test('a desk that is opened goes before what works long', async () => {
  const swiss = await rig.signIn('ch.officer');
  first.length = 0;
  for (const { status } of await Promise.all(Array.from({ length: 4 }, () => ask(swiss, 'country-ch'))))
    expect(status).toBe(200);
  expect(first).toEqual(['CH', 'CH', 'CH', 'CH']);
});

test('who has more than six questions under way goes before nobody, and a colleague does', async () => {
  const [officer, colleague] = [await rig.signIn('au.officer'), await rig.signIn('au.other')];
  const { hostname, port } = new URL(rig.address);
  const head =
    `POST /db/country-au/_bulk_get HTTP/1.1\r\nhost: x\r\ncookie: ${officer.cookie}\r\n` +
    'content-type: application/json\r\ncontent-length: 100\r\n\r\n{';
  const under = Array.from({ length: 7 }, () => {
    const socket = connect(Number(port), hostname);
    socket.write(head);
    return socket;
  });
  await vi.waitFor(async () => {
    first.length = 0;
    expect((await ask(officer, 'country-au')).status).toBe(200);
    expect(first).toEqual([]);
  });
  expect((await ask(colleague, 'country-au')).status).toBe(200);
  expect(first).toEqual(['AU']);
  for (const socket of under) socket.destroy();
});

test('a stranger goes before nobody', async () => {
  first.length = 0;
  const { status } = await fetch(`${rig.address}/api/health`);
  expect(status).toBe(200);
  expect(first).toEqual([]);
});
