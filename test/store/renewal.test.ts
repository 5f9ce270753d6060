import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { KeyId } from '#lib/domain/ids.ts';
import { unwrap } from '#lib/domain/result.ts';
import type { Store } from '#lib/store/store.svelte.ts';
import { PASSWORD } from '../couch/gateway/rig.ts';
import { importParticulars } from './particulars.ts';
import { openWorld, until, type Device, type World } from './world.ts';

const DAY = 24 * 3_600_000;
const YEAR = 365 * DAY;

describe('the renewal of a key', () => {
  let world: World;
  let board: Device;
  let administrator: Device;
  let officer: Device;

  beforeAll(async () => {
    world = await openWorld();
    board = await world.administrator('incb.secretary');
    administrator = await world.administrator('au.administrator');
    officer = await world.officer('au.officer', administrator);
  });
  afterAll(() => world.close());

  const keyIdOf = (store: Store) => store.device?.keyId as KeyId;
  const endOf = (store: Store) => store.device?.validUntil ?? '';

  test('by the administrator gives the same key two more years, and nothing is asked of the officer', async () => {
    const [before, keyId] = [endOf(officer.store), keyIdOf(officer.store)];
    world.rig.clock.now += 30_000;
    const renewed = unwrap(await administrator.store.renewKey(keyId));
    await until(() => endOf(officer.store) > before);
    expect(renewed.body).toMatchObject({ kind: 'certificate', keyId, holder: { person: 'au.officer' } });
    expect(keyIdOf(officer.store)).toBe(keyId);
    const act = unwrap(
      await officer.store.issue('import-authorization', importParticulars(), {
        draft: officer.store.newDraftId()
      })
    );
    await until(() => officer.store.ledgerOf(act._id)?.server !== null);
  });

  test('of an administrator is a colleague’s or the Board’s business, never their own', async () => {
    const keyId = keyIdOf(administrator.store);
    const own = await administrator.store.renewKey(keyId);
    expect(own).toMatchObject({ ok: false, problems: [{ code: 'signature.certificate.self' }] });
    const before = endOf(administrator.store);
    world.rig.clock.now += 30_000;
    unwrap(await board.store.renewKey(keyId));
    await until(() => endOf(administrator.store) > before);
  });

  test('names an officer anew whom the administrator has renamed; until then they sign as they are certified', async () => {
    const { body: before } = unwrap(
      await officer.store.issue('import-authorization', importParticulars(), {
        draft: officer.store.newDraftId()
      })
    );
    const renamed = await fetch(`${world.rig.address}/api/people/au.officer`, {
      method: 'PATCH',
      headers: { 'content-type': 'application/json', cookie: administrator.network.cookie },
      body: JSON.stringify({ name: 'R. Renamed', function: 'Head of licensing' })
    });
    expect(renamed.status).toBe(200);
    unwrap(await officer.store.signIn('au.officer', PASSWORD));
    expect(officer.store.person?.id).toBe('au.officer');
    const between = unwrap(
      await officer.store.issue('import-authorization', importParticulars(), {
        draft: officer.store.newDraftId()
      })
    );
    expect(between.body.by).toEqual(before.by);
    await until(() => officer.store.ledgerOf(between._id)?.server !== null);
    const keyId = keyIdOf(officer.store);
    world.rig.clock.now += 90_000;
    officer.store.syncNow();
    await until(() => administrator.store.desk().deviceRequests.some((one) => one.keyId === keyId));
    expect(administrator.store.desk().deviceRequests).toMatchObject([
      { person: { name: 'R. Renamed', function: 'Head of licensing' } }
    ]);
    unwrap(await administrator.store.certifyDevice(keyId));
    await until(() => officer.store.signatory?.name === 'R. Renamed');
    world.rig.clock.now += 30_000;
    const after = unwrap(
      await officer.store.issue('import-authorization', importParticulars(), {
        draft: officer.store.newDraftId()
      })
    );
    expect(after.body.by).toMatchObject({ name: 'R. Renamed', function: 'Head of licensing' });
    await until(() => officer.store.ledgerOf(after._id)?.server !== null);
    expect(administrator.store.desk().deviceRequests).toEqual([]);
  });

  test('is not the officer’s, nor another country’s, nor the Board’s for an officer', async () => {
    const swiss = await world.administrator('ch.officer');
    const keyId = keyIdOf(officer.store);
    for (const device of [officer, swiss, board]) {
      const refused = await device.store.renewKey(keyId);
      expect(refused).toMatchObject({ ok: false, problems: [{ code: 'device.key.notYours' }] });
    }
  });

  test('comes too late for a withdrawn key', async () => {
    const other = await world.officer('au.other', administrator);
    const keyId = keyIdOf(other.store);
    unwrap(await administrator.store.withdrawKey(keyId, 'Laptop stolen'));
    await until(() => other.store.phase.name === 'shut-out');
    expect(await administrator.store.renewKey(keyId)).toMatchObject({
      problems: [{ code: 'device.key.withdrawn' }]
    });
  });

  test('revives a key whose certificate has ended, and by one that has ended renews nothing', async () => {
    await pass(YEAR);
    unwrap(await board.store.renewKey(keyIdOf(administrator.store)));
    await until(() => endOf(administrator.store) > '2029');
    await pass(YEAR + 2 * DAY);
    expect([officer, administrator].map(({ store }) => store.device?.state)).toEqual([
      'expired',
      'certified'
    ]);
    expect(await board.store.renewKey(keyIdOf(administrator.store))).toMatchObject({
      problems: [{ code: 'device.notCertified' }]
    });
    unwrap(await administrator.store.renewKey(keyIdOf(officer.store)));
    await until(() => officer.store.device?.state === 'certified');
  });

  /** Sessions do not outlive it, so everybody signs in again. */
  async function pass(milliseconds: number): Promise<void> {
    world.rig.clock.now += milliseconds;
    for (const [device, person] of [
      [board, 'incb.secretary'],
      [administrator, 'au.administrator'],
      [officer, 'au.officer']
    ] as const)
      unwrap(await device.store.signIn(person, PASSWORD));
  }
});
