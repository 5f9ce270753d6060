import { afterAll, beforeAll, expect, test } from 'vitest';
import { unwrap } from '#lib/domain/result.ts';
import { aDraft } from './particulars.ts';
import { openWorld, PASSPHRASE, until, type Device, type World } from './world.ts';

let world: World;
let officer: Device;

beforeAll(async () => {
  world = await openWorld();
  officer = await world.administrator('au.administrator');
});
afterAll(() => world.close());

test('no connection counts from the loss, across reloads, until there is one again', async () => {
  await until(() => officer.store.line?.state === 'all-delivered');
  officer.network.on = false;
  officer.store.syncNow();
  await until(() => officer.store.line?.state === 'offline');
  const lost = officer.store.line?.since;

  world.rig.clock.now += 3 * 3_600_000;
  await officer.killTab();
  unwrap(await officer.store.choose('au.administrator'));
  unwrap(await officer.store.unlock(PASSPHRASE));
  unwrap(await officer.store.saveDraft(aDraft(officer.store.newDraftId())));
  await until(() => officer.store.line?.counts.unsent === 1);
  expect(officer.store.line).toMatchObject({
    since: lost,
    counts: { unsent: 1, unsentActs: 0, unsentDrafts: 1 }
  });

  officer.network.on = true;
  officer.store.syncNow();
  await until(() => officer.store.line?.state === 'all-delivered');
  officer.network.on = false;
  officer.store.syncNow();
  await until(() => officer.store.line?.state === 'offline');
  expect(Date.parse(officer.store.line?.since ?? '')).toBeGreaterThanOrEqual(world.rig.clock.now);
});

test('a deleted draft is not delivered before the server has deleted it too', async () => {
  officer.network.on = true;
  officer.store.syncNow();
  const id = officer.store.newDraftId();
  unwrap(await officer.store.saveDraft(aDraft(id)));
  await until(() => officer.store.line?.state === 'all-delivered');
  // Reads succeed and writes do not, so the line is up.
  let lost = 0;
  officer.network.line = async (send, url) => {
    if (!/_revs_diff|_bulk_docs/.test(url)) return send();
    lost++;
    throw new TypeError('network error');
  };
  await officer.store.deleteDraft(id);
  expect(officer.store.line?.counts).toMatchObject({ unsent: 1, unsentActs: 0, unsentDrafts: 0 });
  await until(() => lost > 0);
  officer.network.line = (send) => send();
  officer.store.syncNow();
  await until(() => officer.store.line?.state === 'all-delivered');
  const home = world.rig.engine.openAsAdministrator('country-au');
  await expect(home.get(id)).rejects.toMatchObject({ reason: 'deleted' });
});
