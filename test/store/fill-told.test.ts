import { afterAll, beforeAll, expect, test } from 'vitest';
import { unwrap } from '#lib/domain/result.ts';
import type { Company, FillProgress } from '#lib/store/api.ts';
import { openWorld, until, type Device, type World } from './world.ts';

const COMPANIES = 30;
const PIECE = 1000;
/** More than ten portions. */
const MORE_COMPANIES = 2500;

let world: World;
let second: Device;

beforeAll(async () => {
  world = await openWorld();
  const { store } = await world.administrator('au.administrator');
  unwrap(await store.saveCompanies(Array.from({ length: COMPANIES }, (_, no) => aCompany(no))));
  await until(() => store.line?.state === 'all-delivered');
  second = world.device();
});
afterAll(() => world.close());

function aCompany(no: number): Company {
  return {
    _id: `company:${globalThis.crypto.randomUUID()}`,
    schema: 1,
    name: `Southern Cross ${no}`,
    address: '1 Harbour Street, Sydney',
    country: 'AU'
  };
}

/** An answer that comes piece by piece; `between` is called before each. */
function piecemeal(response: Response, between: () => Promise<void>): Response {
  const pieces = new TransformStream<Uint8Array, Uint8Array>({
    transform: async (chunk, out) => {
      for (let at = 0; at < chunk.length; at += PIECE) {
        await between();
        out.enqueue(chunk.slice(at, at + PIECE));
      }
    }
  });
  const { status, headers } = response;
  return new Response(response.body?.pipeThrough(pieces), { status, headers });
}

test('a first sync tells record by record and in bytes what has come, within a portion too', async () => {
  const told: FillProgress[] = [];
  const note = async (): Promise<void> => {
    await new Promise((resolve) => setTimeout(resolve));
    const { phase } = second.store;
    if (phase.name === 'filling' && phase.progress) told.push(phase.progress);
  };
  second.network.line = async (send, url) =>
    url.includes('country-au/_bulk_get') ? piecemeal(await send(), note) : send();
  await second.enrol('au.administrator');

  const steps = [...new Set(told.map(({ done }) => done))];
  expect(steps.length).toBeGreaterThan(5);
  expect(steps).toEqual(steps.toSorted((a, b) => a - b));
  expect(told.every(({ done, total }) => done <= total && total >= COMPANIES)).toBe(true);
  expect(new Set(told.map(({ bytes }) => bytes)).size).toBeGreaterThan(5);
});

test('a first sync completes without help though each tenth request is cut, and asks again for nothing that it holds', async () => {
  const more = Array.from({ length: MORE_COMPANIES }, (_, no) => aCompany(COMPANIES + no));
  await world.rig.engine.openAsAdministrator('country-au').bulkDocs(more);
  const third = world.device();
  let [requests, cuts] = [0, 0];
  const bodies: string[] = [];
  third.network.line = async (send, url) => {
    if (++requests % 10 === 0) {
      cuts++;
      throw new TypeError('network error');
    }
    const response = await send();
    if (url.includes('country-au/_bulk_get')) {
      const { results } = (await response.clone().json()) as { results: { id: string }[] };
      bodies.push(...results.map(({ id }) => id));
    }
    return response;
  };
  await third.enrol('au.administrator');

  expect(cuts).toBeGreaterThan(1);
  expect(third.store.companies().length).toBe(COMPANIES + MORE_COMPANIES);
  expect(bodies.length).toBeGreaterThan(MORE_COMPANIES);
  expect(new Set(bodies).size).toBe(bodies.length);
});
