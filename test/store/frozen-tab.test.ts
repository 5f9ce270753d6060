import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ImportAuthorizationBody } from '#lib/domain/act/body.ts';
import { unwrap } from '#lib/domain/result.ts';
import { importParticulars } from './particulars.ts';
import { Device, openWorld, PASSPHRASE, until, type World } from './world.ts';

let world: World;
let one: Device;
let two: Device;

beforeAll(async () => {
  world = await openWorld();
  one = await world.officer('au.officer', await world.administrator('au.administrator'));
  await until(() => one.store.line?.state === 'all-delivered');
  two = new Device(world.rig, one.prefix);
  two.network.cookie = one.network.cookie;
  await two.store.start();
  unwrap(await two.store.choose('au.officer'));
  unwrap(await two.store.unlock(PASSPHRASE));
});
afterAll(async () => {
  // Closed as a tab is, without a word.
  two.network.on = false;
  await world.close();
});

test('a tab that was frozen while another issued goes on from there: no number twice, no count left out', async () => {
  let thaw = (): void => undefined;
  const frozen = new Promise<void>((resolve) => (thaw = resolve));
  one.network.line = (send) => frozen.then(send);
  one.store.syncNow();
  // Nor does it hear what another tab writes.
  await one.store['open']()?.records.stop();
  for (let at = 0; at < 3; at++)
    unwrap(
      await two.store.issue('import-authorization', importParticulars(), { draft: two.store.newDraftId() })
    );
  await until(() => two.store.line?.state === 'all-delivered');

  thaw();
  const last = unwrap(
    await one.store.issue('import-authorization', importParticulars(), { draft: one.store.newDraftId() })
  );
  await until(() => one.store.ledgerOf(last._id)?.server !== null);
  await until(() => two.store.act(last._id) !== null);
  for (const { store } of [one, two]) {
    const bodies = store.actsOf('import-authorization').map(({ body }) => body as ImportAuthorizationBody);
    expect(bodies.map(({ seq }) => seq['CH']).sort()).toEqual([1, 2, 3, 4]);
    expect(new Set(bodies.map(({ number }) => number)).size).toBe(4);
    expect(store.desk().refused).toEqual([]);
  }
});
