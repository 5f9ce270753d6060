import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openVault } from '#lib/crypto/vault.ts';
import type { DraftId } from '#lib/domain/ids.ts';
import { unwrap } from '#lib/domain/result.ts';
import { Leaving } from '#lib/store/leaving.ts';
import { OpenStore } from '#lib/store/opening/open-store.ts';
import { openPouch } from '#lib/store/disk/pouch.ts';
import { PASSWORD } from '../couch/gateway/rig.ts';
import { aDraft, importParticulars } from './particulars.ts';
import { openWorld, PASSPHRASE, until, type Device, type World } from './world.ts';

const FILE_PASSPHRASE = 'nine wooden boats on the river';
const NEW_PASSPHRASE = 'four grey mules on a bridge';

let world: World;
let administrator: Device;
let officer: Device;

beforeEach(async () => {
  world = await openWorld();
  administrator = await world.administrator('au.administrator');
  officer = await world.officer('au.officer', administrator);
  await until(() => officer.store.line?.state === 'all-delivered');
});
afterEach(() => world.close());

const issue = async ({ store }: Device): Promise<string> =>
  unwrap(await store.issue('import-authorization', importParticulars(), { draft: store.newDraftId() }))._id;

/** In one process a tab that is gone would go on: its store is closed, and what closing counts is not. */
async function kill(device: Device): Promise<void> {
  await device.store.session.unlocked?.store.close();
  await device.killTab();
}

async function countDocuments({ prefix }: Device, person: string): Promise<number> {
  const parts = ['country', 'reference', 'device'].map((part) =>
    openPouch(`${prefix}i2es-${person}-${part}`, { adapter: 'memory' })
  );
  const counts = await Promise.all(parts.map(async (one) => (await one.info()).doc_count));
  return counts.reduce((sum, one) => sum + one, 0);
}

describe('removing the records of a person from a computer', () => {
  test('is refused while anything is only here, and done once it is sent', async () => {
    const leaving = new Leaving(officer.store);
    officer.network.on = false;
    await issue(officer);
    unwrap(await officer.store.saveDraft(aDraft(officer.store.newDraftId())));
    expect(await leaving.removeRecords()).toMatchObject({
      problems: [{ code: 'store.unsent', values: { count: 2 } }]
    });
    expect(officer.store.phase.name).toBe('unlocked');
    officer.network.on = true;
    officer.store.syncNow();
    await until(() => officer.store.line?.state === 'all-delivered');
    unwrap(await leaving.removeRecords());
    expect(officer.store.phase).toMatchObject({ name: 'signed-out', removed: { isWhole: true } });
    expect(officer.store.stores).toEqual([]);
    expect(await countDocuments(officer, 'au.officer')).toBe(0);
    expect(await officer.store.resumeSession()).toMatchObject({ ok: false });
  });

  test('is done with a file of all of it; what is written after the file asks for another', async () => {
    const leaving = new Leaving(officer.store);
    officer.network.on = false;
    const first = await issue(officer);
    unwrap(await leaving.saveUnsent(FILE_PASSPHRASE));
    const second = await issue(officer);
    expect(await leaving.removeRecords()).toMatchObject({ problems: [{ values: { count: 1 } }] });
    const { text } = unwrap(await leaving.saveUnsent(FILE_PASSPHRASE));
    unwrap(await leaving.removeRecords());
    const taken = await new Leaving(administrator.store).takeUnsent(new Blob([text]), FILE_PASSPHRASE);
    expect(taken).toMatchObject({ value: { acts: 2, doubted: 0 } });
    const { store } = administrator;
    for (const id of [first, second])
      await until(() => (store.ledgerOf(id as never)?.server ?? null) !== null);
  });

  test('keeps nobody else’s: another person of this computer finds their store as it was', async () => {
    const { store } = officer;
    await store.signOut();
    unwrap(await store.signIn('au.other', PASSWORD));
    unwrap(await store.createSealedStore(NEW_PASSPHRASE));
    unwrap(await new Leaving(store).removeRecords());
    expect(store.stores.map(({ person }) => person.id)).toEqual(['au.officer']);
    expect(await countDocuments(officer, 'au.other')).toBe(0);
    unwrap(await store.choose('au.officer'));
    unwrap(await store.unlock(PASSPHRASE));
    expect(store.device?.state).toBe('certified');
  });
});

describe('removing the records of a person who was shut out', () => {
  const leaving = (): Leaving => new Leaving(officer.store);
  const writeElsewhere = async (): Promise<void> => {
    const { registry, deps } = officer.store.session;
    const entry = (await registry.get('au.officer')) ?? expect.fail();
    const opened = unwrap(await openVault(entry.vault, PASSPHRASE));
    const tab = unwrap(await OpenStore.open(deps, entry, opened, null));
    await tab.load();
    await tab.drafts.save(aDraft(officer.store.newDraftId()) as never);
    await tab.close();
  };

  beforeEach(async () => {
    const desk = await world.rig.signIn('au.administrator');
    await desk.ask('PATCH', '/api/people/au.officer', { suspended: true });
    officer.store.syncNow();
    await until(() => officer.store.phase.name === 'shut-out');
  });

  test('is refused where nobody has counted what is only here, and done once somebody has looked', async () => {
    const registry = openPouch(`${officer.prefix}i2es-devices`, { adapter: 'memory' });
    const count = await registry.get('_local/open:au.officer:0');
    await registry.remove(count._id, count._rev);
    expect(await leaving().removeRecords()).toMatchObject({ problems: [{ code: 'store.unsent.unknown' }] });
    const saved = await leaving().saveSealed(PASSPHRASE, FILE_PASSPHRASE);
    expect(saved).toMatchObject({ problems: [{ code: 'unsent.none' }] });
    unwrap(await leaving().removeRecords());
    expect(officer.store.stores).toEqual([]);
  });

  test('is refused where another tab has written since it was saved', async () => {
    await writeElsewhere();
    unwrap(await leaving().saveSealed(PASSPHRASE, FILE_PASSPHRASE));
    await writeElsewhere();
    expect(await leaving().removeRecords()).toMatchObject({ problems: [{ code: 'store.unsent' }] });
    unwrap(await leaving().saveSealed(PASSPHRASE, FILE_PASSPHRASE));
    unwrap(await leaving().removeRecords());
  });
});

describe('a forgotten passphrase', () => {
  let act: string;
  let draft: DraftId;

  beforeEach(async () => {
    officer.network.on = false;
    act = await issue(officer);
    draft = officer.store.newDraftId();
    unwrap(await officer.store.saveDraft(aDraft(draft, { importer: 'Quiet Harbour Pharmacy' })));
    const { registry, unlocked } = officer.store.session;
    const counted = async (): Promise<unknown> => unlocked && (await registry.countOf(unlocked.entry));
    await expect.poll(counted).toMatchObject({ acts: 1, documents: 1, isWhole: true });
    await kill(officer);
  });

  const openAnew = async (): Promise<void> => {
    const { store, network } = officer;
    network.on = true;
    unwrap(await store.signIn('au.officer', PASSWORD));
    unwrap(await store.beginAnew());
    unwrap(await store.createSealedStore(NEW_PASSPHRASE));
  };

  test('is told what is at risk while all is sealed: how many, and from when, and no more', () => {
    const [sealed] = officer.store.stores;
    expect(sealed?.open).toEqual({
      acts: 1,
      documents: 1,
      refused: 0,
      isWhole: true,
      latest: new Date(world.rig.clock.now).toISOString(),
      at: new Date(world.rig.clock.now).toISOString()
    });
  });

  test('is answered by fetching the records anew, and what nobody else has comes over once it is remembered', async () => {
    await openAnew();
    const { store } = officer;
    const leaving = new Leaving(store);
    expect(store.act(act as never)).toBeNull();
    const formers = await leaving.formers();
    expect(formers).toMatchObject([{ generation: 0, open: { acts: 1, documents: 1 } }]);
    expect(await leaving.removeFormer(0)).toMatchObject({ problems: [{ code: 'store.unsent' }] });
    expect(await leaving.bringFormer(0, NEW_PASSPHRASE)).toMatchObject({
      problems: [{ code: 'vault.passphrase.wrong' }]
    });
    expect(await leaving.bringFormer(0, PASSPHRASE)).toMatchObject({ value: { acts: 1, drafts: 1 } });
    expect(store.draft(draft)?.fields).toMatchObject({ importer: 'Quiet Harbour Pharmacy' });
    await until(() => (store.ledgerOf(act as never)?.server ?? null) !== null);
    unwrap(await leaving.removeFormer(0));
    expect(await leaving.formers()).toEqual([]);
    expect(store.stores).toHaveLength(1);
  });

  test('is no way in for whoever comes to a locked desk: they have to sign in first', async () => {
    const { store, network } = officer;
    network.on = true;
    await store.choose('au.officer');
    unwrap(await store.unlock(PASSPHRASE));
    unwrap(await store.signIn('au.officer', PASSWORD));
    await store.lock();
    expect(store.mayBeginAnew).toBe(false);
    expect(await store.beginAnew()).toMatchObject({ problems: [{ code: 'session.none' }] });
    unwrap(await store.signIn('au.officer', PASSWORD));
    expect(store.mayBeginAnew).toBe(true);
  });

  test('is told that there may be more where the tab was killed before it was counted', async () => {
    const { store } = officer;
    await store.choose('au.officer');
    unwrap(await store.unlock(PASSPHRASE));
    const { registry } = store.session;
    registry.putCount = () => Promise.resolve();
    await issue(officer);
    await kill(officer);
    expect(officer.store.stores[0]?.open).toMatchObject({ acts: 1, isWhole: false });
  });

  test('lets go of what nobody can open only when that is said, and of nothing before the new store is full', async () => {
    const { store, network } = officer;
    network.on = true;
    unwrap(await store.signIn('au.officer', PASSWORD));
    unwrap(await store.beginAnew());
    network.before = (url) => {
      if (url.includes('_changes')) throw new TypeError('the line is cut');
    };
    expect(await store.createSealedStore(NEW_PASSPHRASE)).toMatchObject({ ok: false });
    expect(await countDocuments(officer, 'au.officer')).toBeGreaterThan(0);
    network.before = () => undefined;
    unwrap(await store.continueFilling());
    const leaving = new Leaving(store);
    expect(await leaving.removeRecords()).toMatchObject({ problems: [{ code: 'store.unsent' }] });
    unwrap(await leaving.removeFormer(0, true));
    expect(await countDocuments(officer, 'au.officer')).toBe(0);
    expect(store.phase.name).toBe('unlocked');
  });
});
