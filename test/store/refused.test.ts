import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { unwrap } from '#lib/domain/result.ts';
import { aDraft, importParticulars } from './particulars.ts';
import { openWorld, until, type Device, type World } from './world.ts';

describe('a write that the server refuses', () => {
  let world: World;
  let administrator: Device;
  let officer: Device;

  beforeAll(async () => {
    world = await openWorld();
    administrator = await world.administrator('au.administrator');
    officer = await world.officer('au.officer', administrator);
  });
  afterAll(() => world.close());

  test('comes home as a task with its reason, is out of every total, and nothing else is held up', async () => {
    const { store } = officer;
    officer.network.on = false;
    const first = unwrap(await store.issueImport(store.newDraftId(), importParticulars()));
    expect(store.dossiers()).toHaveLength(1);

    world.rig.clock.now += 60_000;
    unwrap(await administrator.store.withdrawKey(store.device?.keyId as never, 'Laptop lost'));
    await until(() => administrator.store.line?.state === 'all-delivered');
    world.rig.clock.now += 60_000;

    officer.network.on = true;
    const draft = store.newDraftId();
    unwrap(await store.saveDraft(aDraft(draft, { importer: 'after the refused one' })));
    store.syncNow();
    await until(() => store.refused().length === 1);
    const [task] = store.refused();
    expect(task?.id).toBe(first._id);
    expect(task?.problems.map(({ code }) => code)).toEqual(['signature.time.doubtful']);
    expect(task?.act?.body).toEqual(first.body);
    expect(store.dossiers()).toEqual([]);
    expect(store.registerRows()).toEqual([]);
    expect(store.desk().toSend).toEqual([]);
    expect(store.ledgerOf(first._id)).toMatchObject({ server: null, refused: true });
    expect(store.line?.state).toBe('refused');
    await until(() => administrator.store.draft(draft) !== null);
  });

  test('a device whose key is withdrawn issues nothing more, and says why', async () => {
    await until(() => officer.store.device?.state === 'withdrawn');
    const refused = await officer.store.issueImport(officer.store.newDraftId(), importParticulars());
    expect(refused).toMatchObject({ ok: false, problems: [{ code: 'device.notCertified' }] });
  });

  test('sent again it is refused again and stays a task; set aside it is quiet but not forgotten', async () => {
    const { store } = officer;
    const [task] = store.refused();
    unwrap(await store.retryRefused(task?.id as string));
    expect(store.refused()).toHaveLength(1);
    await store.setAsideRefused(task?.id as string);
    expect(store.desk().refused).toEqual([]);
    expect(store.refused()).toMatchObject([{ id: task?.id, setAside: true }]);
    expect(store.dossiers()).toEqual([]);
    await until(() => store.line?.state === 'all-delivered');
  });
});
