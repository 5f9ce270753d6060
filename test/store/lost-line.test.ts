import { afterAll, beforeAll, expect, test } from 'vitest';
import { unwrap } from '#lib/domain/result.ts';
import type { ActId, CountryCode } from '#lib/domain/ids.ts';
import { aDraft, importParticulars } from './particulars.ts';
import { openWorld, PASSPHRASE, until, type Device, type World } from './world.ts';

let world: World;
let officer: Device;

beforeAll(async () => {
  world = await openWorld();
  officer = await world.administrator('au.administrator');
});
afterAll(() => world.close());

test('a document is fetched though the line fails while the batch before it is on its way', async () => {
  const swiss = await world.administrator('ch.officer');
  await until(() => (swiss.store.device?.numbersLeft['import-authorization'] ?? 0) > 0);
  const au = world.rig.engine.openAsAdministrator('country-au');
  const isThere = (id: string): Promise<boolean> =>
    au.get(id).then(
      () => true,
      () => false
    );
  const issue = async (): Promise<ActId> => {
    const particulars = importParticulars({
      issuer: 'CH' as CountryCode,
      exportingCountry: 'AU' as CountryCode
    });
    const { _id } = unwrap(
      await swiss.store.issue('import-authorization', particulars, { draft: swiss.store.newDraftId() })
    );
    while (!(await isThere(_id))) await new Promise((resolve) => setTimeout(resolve, 10));
    return _id;
  };
  officer.network.on = false;
  officer.store.syncNow();
  await until(() => officer.store.line?.state === 'offline');
  const first = await issue();
  let second: ActId | null = null;
  let asked = 0;
  let fetchFirst: () => void = () => undefined;
  officer.network.line = async (send, url) => {
    if (!url.includes('country-au')) return send();
    if (url.includes('_bulk_get') && second === null) await new Promise<void>((go) => (fetchFirst = go));
    if (!url.includes('_changes') || ++asked > 3) return send();
    // The second page has the other document; the third is never answered.
    if (asked === 2) second = await issue();
    if (asked < 3) return send();
    setTimeout(fetchFirst, 0);
    throw new TypeError('network error');
  };
  officer.network.on = true;
  officer.store.syncNow();
  await until(
    () => officer.store.act(first) !== null && second !== null && officer.store.act(second) !== null
  );
  expect(asked).toBeGreaterThan(3);
  officer.network.line = null;
});

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
