import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { unwrap } from '#lib/domain/result.ts';
import type { DraftId } from '#lib/domain/ids.ts';
import { aDraft } from './particulars.ts';
import { openWorld, until, type Device, type World } from './world.ts';

describe('drafts of one country on two devices', () => {
  let world: World;
  let one: Device;
  let two: Device;

  beforeAll(async () => {
    world = await openWorld();
    [one, two] = [world.device(), world.device()];
    await one.enrol('au.officer');
    await two.enrol('au.other');
  });
  afterAll(() => world.close());

  async function shared(fields: Record<string, string>): Promise<DraftId> {
    const id = one.store.newDraftId();
    unwrap(await one.store.saveDraft(aDraft(id, fields)));
    await until(() => two.store.draft(id) !== null);
    return id;
  }

  async function typeApart(id: DraftId, mine: Record<string, string>, theirs: Record<string, string>) {
    one.network.on = two.network.on = false;
    unwrap(await one.store.saveDraft(aDraft(id, mine, '2026-11-24T08:10:00.000Z')));
    unwrap(await two.store.saveDraft(aDraft(id, theirs, '2026-11-24T08:20:00.000Z')));
    for (const device of [one, two]) {
      device.network.on = true;
      device.store.syncNow();
    }
  }

  test('a template is on both devices, and is no draft that somebody could sign', async () => {
    const id = one.store.newDraftId();
    unwrap(await one.store.saveDraft(aDraft(id, { template: 'Each month', importerName: 'Coral' })));
    await until(() => two.store.templates().some(({ _id }) => _id === id));
    for (const { store } of [one, two]) {
      expect(store.draft(id)).toBeNull();
      expect(store.drafts().some(({ _id }) => _id === id)).toBe(false);
    }
    await two.store.deleteDraft(id);
    await until(() => one.store.templates().length === 0);
  });

  test('what two officers typed into different fields is merged, and neither is asked', async () => {
    const id = await shared({ importer: 'Southern Cross', port: '' });
    await typeApart(
      id,
      { importer: 'Southern Cross', port: 'Sydney' },
      { importer: 'Southern Cross Pty Ltd', port: '' }
    );
    const merged = { importer: 'Southern Cross Pty Ltd', port: 'Sydney' };
    // Each is shown alone until the other has come: merged is what has both.
    await until(() =>
      [one, two].every(({ store }) => {
        const { importer, port } = store.draft(id)?.fields ?? {};
        return importer === merged.importer && port === merged.port;
      })
    );
    expect(one.store.draftConflicts(id)).toEqual([]);
    expect(one.store.draft(id)?.fields).toEqual(merged);
  });

  test('where both typed differently both texts are kept and shown until a person decides', async () => {
    const id = await shared({ importer: 'Southern Cross' });
    await typeApart(id, { importer: 'Southern Cross North' }, { importer: 'Southern Cross South' });
    await until(() => one.store.draftConflicts(id).length > 0 && two.store.draftConflicts(id).length > 0);
    const [conflict] = one.store.draftConflicts(id);
    expect([conflict?.mine, conflict?.theirs].sort()).toEqual([
      'Southern Cross North',
      'Southern Cross South'
    ]);
    expect(conflict?.base).toBe('Southern Cross');
    await one.store.resolveDraft(id, {
      importer: conflict?.mine === 'Southern Cross North' ? 'mine' : 'theirs'
    });
    await until(() => two.store.draft(id)?.fields['importer'] === 'Southern Cross North');
    await until(() => two.store.draftConflicts(id).length === 0);
    expect(one.store.draftConflicts(id)).toEqual([]);
  });

  test('saves that come faster than the disk end in the last text', async () => {
    const id = one.store.newDraftId();
    const saves = ['S', 'So', 'Sou', 'Sout', 'South'].map((importer) =>
      one.store.saveDraft(aDraft(id, { importer }))
    );
    await Promise.all(saves);
    expect(one.store.draft(id)?.fields).toEqual({ importer: 'South' });
    expect(one.store.drafts().filter((draft) => draft._id === id)).toHaveLength(1);
  });

  test('a deleted draft is gone on the other device too', async () => {
    const id = await shared({ importer: 'To be deleted' });
    await two.store.deleteDraft(id);
    await until(() => one.store.draft(id) === null);
    await until(() => one.store.line?.state === 'all-delivered');
  });
});
