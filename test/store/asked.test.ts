import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ROUTES } from '#couch/gateway/routes/routes.ts';
import { unwrap } from '#lib/domain/result.ts';
import { openPouch } from '#lib/store/disk/pouch.ts';
import { openRemote } from '#lib/store/sync/remote.ts';
import { importParticulars } from './particulars.ts';
import { openWorld, PASSPHRASE, until, type Device, type World } from './world.ts';

const served = ROUTES.map(({ method, path }) => ({
  method,
  pattern: new RegExp(`^${path.replaceAll(/:\w+/g, '[^/]+')}$`)
}));

function isServed(asked: string): boolean {
  const [method, path = ''] = asked.split(' ');
  return served.some((route) => route.method === method && route.pattern.test(path));
}

describe('what a device asks the server for', () => {
  let world: World;
  let officer: Device;
  const asked = new Set<string>();

  beforeAll(async () => {
    world = await openWorld();
    const administrator = await world.administrator('au.administrator');
    officer = await world.officer('au.officer', administrator);
    for (const device of [administrator, officer]) {
      device.network.before = (url, init) => {
        asked.add(`${init?.method ?? 'GET'} ${new URL(url).pathname}`);
      };
    }
  });
  afterAll(() => world.close());

  test('is served, all of it, when it sends and fetches', async () => {
    const { store } = officer;
    const act = unwrap(
      await store.issue('import-authorization', importParticulars(), { draft: store.newDraftId() })
    );
    await until(() => store.ledgerOf(act._id)?.server !== null);
    // From the first question on, as a start does it.
    await store.lock();
    unwrap(await store.unlock(PASSPHRASE));
    await until(() => store.line?.state === 'all-delivered');
    expect([...asked].filter((one) => !isServed(one))).toEqual([]);
    expect(asked).toContain('POST /db/country-au/_bulk_docs');
    expect([...asked].some((one) => one.startsWith('GET /db/country-au/_local/'))).toBe(true);
  });

  test('is asked for documents together again after a lost answer', async () => {
    const asked: string[] = [];
    const losing: typeof fetch = async (url, init) => {
      asked.push(`${init?.method} ${new URL(String(url)).pathname}`);
      if (asked.length === 1) throw new TypeError('lost');
      return new Response('{"results":[]}');
    };
    const remote = openRemote('https://i2es.example/db/country-au-lost', losing);
    const request = { docs: [{ id: 'draft:1', rev: '1-a' }], revs: true };
    await expect(remote.bulkGet(request)).rejects.toThrow('lost');
    expect(await remote.bulkGet(request)).toEqual({ results: [] });
    expect(new Set(asked)).toEqual(new Set(['POST /db/country-au-lost/_bulk_get']));
  });

  test('never needs the server’s id: a checkpoint has the name that it always had', async () => {
    const url = 'https://i2es.example/db/country-au';
    const nothing: typeof fetch = async () => new Response('{"problems":[]}', { status: 404 });
    const plain = openPouch(url, { adapter: 'http', skip_setup: true, fetch: nothing });
    const idOf = (pouch: unknown): Promise<string> => (pouch as { id(): Promise<string> }).id();
    expect(await idOf(openRemote(url, nothing))).toBe(await idOf(plain));
  });
});
