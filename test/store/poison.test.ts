import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { unwrap } from '#lib/domain/result.ts';
import { boardPoison, countryPoison, plant, referencePoison, uuid } from '../couch/poison/plant.ts';
import { describeEngines } from '../couch/with-engine.ts';
import type { Poison } from '../samples/poison.ts';
import { readNotes } from '#lib/contacts/read-contacts.ts';
import { registrationsOf, standingsOf } from '#lib/store/index/registry-reading.ts';
import { aNote } from '../samples/contact.ts';
import { importParticulars } from './particulars.ts';
import { openWorld, PASSPHRASE, until, type Device, type World } from './world.ts';

vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

describeEngines('a device of a country in whose database everything may lie', (open) => {
  let world: World;
  let officer: Device;
  let planted: readonly Poison[];

  beforeAll(async () => {
    world = await openWorld(open);
    planted = await plant(world.rig.engine, 'country-au', countryPoison());
    await plant(world.rig.engine, 'reference', referencePoison());
    officer = await world.officer('au.officer', await world.administrator('au.administrator'));
  });
  afterAll(() => world.close());

  /** What the device itself set aside of what is named so. */
  function asideOf(kind: string): readonly string[] {
    return officer.store.poison().flatMap(({ id }) => (id.startsWith(kind) ? [id] : []));
  }

  test('fills, opens its desks, and names what it set aside', () => {
    expect(officer.store.desk().deviceRequests).toEqual([]);
    expect(asideOf('act:').length).toBeGreaterThan(100);
    expect(asideOf('block:').length).toBeGreaterThan(10);
    expect(asideOf('company:').length).toBeGreaterThan(10);
    expect(asideOf('draft:').length).toBeGreaterThan(5);
    for (const { name, address } of officer.store.companies())
      expect([typeof name, typeof address]).toEqual(['string', 'string']);
  });

  test('issues, and shows what it has, also after it was locked and opened again', async () => {
    const act = unwrap(
      await officer.store.issue('import-authorization', importParticulars(), {
        draft: officer.store.newDraftId()
      })
    );
    await until(() => officer.store.ledgerOf(act._id)?.server !== null);
    await officer.store.lock();
    unwrap(await officer.store.unlock(PASSPHRASE));
    expect(officer.store.verdictOf(act._id)).toBe('good');
    expect(officer.store.registerRows().map(({ id }) => id)).toContain(act._id);
    expect(officer.store.dossierOf(act._id)?.status).toBe('issued');
    expect(asideOf('block:').length).toBeGreaterThan(10);
  });

  test('goes on with what the feed brings after poison, and takes a document that was put right', async () => {
    const _id = `company:${uuid(900_000)}`;
    const [name, wrong, right] = [
      'country-au',
      { schema: 1, name: 5 },
      { schema: 1, name: 'A', address: 'B' }
    ];
    const database = world.rig.engine.openAsAdministrator(name);
    await database.put({ _id, ...wrong } as object);
    await until(() => asideOf(_id).length === 1);
    expect(officer.store.companies().some((one) => one._id === _id)).toBe(false);
    const { _rev } = await database.get(_id);
    await database.put({ _id, _rev, ...right } as object);
    await until(() => officer.store.companies().some((one) => one._id === _id));
    expect(asideOf(_id)).toEqual([]);
    expect(planted.length).toBeGreaterThan(1000);
  });
});

describeEngines('a device of the Board in whose database everything may lie', (open) => {
  let world: World;
  let board: Device;

  beforeAll(async () => {
    world = await openWorld(open);
    await plant(world.rig.engine, 'incb', boardPoison());
    await plant(world.rig.engine, 'reference', referencePoison());
    board = await world.administrator('incb.secretary');
  });
  afterAll(() => world.close());

  test('fills, names what it set aside, and reads its registers without it', async () => {
    const isAside = (kind: string): number =>
      board.store.poison().filter(({ id }) => id.startsWith(kind)).length;
    expect(isAside('act:')).toBeGreaterThan(1000);
    expect(isAside('draft:')).toBeGreaterThan(5);
    const { usage, doubtful } = await board.store.usage();
    expect(usage).toEqual([]);
    expect(doubtful.length).toBeGreaterThan(100);
    for (const { country, askedAt } of registrationsOf(board.store))
      expect([typeof country, typeof askedAt]).toEqual(['string', 'string']);
    for (const { country, state } of standingsOf(board.store))
      expect([typeof country, typeof state]).toEqual(['string', 'string']);
    expect(readNotes(board.store).every(({ text }) => typeof text === 'string')).toBe(true);
  });

  test('takes what comes after it, also when it was locked and opened again', async () => {
    const note = aNote('KE' as never, '2026-11-27');
    expect(await board.store.addContactNote(note)).toEqual({ ok: true, value: true });
    await until(() => board.store.line?.counts.unsent === 0);
    await board.store.lock();
    unwrap(await board.store.unlock(PASSPHRASE));
    expect(readNotes(board.store).map(({ _id }) => _id)).toContain(note._id);
  });
});
