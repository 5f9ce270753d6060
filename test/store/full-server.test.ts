import { afterAll, beforeAll, expect, test } from 'vitest';
import { openEmbeddedEngine } from '#couch/engine/engine.ts';
import { KEPT_FREE } from '#couch/engine/folder.ts';
import { unwrap } from '#lib/domain/result.ts';
import { describeTinyDisk, openTinyDisk, type TinyDisk } from '../couch/tiny-disk.ts';
import { importParticulars } from './particulars.ts';
import { openWorld, until, type Device, type World } from './world.ts';

describeTinyDisk('an officer whose server has a full disk', () => {
  let disk: TinyDisk;
  let world: World;
  let officer: Device;

  beforeAll(async () => {
    disk = openTinyDisk(64);
    world = await openWorld(async () => {
      const engine = await openEmbeddedEngine({ folder: disk.folder });
      return { engine, folder: disk.folder, prefix: '', drop: () => engine.close() };
    });
    officer = await world.officer('au.officer', await world.administrator('au.administrator'));
    await until(() => officer.store.line?.state === 'all-delivered');
  });
  afterAll(async () => {
    await world.close();
    disk.drop();
  });

  test('is told so, works on, and has it all sent once when there is room', async () => {
    const { store } = officer;
    disk.fillUpTo(KEPT_FREE - 1024 * 1024);
    const act = unwrap(
      await store.issue('import-authorization', importParticulars(), { draft: store.newDraftId() })
    );
    await until(() => store.line?.state === 'full');
    expect(store.line?.counts).toMatchObject({ unsent: 1, refused: 0 });
    expect(store.ledgerOf(act._id)).toMatchObject({ server: null, refused: false });
    expect(store.dossierOf(act._id)?.status).toBe('issued');
    disk.makeRoom();
    store.syncNow();
    await until(() => store.line?.state === 'all-delivered');
    expect(store.ledgerOf(act._id)?.server).not.toBeNull();
    await until(() => store.ledgerOf(act._id)?.partner['CH'] !== null);
    const { rows } = await world.rig.engine.open('country-ch').allDocs({ keys: [act._id] });
    expect(rows).toHaveLength(1);
    expect(store.refused()).toEqual([]);
  });
});
