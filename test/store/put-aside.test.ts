import { afterAll, beforeAll, expect, test } from 'vitest';
import { unwrap } from '#lib/domain/result.ts';
import { DiskWatch } from '#lib/store/browser/disk-watch.ts';
import { importParticulars } from './particulars.ts';
import { openWorld, until, type Device, type World } from './world.ts';

let world: World;
let one: Device;
let two: Device;

beforeAll(async () => {
  world = await openWorld();
  two = await world.administrator('au.administrator');
  one = await world.officer('au.officer', two);
  // A page that is put aside in the middle of a write is loaded anew: no callback of that write comes back.
  const book = one.store['open']()?.book;
  await until(() => one.store.line?.state === 'all-delivered' && !book?.isWriting);
});
afterAll(() => world.close());

test('a page that is put aside asks nothing and keeps nothing open; back, it knows what others wrote and goes on', async () => {
  one.store.session.suspend();
  let asked = 0;
  one.network.before = () => void asked++;
  const disk = one.store['open']()?.country.pouch;
  await expect(disk?.info()).rejects.toThrow('closed');
  const meanwhile = unwrap(
    await two.store.issue('import-authorization', importParticulars(), { draft: two.store.newDraftId() })
  );
  await until(() => two.store.ledgerOf(meanwhile._id)?.server !== null);
  expect([asked, one.store.act(meanwhile._id)]).toEqual([0, null]);

  await one.store.session.resume();
  await until(() => one.store.act(meanwhile._id) !== null);
  const own = unwrap(
    await one.store.issue('import-authorization', importParticulars(), { draft: one.store.newDraftId() })
  );
  await until(() => one.store.ledgerOf(own._id)?.server !== null);
  expect(asked).toBeGreaterThan(0);
});

test('a disk that does not answer is told, and that it answers again', async () => {
  const watch = new DiskWatch(20);
  const told: boolean[] = [];
  watch.changed = () => void told.push(watch.isSilent);
  let answer = (): void => undefined;
  const call = watch.follow(new Promise<void>((resolve) => (answer = resolve)));
  await until(() => told.length === 1);
  answer();
  await call;
  expect(told).toEqual([true, false]);
});
