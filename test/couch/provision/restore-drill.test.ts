/**
 * The drill: two countries work, a backup is made, they work on, the server is lost and restored, on the
 * same engine or the other. Nobody's work may be missing afterwards, or there twice.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Accounts } from '#couch/accounts/accounts.ts';
import type { Engine } from '#couch/engine/engine.ts';
import { startExchange, type Exchange } from '#couch/exchange/start.ts';
import { buildGateway, type Gateway } from '#couch/gateway/gateway.ts';
import { backUp } from '#couch/provision/backup/backup-command.ts';
import { checkBackup, restore } from '#couch/provision/backup/restore-command.ts';
import { provisionSystem, refreshCountries } from '#couch/installation/provision.ts';
import { importSigningKey, generatePrivateJwk, type SigningKey } from '#lib/crypto/key.ts';
import { Keyring } from '#lib/crypto/keyring.ts';
import type { ActOf } from '#lib/domain/act/body.ts';
import type { Instant } from '#lib/domain/ids.ts';
import { unwrap } from '#lib/domain/result.ts';
import type { Store } from '#lib/store/store.svelte.ts';
import { aDraft, exportParticulars, importParticulars } from '../../store/particulars.ts';
import { Device, until } from '../../store/world.ts';
import { aCertificate, openRig, PASSWORD, somePublishedEstimates, type Rig } from '../gateway/rig.ts';
import {
  openTestCouchdb,
  openTestEmbedded,
  TEST_SECRET,
  type OpenTestEngine,
  type TestEngine
} from '../with-engine.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });

const url = process.env['COUCHDB_URL'];
const couchdb: OpenTestEngine = () => openTestCouchdb(url ?? '');
if (!url) console.warn('SKIPPED ON COUCHDB: the restore drill. Set COUCHDB_URL to run it there too.');

const WAYS: readonly (readonly [string, OpenTestEngine, OpenTestEngine])[] = [
  ['embedded, restored embedded', openTestEmbedded, openTestEmbedded],
  ['embedded, restored into CouchDB', openTestEmbedded, couchdb],
  ['CouchDB, restored embedded', couchdb, openTestEmbedded],
  ['CouchDB, restored into CouchDB', couchdb, couchdb]
];

/** Acts of a database without the exchange's receipts: id → how many. */
async function actsIn(engine: Engine, name: string): Promise<string[]> {
  return (await idsIn(engine, name, 'act:')).filter((id) => !id.includes(':EXCHANGE:'));
}

async function idsIn(engine: Engine, name: string, prefix: string): Promise<string[]> {
  const { rows } = await engine.open(name).allDocs({ startkey: prefix, endkey: `${prefix}\ufff0` });
  return rows.map(({ id }) => id);
}

describe.each(url ? WAYS : WAYS.slice(0, 1))('the restore drill: %s', (_title, from, to) => {
  let folder: string;
  let rig: Rig;
  let exchangeKey: SigningKey;
  let exchange: Exchange;
  let restored: { engine: TestEngine; gateway: Gateway; exchange: Exchange } | null;
  let devices: Device[];

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'i2es-drill-'));
    restored = null;
    devices = [];
    rig = await openRig(from);
    exchangeKey = await importSigningKey(await generatePrivateJwk());
    await certifyByRoot(exchangeKey, 'EXCHANGE', 'exchange', 'exchange');
    exchange = await open(rig.engine);
  });
  afterEach(async () => {
    for (const device of devices) {
      device.network.on = false;
      await device.store.lock();
    }
    await restored?.exchange.stop();
    restored?.gateway.server.closeAllConnections();
    await restored?.gateway.close();
    await restored?.engine.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  const now = (): Instant => new Date(rig.clock.now).toISOString() as Instant;

  function open(engine: Engine): Promise<Exchange> {
    return startExchange({
      engine,
      key: { key: exchangeKey, by: { person: 'exchange', name: 'Exchange', function: 'Exchange' } },
      keyring: new Keyring([rig.keys.root.publicKey]),
      log: { info: () => undefined, warn: () => undefined },
      now
    });
  }

  async function certifyByRoot(
    key: Pick<SigningKey, 'keyId' | 'publicKey'>,
    authority: string,
    person: string,
    role: 'administrator' | 'exchange'
  ): Promise<void> {
    const of = { key: key as SigningKey, authority: authority as never, person, role };
    const act = await aCertificate(rig.keys.root, 'INCB', 'incb.secretary', of);
    await rig.engine.open('reference').bulkDocs([act]);
  }

  async function administrator(person: string): Promise<Device> {
    const device = new Device(rig);
    devices.push(device);
    const store = await device.enrol(person);
    const key = store['open']()?.signingKey;
    if (!key) throw new Error('locked');
    await certifyByRoot(key, person.slice(0, 2).toUpperCase(), person, 'administrator');
    await until(() => store.device?.state === 'certified');
    return device;
  }

  async function officer(person: string, by: Device): Promise<Device> {
    const device = new Device(rig);
    devices.push(device);
    const store = await device.enrol(person);
    unwrap(await store.requestDevice('Desk 1'));
    await until(() => by.store.desk().deviceRequests.some((one) => one.keyId === store.device?.keyId));
    unwrap(await by.store.certifyDevice(store.device?.keyId as never));
    await untilNumbered(store);
    return device;
  }

  const untilNumbered = (store: Store): Promise<void> =>
    until(() => (store.device?.numbersLeft['import-authorization'] ?? 0) > 0);

  const issue = async ({ store }: Device): Promise<ActOf<'import-authorization'>> =>
    unwrap(await store.issue('import-authorization', importParticulars(), { draft: store.newDraftId() }));

  const untilAt = (device: Device, id: string): Promise<void> =>
    until(() => device.store.verdictOf(id as never) === 'good');

  async function loseServer(): Promise<void> {
    await exchange.stop();
    rig.gateway.server.closeAllConnections();
    await rig.drop();
  }

  /** As `npm run restore` and a start do, at the address that devices know. */
  async function restoreServer(): Promise<Engine> {
    const held = await to();
    await restore(await checkBackup(join(folder, 'backup')), {
      engine: held.engine,
      folder: join(folder, 'backup'),
      now: () => new Date(rig.clock.now),
      say: () => undefined
    });
    await provisionSystem(held.engine);
    await refreshCountries(held.engine);
    const clock = (): number => rig.clock.now;
    const accounts = new Accounts({ engine: held.engine, clock });
    const roots = [rig.keys.root.publicKey];
    const gateway = await buildGateway({
      engine: held.engine,
      accounts,
      secret: TEST_SECRET,
      app: null,
      roots,
      clock
    });
    restored = { engine: held, gateway, exchange: await open(held.engine) };
    await gateway.listen({ port: Number(new URL(rig.address).port), host: '127.0.0.1' });
    return held.engine;
  }

  /** Sessions are not in a backup: everybody signs in again, and is told of the other database. */
  async function signInAgain(device: Device, person: string): Promise<void> {
    await until(() => device.store.line?.state === 'signed-out' || device.store.line?.state === 'offline');
    unwrap(await device.store.signIn(person, PASSWORD));
    await until(() => device.store.line?.state === 'epoch');
  }

  test('devices notice, stop, and bring back what the backup lacks, whoever agrees first', async () => {
    const auAdmin = await administrator('au.administrator');
    const au = await officer('au.officer', auAdmin);
    const ch = await administrator('ch.officer');
    await untilNumbered(ch.store);
    await rig.engine.open('reference').bulkDocs([...(await somePublishedEstimates(rig.keys.root))]);
    const reserved = ({ store }: Device): readonly string[] =>
      store.documents('reservation:').map(({ _id }) => _id);
    const holds = ({ store }: Device): boolean =>
      store.documents('reservation:').some((one) => 'device' in one && one.device === store.device?.keyId);
    await until(() => [au, auAdmin].every(holds));
    const before = await issue(au);
    await untilAt(ch, before._id);

    await backUp({
      engine: rig.engine,
      version: '0',
      folder: join(folder, 'backup'),
      secretsOf: null,
      now: () => new Date(rig.clock.now),
      say: () => undefined
    });

    // A week's work that no backup has: an officer, their numbers, an act of theirs, and what a partner built on it.
    const auOther = await officer('au.other', auAdmin);
    await until(() => [au, auOther, auAdmin].every(holds));
    const after = await issue(auOther);
    await untilAt(ch, after._id);
    unwrap(await ch.store.markOpened(after._id));
    const answer = { on: after._id, dossier: after.body.dossier, answer: 'authentic' as const };
    const reply = unwrap(await ch.store.state('reply', answer));
    const exported = unwrap(
      await ch.store.issue('export-authorization', exportParticulars(before), {
        draft: ch.store.newDraftId()
      })
    );
    await untilAt(au, reply._id);
    await untilAt(au, exported._id);
    const draft = aDraft(au.store.newDraftId(), { importer: 'Typed after the backup' });
    unwrap(await au.store.saveDraft(draft));
    await until(() => devices.every(({ store }) => store.line?.state === 'all-delivered'));
    const claims = await idsIn(rig.engine, 'country-au', 'reservation:');
    await until(() => [au, auOther, auAdmin].every((device) => reserved(device).length === claims.length));
    const lost = { au: await actsIn(rig.engine, 'country-au'), ch: await actsIn(rig.engine, 'country-ch') };

    await loseServer();
    await until(() => au.store.line?.state === 'offline');
    const offline = await issue(au);
    const engine = await restoreServer();
    expect(await actsIn(engine, 'country-au')).not.toContain(after._id);
    const people: [Device, string][] = [
      [ch, 'ch.officer'],
      [au, 'au.officer'],
      [auOther, 'au.other'],
      [auAdmin, 'au.administrator']
    ];
    for (const [device, person] of people) await signInAgain(device, person);
    expect(await actsIn(engine, 'country-au')).not.toContain(after._id);
    expect(await actsIn(engine, 'country-ch')).not.toContain(reply._id);

    expect(await idsIn(engine, 'country-au', 'reservation:')).not.toEqual(claims);

    // The partner first: their reply is to an act that this server has never heard of.
    await ch.store.acceptEpoch();
    await until(() => ch.store.refused().some(({ id }) => id === reply._id));
    for (const [device] of people.slice(1)) await device.store.acceptEpoch();
    await until(() => ch.store.refused().length === 0);
    await until(() => devices.every(({ store }) => store.line?.state === 'all-delivered'));
    await until(() => au.store.ledgerOf(offline._id)?.partner['CH'] !== null);

    expect(await actsIn(engine, 'country-au')).toEqual([...lost.au, offline._id].sort());
    // Each device still has its part of INCB's figures.
    expect(await idsIn(engine, 'country-au', 'reservation:')).toEqual(expect.arrayContaining(claims));
    const chNow = await actsIn(engine, 'country-ch');
    expect(chNow).toEqual([...lost.ch, offline._id].sort());
    expect(new Set(chNow).size).toBe(chNow.length);
    for (const { store } of devices) expect(store.refused()).toEqual([]);
    for (const { store } of [au, auOther, auAdmin]) {
      expect(store.dossierOf(after._id)?.replies).toHaveLength(1);
      expect(store.dossierOf(before._id)?.exports).toHaveLength(1);
    }
    expect(ch.store.dossierOf(after._id)?.replies).toHaveLength(1);
    expect(await engine.open('country-au').get(draft._id)).toMatchObject({ fields: draft.fields });

    // Numbers go on where they were: nobody's is used twice.
    const next = [await issue(au), await issue(auOther)];
    await until(() => next.every(({ _id }) => au.store.ledgerOf(_id)?.server !== null));
    const numbers = au.store
      .actsOf('import-authorization')
      .map(({ body }) => (body as { number?: string }).number);
    expect(new Set(numbers).size).toBe(numbers.length);
  });
});
