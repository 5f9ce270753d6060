/** An administrator stops the server, copies last week's files back and starts it again: same epoch, less in it. */
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Accounts } from '#couch/accounts/accounts.ts';
import { openEmbeddedEngine, type Engine } from '#couch/engine/engine.ts';
import { buildGateway, type Gateway } from '#couch/gateway/gateway.ts';
import { unwrap } from '#lib/domain/result.ts';
import type { Store } from '#lib/store/store.svelte.ts';
import { aCertificate, openRig, PASSWORD, type Rig } from '../couch/gateway/rig.ts';
import { openTestEmbedded, TEST_SECRET } from '../couch/with-engine.ts';
import { aDraft, importParticulars } from './particulars.ts';
import { Device, until } from './world.ts';

let rig: Rig;
let folder: string;
let copy: string;
let running: { engine: Engine; gateway: Gateway };
let officer: Device;
let store: Store;

beforeEach(async () => {
  rig = await openRig(openTestEmbedded);
  running = rig;
  folder = rig.held.folder ?? '';
  copy = join(mkdtempSync(join(tmpdir(), 'i2es-copy-')), 'data');
  officer = new Device(rig);
  store = await officer.enrol('au.officer');
  const key = store['open']()?.signingKey;
  if (!key) throw new Error('locked');
  const of = { key, authority: 'AU' as never, person: 'au.officer', role: 'administrator' } as const;
  await rig.engine
    .open('reference')
    .bulkDocs([await aCertificate(rig.keys.root, 'INCB', 'incb.secretary', of)]);
  await until(() => (store.device?.numbersLeft['import-authorization'] ?? 0) > 0);
});
afterEach(async () => {
  officer.network.on = false;
  await store.lock();
  await stop();
  for (const path of [folder, join(copy, '..')]) rmSync(path, { recursive: true, force: true });
});

async function stop(): Promise<void> {
  running.gateway.server.closeAllConnections();
  await running.gateway.close();
  await running.engine.close();
}

async function start(): Promise<void> {
  const engine = await openEmbeddedEngine({ folder });
  const clock = (): number => rig.clock.now;
  const accounts = new Accounts({ engine, clock });
  const gateway = await buildGateway({
    engine,
    accounts,
    secret: TEST_SECRET,
    app: null,
    roots: [rig.keys.root.publicKey],
    clock
  });
  running = { engine, gateway };
  await gateway.listen({ port: Number(new URL(rig.address).port), host: '127.0.0.1' });
}

const issue = async () =>
  unwrap(await store.issue('import-authorization', importParticulars(), { draft: store.newDraftId() }));

async function untilDelivered(id: string): Promise<void> {
  await until(() => store.ledgerOf(id as never)?.server !== null);
  await until(() => store.line?.state === 'all-delivered');
}

async function holds(id: string): Promise<boolean> {
  return running.engine
    .open('country-au')
    .get(id)
    .then(() => true)
    .catch(() => false);
}

test('a device misses what the server had acknowledged, stops, and sends it again once a person agrees', async () => {
  const before = await issue();
  await untilDelivered(before._id);
  await stop();
  cpSync(folder, copy, { recursive: true });
  await start();
  store.syncNow();
  const after = await issue();
  await untilDelivered(after._id);
  await stop();
  rmSync(folder, { recursive: true, force: true });
  cpSync(copy, folder, { recursive: true });
  const sent: string[] = [];
  officer.network.before = (url) => void (url.includes('_bulk_docs') && sent.push(url));
  await start();
  unwrap(await store.saveDraft(aDraft(store.newDraftId(), { importer: 'Typed meanwhile' })));
  store.syncNow();
  await until(() => store.line?.state === 'epoch');
  expect(sent).toEqual([]);
  expect(await holds(before._id)).toBe(true);
  expect(await holds(after._id)).toBe(false);

  await store.acceptEpoch();
  await untilDelivered(after._id);
  expect(await holds(after._id)).toBe(true);
  // It is not asked about again for what only others can bring back.
  store.syncNow();
  await until(() => store.line?.state === 'all-delivered');
});

test('a server that only stood still is no other one', async () => {
  const act = await issue();
  await untilDelivered(act._id);
  await stop();
  await until(() => store.line?.state === 'offline');
  await start();
  unwrap(await store.signIn('au.officer', PASSWORD));
  await untilDelivered((await issue())._id);
  expect(store.line?.state).toBe('all-delivered');
});

test('a deleted act is no loss of the database: the line goes on, and the act stays here', async () => {
  const act = await issue();
  await untilDelivered(act._id);
  officer.network.on = false;
  const held = await running.engine.open('country-au').get(act._id);
  await running.engine.openAsAdministrator('country-au').remove(held);
  officer.network.on = true;
  store.syncNow();
  await untilDelivered((await issue())._id);
  expect(store.act(act._id)).not.toBeNull();
});
