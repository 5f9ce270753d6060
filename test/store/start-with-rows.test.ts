/** A device opens on its rows of the last time; what is written waits for all documents. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { unwrap } from '#lib/domain/result.ts';
import { SnapshotKeeper } from '#lib/store/opening/snapshot-keeper.ts';
import type { Store } from '#lib/store/store.svelte.ts';
import { aDraft, importParticulars } from './particulars.ts';
import { openWorld, PASSPHRASE, until, type Device, type World } from './world.ts';

let world: World;
let officer: Device;
let store: Store;

beforeEach(async () => {
  world = await openWorld();
  officer = await world.administrator('au.administrator');
  ({ store } = officer);
  await until(() => (store.device?.numbersLeft['import-authorization'] ?? 0) > 0);
});
afterEach(() => world.close());

async function issueOne(): Promise<void> {
  const draft = aDraft(store.newDraftId());
  await store.saveDraft(draft);
  unwrap(await store.issue('import-authorization', importParticulars(), { draft: draft._id }));
}

/** As in an idle moment, but at once, and of a small store. */
async function keepRows(): Promise<void> {
  const open = store.session.open!;
  const { person, country, reference, book, records, register } = open;
  const of = { person, country, reference, book, records, register };
  const options = { ...of, version: officer.deps().version, today: () => open.today(), leads: () => true };
  await records.verifyPending();
  await new SnapshotKeeper(options, { acts: 0, quiet: 0, pause: 0 }).write();
}

test('shows the rows at once, answers nothing from some of the acts, and writes after all are read', async () => {
  await issueOne();
  await until(() => store.line?.state === 'all-delivered');
  await keepRows();
  const rows = store.registerRows();
  const needs = store.desk().needs;
  await store.lock();
  unwrap(await store.unlock(PASSPHRASE));
  expect(store.reading?.done).toBe(0);
  expect(store.registerRows()).toEqual(rows);
  expect(store.desk().needs).toEqual(needs);
  expect(store.ledgerOf(rows[0]!.id)?.server).not.toBeNull();
  expect(store.device?.state).toBe('certified');
  expect(store.dossier(rows[0]!.dossier)).toBeNull();
  expect(store.actsOf('import-authorization')).toEqual([]);
  await issueOne();
  expect(store.reading).toBeNull();
  expect(store.dossier(rows[0]!.dossier)?.importAuthorization).toBe(rows[0]!.id);
  await until(() => store.registerRows().length === 2);
  await until(() => store.line?.state === 'all-delivered');
});

test('counts what the server lacks before all documents are read', async () => {
  officer.network.on = false;
  await issueOne();
  await keepRows();
  await store.lock();
  unwrap(await store.unlock(PASSPHRASE));
  expect(store.reading).not.toBeNull();
  expect(store.desk().toSend).toHaveLength(1);
  expect(store.line?.counts.unsentActs).toBe(1);
  await until(() => store.reading === null);
  expect(store.desk().toSend).toHaveLength(1);
});

test('reads everything first after a document that came since', async () => {
  await issueOne();
  await keepRows();
  await issueOne();
  await store.lock();
  unwrap(await store.unlock(PASSPHRASE));
  expect(store.reading).toBeNull();
  expect(store.registerRows()).toHaveLength(2);
});

test('stays locked if the person locks while documents are read', async () => {
  await issueOne();
  await keepRows();
  await store.lock();
  unwrap(await store.unlock(PASSPHRASE));
  const written = expect(issueOne()).rejects.toThrow('store.locked');
  await store.lock();
  await written;
  expect(store.phase.name).toBe('locked');
  unwrap(await store.unlock(PASSPHRASE));
  await until(() => store.reading === null);
  expect(store.registerRows()).toHaveLength(1);
});
