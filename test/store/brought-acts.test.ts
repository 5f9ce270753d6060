import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { BroughtActs } from '#lib/store/brought.ts';
import { actRevision } from '#lib/domain/act/act-id.ts';
import type { ActOf } from '#lib/domain/act/body.ts';
import { unwrap } from '#lib/domain/result.ts';
import { describeEngines } from '../couch/with-engine.ts';
import { importParticulars } from './particulars.ts';
import { openWorld, until, type Device, type World } from './world.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

describeEngines('a partner’s document that is scanned from its printed form', (open) => {
  let world: World;
  let australian: Device;
  let swiss: Device;

  beforeAll(async () => {
    world = await openWorld(open);
    australian = await world.administrator('au.administrator');
    swiss = await world.administrator('ch.officer');
  });
  afterAll(() => world.close());

  /** Issued where there is no network, so that only its printed form can travel. */
  async function printed(): Promise<ActOf<'import-authorization'>> {
    const { store, network } = australian;
    network.on = false;
    const particulars = importParticulars({ issuer: 'AU', exportingCountry: 'CH' } as never);
    return unwrap(await store.issue('import-authorization', particulars, { draft: store.newDraftId() }));
  }

  const ofSwiss = () => new BroughtActs(swiss.store);

  test('it waits on the device without a network, in no total, and arrives once the server has accepted it', async () => {
    const act = await printed();
    swiss.network.on = false;
    const brought = ofSwiss();
    expect(unwrap(await brought.keep(act))).toBe('waiting');
    expect(unwrap(await brought.keep(act))).toBe('waiting');
    expect(brought.list()).toEqual([{ act, problems: [], same: null }]);
    expect([swiss.store.act(act._id), swiss.store.dossier(act.body.dossier)]).toEqual([null, null]);
    expect(swiss.store.registerRows()).toEqual([]);
    expect(swiss.store.line?.counts.unsent).toBe(1);
    swiss.network.on = true;
    await swiss.store.syncNow();
    await until(() => swiss.store.counts(act._id));
    await until(() => brought.list().length === 0);
    expect(swiss.store.registerRows()).toHaveLength(1);
    expect(unwrap(await brought.keep(act))).toBe('held');
    // The network brings it too, and it stays one.
    australian.network.on = true;
    await australian.store.syncNow();
    await until(() => Boolean(australian.store.ledgerOf(act._id)?.partner['CH']));
    expect(swiss.store.registerRows()).toHaveLength(1);
    // In the same revision: a second one would be a conflict in every copy of the database.
    const ids = { keys: [act._id], include_docs: true, conflicts: true };
    const { rows } = await world.rig.engine.openAsAdministrator('country-ch').allDocs(ids);
    expect(rows).toEqual([expect.objectContaining({ value: { rev: actRevision(act._id) } })]);
    expect(rows[0]).not.toHaveProperty('doc._conflicts');
  });

  test('an altered one, one’s own, and one for another country are refused on the device', async () => {
    const act = await printed();
    const brought = ofSwiss();
    const codeOf = async (document: unknown) => {
      const kept = await brought.keep(document);
      return kept.ok ? kept.value : kept.problems[0]?.code;
    };
    expect(await codeOf({ ...act, body: { ...act.body, remarks: 'More.' } })).toBe('act.id.differs');
    expect(await codeOf({ anything: 1 })).toMatch(/^act\./);
    const ofOwn = await new BroughtActs(australian.store).keep(act);
    expect(ofOwn.ok ? ofOwn.value : ofOwn.problems[0]?.code).toBe('carried.issuer');
    expect(brought.list()).toEqual([]);
  });

  test('one that the server refuses stays with the reason, until the officer forgets it', async () => {
    const act = await printed();
    const brought = ofSwiss();
    const { network } = swiss;
    network.line = (send, url) =>
      url.endsWith('/api/carried')
        ? Promise.resolve(Response.json({ problems: [{ code: 'signature.time.doubtful' }] }, { status: 400 }))
        : send();
    await brought.keep(act);
    await until(() => brought.list()[0]?.problems[0]?.code === 'signature.time.doubtful');
    expect(swiss.store.act(act._id)).toBeNull();
    // It no longer waits to be sent: the officer decides about it.
    await until(() => swiss.store.line?.counts.refused === 1);
    expect(swiss.store.line?.counts.unsent).toBe(0);
    network.line = null;
    await brought.forget(act);
    expect(brought.list()).toEqual([]);
    expect(swiss.store.line?.counts.refused).toBe(0);
  });
});
