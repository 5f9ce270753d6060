import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Database } from '#couch/engine/engine.ts';
import type { Act } from '#lib/domain/act/body.ts';
import type { CountryCode } from '#lib/domain/ids.ts';
import { unwrap } from '#lib/domain/result.ts';
import { describeEngines } from '../couch/with-engine.ts';
import { importParticulars } from './particulars.ts';
import { openWorld, PASSPHRASE, until, type Device, type World } from './world.ts';

describeEngines('acts that somebody alters or deletes with their hands on a database', (open) => {
  let world: World;
  let australian: Device;
  let swiss: Device;

  beforeAll(async () => {
    world = await openWorld(open);
    const administrator = await world.administrator('au.administrator');
    australian = await world.officer('au.officer', administrator);
    swiss = await world.administrator('ch.officer');
  });
  afterAll(() => world.close());

  /** As an administrator of CouchDB works: with all rights, the validators out of the way. */
  async function administer(name: string): Promise<Database> {
    const database = world.rig.engine.openAsAdministrator(name);
    for (const design of ['structure', 'authority']) {
      const held = await database.get(`_design/${design}`).catch(() => null);
      if (held) await database.remove(held._id, held._rev);
    }
    return database;
  }

  async function alter(name: string, act: Act): Promise<void> {
    const database = await administer(name);
    const held = await database.get<Act>(act._id);
    await database.put({ ...held, body: { ...held.body, remarks: 'Ten times as much.' } } as never);
  }

  async function remove(name: string, act: Act): Promise<void> {
    const database = await administer(name);
    await database.remove(await database.get(act._id));
  }

  async function anIssued() {
    const { store } = australian;
    const act = unwrap(
      await store.issue('import-authorization', importParticulars(), { draft: store.newDraftId() })
    );
    await until(() => swiss.store.act(act._id) !== null && swiss.store.verdictOf(act._id) === 'good');
    return act;
  }

  function told(device: Device): readonly (string | null)[][] {
    return device.store.tampered().map(({ number, found, where }) => [number, found, where]);
  }

  /** In the place of the exchange. */
  async function carry({ _id }: Act): Promise<void> {
    const { _rev, ...act } = await world.rig.engine.openAsExchange('country-au').get<Act>(_id);
    const copy = { ...act, _rev, _revisions: { start: 1, ids: [_rev.slice(2)] } };
    await world.rig.engine.openAsExchange('country-ch').bulkDocs([copy], { new_edits: false });
  }

  async function reopen({ store }: Device): Promise<void> {
    await store.lock();
    unwrap(await store.unlock(PASSPHRASE));
  }

  test('an act that is altered at the partner’s stays what it was on the partner’s devices, and both sides are told', async () => {
    const act = await anIssued();
    await alter('country-ch', act);
    const expected = [[act.body.number, 'altered', 'CH']];
    await until(() => told(swiss).length > 0);
    await until(() => told(australian).length > 0);
    await reopen(swiss);
    expect([told(swiss), told(australian)]).toEqual([expected, expected]);
    expect(swiss.store.act(act._id)?.body).toEqual(act.body);
    expect(swiss.store.verdictOf(act._id)).toBe('good');
    expect(swiss.store.dossierOf(act._id)?.status).toBe('issued');
  });

  test('an act that is deleted at home stays on the devices that stated it, and both sides are told', async () => {
    const act = await anIssued();
    await remove('country-au', act);
    const isTold = (device: Device) => told(device).some(([number]) => number === act.body.number);
    await until(() => isTold(australian) && isTold(swiss));
    await reopen(australian);
    expect(australian.store.act(act._id)?.body).toEqual(act.body);
    expect(australian.store.dossierOf(act._id)?.status).toBe('issued');
    expect(australian.store.line?.state).not.toBe('epoch');
    for (const device of [australian, swiss])
      expect(told(device)).toContainEqual([act.body.number, 'deleted', 'AU']);
  });

  test('the first bad record comes first, whichever was found first', async () => {
    const [earlier, later] = [await anIssued(), await anIssued()];
    const [first, second] = [earlier, later].sort((one, other) => (one._id < other._id ? -1 : 1));
    await alter('country-ch', second as Act);
    await until(() => told(swiss).some(([number]) => number === second?.body.number));
    await alter('country-ch', first as Act);
    await until(() => told(swiss).some(([number]) => number === first?.body.number));
    const ids = swiss.store.tampered().map(({ id }) => id);
    expect(ids).toEqual([...ids].sort());
    expect(ids.indexOf(first?._id as never)).toBeLessThan(ids.indexOf(second?._id as never));
  });

  test('a device that comes later is given nothing altered, and is told what it lacks', async () => {
    const late = world.device();
    const store = await late.enrol('ch.officer');
    await until(() => store.tampered().length > 0);
    const altered = store.tampered().filter(({ where, found }) => where === 'CH' && found === 'altered');
    expect(altered.length).toBeGreaterThan(0);
    for (const { id, isHere } of altered) {
      expect(isHere).toBe(false);
      expect(store.act(id)).toBeNull();
    }
  });

  test('what the exchange takes back is told as that, to both sides, and stays so', async () => {
    const act = await anIssued();
    const of = (device: Device) => device.store.tampered().filter(({ id }) => id === act._id);
    await world.exchange.takeFindings('CH' as CountryCode, [{ id: act._id, stage: 'missing' }]);
    for (const device of [australian, swiss])
      await until(() => of(device).some(({ takenBack }) => takenBack === null));
    await world.exchange.scanNow();
    for (const device of [australian, swiss]) {
      await until(() => of(device).every(({ takenBack }) => takenBack !== null));
      await reopen(device);
      await until(() => of(device).length > 0);
      expect(of(device)).toMatchObject([{ found: 'deleted', where: 'CH', isHere: true }]);
      expect(of(device)[0]?.takenBack).not.toBeNull();
    }
  });

  test('an act that is withheld leaves a gap before the next one, which closes when it comes', async () => {
    await world.exchange.stop();
    const { store } = australian;
    const withheld = unwrap(
      await store.issue('import-authorization', importParticulars(), { draft: store.newDraftId() })
    );
    const next = unwrap(
      await store.issue('import-authorization', importParticulars(), { draft: store.newDraftId() })
    );
    await until(() => [withheld, next].every(({ _id }) => store.ledgerOf(_id)?.server !== null));
    await carry(next);
    await until(() => swiss.store.verdictOf(next._id) === 'good');
    await until(() => swiss.store.gaps().length > 0);
    expect(swiss.store.gaps()).toMatchObject([{ issuer: 'AU', missing: 1, before: next._id }]);
    expect(store.gaps()).toEqual([]);
    await carry(withheld);
    await until(() => swiss.store.gaps().length === 0);
  });

  test('acts that come in the wrong order, and again and again, are the same dossier at both ends', async () => {
    await world.exchange.stop();
    const { store } = australian;
    const issued = unwrap(
      await store.issue('import-authorization', importParticulars(), { draft: store.newDraftId() })
    );
    const { dossier } = issued.body;
    const cancelled = unwrap(
      await store.state('cancellation', { of: issued._id, dossier, reason: 'The order was withdrawn.' })
    );
    await until(() => [issued, cancelled].every(({ _id }) => store.ledgerOf(_id)?.server !== null));
    await carry(cancelled);
    await until(() => swiss.store.act(cancelled._id) !== null);
    expect(swiss.store.dossierOf(cancelled._id)?.status).not.toBe('cancelled');
    for (const act of [issued, cancelled, issued]) await carry(act);
    await until(() => swiss.store.dossierOf(issued._id)?.status === 'cancelled');
    expect(swiss.store.dossierOf(issued._id)).toEqual(store.dossierOf(issued._id));
    expect(swiss.store.gaps()).toEqual([]);
  });
});
