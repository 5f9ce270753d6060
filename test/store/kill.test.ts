import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { unwrap } from '#lib/domain/result.ts';
import { openPouch } from '#lib/store/disk/pouch.ts';
import { aDraft, importParticulars } from './particulars.ts';
import { openWorld, PASSPHRASE, until, type Device, type World } from './world.ts';

/** What the line writes down of itself meanwhile is no step of issuing. */
function isOfDevice(written: unknown): boolean {
  const { docs = written } = written as { docs?: unknown };
  return (docs as readonly { _id: string }[]).every(({ _id }) => _id === 'device');
}

describe('a tab that is killed, a computer that is shared', () => {
  let world: World;
  let administrator: Device;
  let officer: Device;

  beforeAll(async () => {
    world = await openWorld();
    administrator = await world.administrator('au.administrator');
    officer = await world.officer('au.officer', administrator);
  });
  afterAll(() => world.close());

  /** That the line is lost is written down as well: here it is known before writes are counted. */
  async function goOffline(): Promise<void> {
    officer.network.on = false;
    officer.store.syncNow();
    await until(() => officer.store['open']()?.book.device.lostAt !== null);
  }

  async function reopen(): Promise<void> {
    await officer.killTab();
    unwrap(await officer.store.choose('au.officer'));
    unwrap(await officer.store.unlock(PASSPHRASE));
  }

  /** The tab dies at the n-th write of issuing; afterwards there is one act and no draft, or the draft and no act. */
  test.each([1, 2, 3, 4])('killed at write %i of issuing there is exactly one act or none', async (step) => {
    const { store } = officer;
    await goOffline();
    const before = store.actsOf('import-authorization').length;
    const draft = store.newDraftId();
    unwrap(await store.saveDraft(aDraft(draft, { importer: 'Southern Cross' })));
    const open = store['open']();
    if (!open) throw new Error('locked');
    await open.records.verifyPending();
    let writes = 0;
    const gone = new Promise<void>((die) => {
      for (const db of [open.country.pouch, open.book.pouch]) {
        const bulkDocs = db.bulkDocs.bind(db) as (...all: unknown[]) => unknown;
        Object.assign(db, {
          bulkDocs: (...all: unknown[]) => {
            if (!isOfDevice(all[0])) writes++;
            return writes < step ? bulkDocs(...all) : new Promise(() => die());
          }
        });
      }
    });
    await Promise.race([gone, store.issue('import-authorization', importParticulars(), { draft })]);
    await reopen();
    const acts = officer.store.actsOf('import-authorization');
    const made = acts.filter((act) => act.body.draft === draft);
    expect(made.length).toBe(acts.length - before);
    // The act itself is the first write; whatever is lost after it, the act is there and the draft is not.
    expect(made.length).toBe(step === 1 ? 0 : 1);
    expect(officer.store.draft(draft) === null).toBe(made.length === 1);
    const numbers = acts.map((act) => act.body.kind === 'import-authorization' && act.body.number);
    expect(new Set(numbers).size).toBe(numbers.length);
  });

  test('one draft issued twice at the same moment is one act', async () => {
    const { store } = officer;
    const draft = store.newDraftId();
    unwrap(await store.saveDraft(aDraft(draft)));
    const both = await Promise.all([
      store.issue('import-authorization', importParticulars(), { draft }),
      store.issue('import-authorization', importParticulars(), { draft })
    ]);
    expect(both.filter((one) => one.ok)).toHaveLength(1);
    expect(both.find((one) => !one.ok)).toMatchObject({ problems: [{ code: 'draft.alreadyIssued' }] });
  });

  test('sequence numbers towards the partner have no gap and no repetition', () => {
    const counts = officer.store.actsOf('import-authorization').map((act) => act.body.seq['CH']);
    expect(counts.sort()).toEqual(counts.map((_, index) => index + 1));
  });

  test('unlocking needs no line; a wrong passphrase opens nothing', async () => {
    await reopen();
    expect(officer.store.line?.state).toBe('offline');
    await officer.store.lock();
    expect(officer.store.phase.name).toBe('locked');
    expect(officer.store.registerRows()).toEqual([]);
    expect(await officer.store.unlock('not the passphrase at all')).toMatchObject({
      ok: false,
      problems: [{ code: 'vault.passphrase.wrong' }]
    });
    unwrap(await officer.store.unlock(PASSPHRASE));
    expect(officer.store.phase.name).toBe('unlocked');
  });

  test('two people on one computer have stores of their own, and neither opens the other', async () => {
    await officer.store.signOut().catch(() => undefined);
    officer.network.on = true;
    await officer.enrol('au.other');
    expect(officer.store.stores.map(({ person }) => person.id).sort()).toEqual(['au.officer', 'au.other']);
    const draft = officer.store.newDraftId();
    unwrap(await officer.store.saveDraft(aDraft(draft, { importer: 'Typed by the other' })));
    unwrap(await officer.store.choose('au.officer'));
    expect(officer.store.draft(draft)).toBeNull();
    unwrap(await officer.store.unlock(PASSPHRASE));
    expect(officer.store.person?.id).toBe('au.officer');
  });

  test('records that the browser removed are noticed, and fetched again before the desks open', async () => {
    const { store } = officer;
    unwrap(await store.signIn('au.officer', 'a good long password'));
    await until(() => store.line?.state === 'all-delivered');
    const held = store.dossiers().length;
    const open = store['open']();
    const name = open?.country.pouch.name ?? '';
    await store.lock();
    await openPouch(name, { adapter: 'memory' }).destroy();
    await officer.killTab();
    expect(officer.store.stores.find(({ person }) => person.id === 'au.officer')?.present).toBe(false);
    unwrap(await officer.store.choose('au.officer'));
    expect(await officer.store.unlock(PASSPHRASE)).toMatchObject({ problems: [{ code: 'line.offline' }] });
    expect(officer.store.phase.name).toBe('filling');
    expect(officer.store.registerRows()).toEqual([]);
    officer.network.on = true;
    unwrap(await officer.store.continueFilling());
    expect(officer.store.phase.name).toBe('unlocked');
    await officer.store['open']()?.records.verifyPending();
    expect(officer.store.dossiers()).toHaveLength(held);
  });

  test('a save that comes after issuing does not bring the draft back', async () => {
    const { store } = officer;
    const draft = store.newDraftId();
    unwrap(await store.saveDraft(aDraft(draft, { importer: 'first' })));
    unwrap(await store.issue('import-authorization', importParticulars(), { draft }));
    unwrap(await store.saveDraft(aDraft(draft, { importer: 'typed late' })));
    expect(store.draft(draft)).toBeNull();
  });

  test('a session that ended stops the line and not the work', async () => {
    const { store } = officer;
    unwrap(await store.signIn('au.officer', 'a good long password'));
    await until(() => store.line?.state === 'all-delivered');
    officer.network.cookie = '__Host-i2es=gone';
    store.syncNow();
    await until(() => store.line?.state === 'signed-out');
    const act = unwrap(
      await store.issue('import-authorization', importParticulars(), { draft: store.newDraftId() })
    );
    expect(store.ledgerOf(act._id)?.server).toBeNull();
    expect(store.dossierOf(act._id)?.status).toBe('issued');
    unwrap(await store.signIn('au.officer', 'a good long password'));
    await until(() => store.ledgerOf(act._id)?.server !== null);
  });
});
