import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { provisionSystem } from '#couch/installation/provision.ts';
import type { Exchange } from '#couch/exchange/start.ts';
import { relayLists } from '#couch/link/relay-lists.ts';
import { ListAnswers } from '#couch/public-lists/list-answers.ts';
import { ListPublisher } from '#couch/public-lists/publisher.ts';
import { idsFrom } from '#couch/engine/engine.ts';
import type { SigningKey } from '#lib/crypto/key.ts';
import { Keyring, readKeyring } from '#lib/crypto/verify.ts';
import type { KeptLists } from '#lib/crypto/public-lists.ts';
import type { Act, CertificateBody } from '#lib/domain/act/body.ts';
import type { Instant } from '#lib/domain/ids.ts';
import { MAX_LIST_BYTES, type HeldLists } from '#lib/domain/public-list/public-list.ts';
import { loadLists, updateLists } from '#lib/verify/lists.ts';
import { aCancellation, anImportAuthorization, aSuspension } from '../../samples/acts.ts';
import {
  certify,
  newKey,
  NOW,
  openWorld,
  untilDelivered,
  untilHolds,
  type World
} from '../exchange/world.ts';
import { describeEngines, type TestEngine } from '../with-engine.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

/** A device that keeps its lists in memory. */
class Device {
  kept: KeptLists | null = null;
  readonly place = {
    readKept: () => Promise.resolve(this.kept),
    writeKept: (lists: KeptLists) => Promise.resolve(void (this.kept = lists))
  };

  async update(answer: (since: number) => Promise<Buffer | null>): Promise<HeldLists | string> {
    const ask = (async (address: string) => {
      const body = await answer(Number(new URL(address, 'http://i2es.example').searchParams.get('since')));
      return body === null ? Promise.reject(new Error('offline')) : new Response(body as never);
    }) as typeof fetch;
    const updated = await updateLists(ask, { place: this.place });
    return updated.ok ? updated.value : (updated.problems[0]?.code ?? '');
  }

  load(): Promise<HeldLists | null> {
    return loadLists(this.place);
  }
}

describeEngines('the public lists', (open) => {
  let tested: TestEngine;
  let world: World;
  let exchange: Exchange;
  let keyring: Keyring;
  let publisher: ListPublisher;
  let device: Device;
  let now: Instant;

  beforeEach(async () => {
    tested = await open();
    world = await openWorld(tested.engine, ['AU', 'CH']);
    await provisionSystem(tested.engine);
    for (const country of ['AU', 'CH']) await world.provision(country);
    now = NOW;
    keyring = new Keyring([world.root.publicKey]);
    publisher = aPublisher();
    exchange = await world.start({ stops: publisher, keyring });
    device = new Device();
  });
  afterEach(async () => {
    await exchange.stop();
    await publisher.stop();
    await tested.drop();
  });

  function aPublisher(): ListPublisher {
    return new ListPublisher({
      engine: tested.engine,
      keyring,
      key: world.exchangeKey.key,
      roots: [world.root.publicKey],
      handovers: [],
      demonstration: false,
      isHolder: () => true,
      log: { warn: (fields, message) => world.logged.push(message + JSON.stringify(fields)) },
      now: () => now
    });
  }

  /** A minute later, since a list has the number of its minute. */
  async function publish(minutes = 1): Promise<void> {
    now = new Date(Date.parse(now) + minutes * 60_000).toISOString() as Instant;
    await publisher.publishNow();
  }

  const answers = () => new ListAnswers({ engine: tested.engine, clock: Date.now });
  const fromServer = (since: number) => answers().tell(since);
  const updated = async () => (await device.update(fromServer)) as HeldLists;

  async function stated<A extends Act>(act: A): Promise<A> {
    const signed = await world.state(act);
    await untilDelivered(world.home(act.body.issuer), [signed._id]);
    return signed as A;
  }

  test('a cancelled authorization is in the next list, another is not', async () => {
    const [first, second] = [
      await stated(anImportAuthorization()),
      await stated(anImportAuthorization({ over: { number: 'AU-I-2026-000102-95' } }))
    ];
    await publish();
    expect((await updated()).isCancelled(first._id)).toBe(false);
    await stated(aCancellation(first));
    await publish();
    const lists = await updated();
    expect([lists.isCancelled(first._id), lists.isCancelled(second._id)]).toEqual([true, false]);
  });

  test('either side suspends an authorization, and only its own release removes it', async () => {
    const act = await stated(anImportAuthorization());
    const suspend = (issuer: string, at: string, state: string) =>
      stated(aSuspension(act, { issuer: issuer as never, at, over: { state } }));
    await untilHolds(world.home('CH'), [act._id]);
    await suspend('CH', '2026-10-06T10:00:00.000Z', 'suspended');
    await publish();
    expect((await updated()).isSuspended(act._id)).toBe(true);
    await suspend('AU', '2026-10-07T10:00:00.000Z', 'released');
    await publish();
    expect((await updated()).isSuspended(act._id)).toBe(true);
    await suspend('CH', '2026-10-08T10:00:00.000Z', 'released');
    await publish();
    expect((await updated()).isSuspended(act._id)).toBe(false);
  });

  test('nobody cancels another authority’s authorization in the list', async () => {
    const act = await stated(anImportAuthorization());
    await untilHolds(world.home('CH'), [act._id]);
    await stated(
      aCancellation(act, {
        over: { issuer: 'CH', to: ['AU'], by: { person: 'ch.officer', name: 'Officer of CH', function: '' } }
      })
    );
    await publish();
    expect((await updated()).isCancelled(act._id)).toBe(false);
  });

  test('an entry leaves a year after its authorization has expired', async () => {
    const act = await stated(
      anImportAuthorization({ over: { issuedOn: '2025-06-01', validUntil: '2025-12-15' } })
    );
    await stated(aCancellation(act));
    await publish();
    expect((await updated()).isCancelled(act._id)).toBe(true);
    await publish((Date.parse('2026-12-16T00:00:00.000Z') - Date.parse(now)) / 60_000);
    expect((await updated()).isCancelled(act._id)).toBe(false);
    expect(await bookedEntries()).toEqual([]);
    await exchange.scanNow();
    await publish();
    expect(await bookedEntries()).toEqual([]);
  });

  const bookedEntries = async () => {
    const { rows } = await tested.engine.open('lists').allDocs(idsFrom('cancelled:'));
    return rows.map(({ id }) => id);
  };

  test('a device gets only the parts that changed', async () => {
    const act = await stated(anImportAuthorization());
    await publish();
    const first = await updated();
    expect((await fromServer(first.number))?.length).toBe(0);
    const whole = (await fromServer(0))!.length;
    expect((await fromServer(0))!.readUInt32BE(0)).toBeLessThan(2500);
    await stated(aCancellation(act));
    await publish();
    const part = (await fromServer(first.number))!.length;
    expect(whole - part).toBeGreaterThan(200);
    expect((await updated()).isCancelled(act._id)).toBe(true);
  });

  test('the keys say whose authority and from when to when, and a revoked one from when it has ended', async () => {
    await publish();
    const { keyId, holder } = (world.certificate('CH') as Act<CertificateBody>).body;
    expect((await updated()).keys.get(keyId)).toMatchObject({
      authority: 'CH',
      role: holder.role,
      validFrom: '2026-01-01T00:00:00.000Z',
      validUntil: '2027-01-01T00:00:00.000Z',
      endedFrom: null
    });
    await world.withdraw('CH', '2026-11-24T12:01:00.000Z' as Instant);
    await vi.waitFor(() => expect(keyring.trust.withdrawnFrom(keyId, 'CH' as never)).not.toBeNull());
    await publish();
    expect((await updated()).keys.get(keyId)?.endedFrom).toBe('2026-11-24T12:01:00.000Z');
  });

  test('what a lost database held is in the list again after the integrity scan', async () => {
    const act = await stated(anImportAuthorization());
    await stated(aCancellation(act));
    await publish();
    const before = await updated();
    await tested.engine.destroy('lists');
    await provisionSystem(tested.engine);
    publisher = aPublisher();
    await exchange.stop();
    exchange = await world.start({ stops: publisher, keyring });
    await exchange.scanNow();
    await publish();
    const lists = await updated();
    expect([lists.isCancelled(act._id), lists.number > before.number]).toEqual([true, true]);
  });

  test('a damaged, forged or older answer, or none, changes nothing, and the device says which it was', async () => {
    const act = await stated(anImportAuthorization());
    await publish();
    const older = (await fromServer(0))!;
    await stated(aCancellation(act));
    await publish();
    const { number } = await updated();
    await publish();
    const good = (await fromServer(0))!;
    const asNew = (bytes: Buffer) => device.update(() => Promise.resolve(bytes));
    const length = good.readUInt32BE(0);
    const head = JSON.parse(good.subarray(4, 4 + length).toString()) as { head: { number: number } };
    head.head.number += 5;
    const text = Buffer.from(JSON.stringify(head));
    const size = Buffer.alloc(4);
    size.writeUInt32BE(text.length);
    const forged = Buffer.concat([size, text, good.subarray(4 + length)].map((one) => new Uint8Array(one)));
    const fresh = new Device();
    expect(await fresh.update(() => Promise.resolve(good.subarray(0, -1)))).toBe('list.damaged');
    const flipped = Buffer.from(good);
    flipped[flipped.length - 1]! ^= 1;
    expect(await fresh.update(() => Promise.resolve(flipped))).toBe('list.damaged');
    expect(await fresh.update(() => Promise.resolve(forged))).toBe('list.forged');
    expect(await fresh.load()).toBeNull();
    expect(await asNew(Buffer.from([1, 2, 3]))).toBe('list.malformed');
    expect(await asNew(Buffer.from('<!doctype html> of another page'))).toBe('list.malformed');
    expect(await device.update(() => Promise.resolve(null))).toBe('list.offline');
    expect(await asNew(older)).toBe('list.older');
    const held = await device.load();
    expect([held?.number, held?.isCancelled(act._id)]).toEqual([number, true]);
  });

  test('lists of another installation are refused, and a device without lists accepts those of its server', async () => {
    await publish();
    await updated();
    const others = new ListPublisher({
      engine: tested.engine,
      keyring: await aStrangeKeyring(),
      key: stranger.exchange,
      roots: [stranger.root.publicKey],
      handovers: [],
      demonstration: false,
      isHolder: () => true,
      log: { warn: (_fields, message) => world.logged.push(message) },
      now: () => new Date(Date.parse(now) + 600_000).toISOString() as Instant
    });
    await others.publishNow();
    expect(await device.update(fromServer)).toBe('list.otherServer');
    expect((await new Device().update(fromServer)) as HeldLists).toMatchObject({ demonstration: false });
  });

  const stranger = {} as { exchange: SigningKey; root: SigningKey };
  async function aStrangeKeyring(): Promise<Keyring> {
    Object.assign(stranger, { exchange: await newKey(), root: await newKey() });
    const of = await certify('EXCHANGE', 'exchange', 'exchange', stranger.exchange, stranger.root);
    return readKeyring([of], [stranger.root.publicKey]);
  }

  test('a country’s own server passes the lists on, and none that do not verify there', async () => {
    const act = await stated(anImportAuthorization());
    await stated(aCancellation(act));
    await publish();
    const national = await open();
    await provisionSystem(national.engine);
    const central = createServer((request, response) => {
      const since = Number(new URL(request.url ?? '', 'http://central').searchParams.get('since'));
      void fromServer(since).then((answer) => response.writeHead(answer?.length ? 200 : 204).end(answer));
    });
    await new Promise<void>((ready) => central.listen(0, '127.0.0.1', ready));
    const url = `http://127.0.0.1:${(central.address() as AddressInfo).port}`;
    const relay = (root: SigningKey) =>
      relayLists(
        { engine: national.engine, central: { url }, roots: [root.publicKey] },
        AbortSignal.timeout(5000)
      );
    const passedOn = (since: number) =>
      new ListAnswers({ engine: national.engine, clock: Date.now }).tell(since);
    await expect(relay(await newKey())).rejects.toThrow('list.otherServer');
    expect(await passedOn(0)).toBeNull();
    for (let hour = 0; hour < 2; hour++) await relay(world.root);
    expect(((await device.update(passedOn)) as HeldLists).isCancelled(act._id)).toBe(true);
    await publish();
    await relay(world.root);
    expect(((await device.update(passedOn)) as HeldLists).at).toBe(now);
    central.close();
    await national.drop();
  });

  test('a central server that sends without end is left after eight megabytes', async () => {
    let sent = 0;
    const central = createServer((_request, response) => {
      // No length is told.
      response.writeHead(200);
      const go = (): void => {
        if (response.destroyed) return;
        sent += 1_000_000;
        response.write(Buffer.alloc(1_000_000), () => setImmediate(go));
      };
      go();
    });
    await new Promise<void>((ready) => central.listen(0, '127.0.0.1', ready));
    const url = `http://127.0.0.1:${(central.address() as AddressInfo).port}`;
    const options = { engine: tested.engine, central: { url }, roots: [world.root.publicKey] };
    await expect(relayLists(options, AbortSignal.timeout(20_000))).rejects.toThrow('list.malformed');
    expect(sent).toBeLessThan(4 * MAX_LIST_BYTES);
    central.closeAllConnections();
    central.close();
  });

  test('without a certificate by a root nothing is published, and the log says so once', async () => {
    const others = new ListPublisher({
      engine: tested.engine,
      keyring,
      key: await newKey(),
      roots: [world.root.publicKey],
      handovers: [],
      demonstration: false,
      isHolder: () => true,
      log: { warn: (_fields, message) => world.logged.push(message) },
      now: () => now
    });
    for (let turn = 0; turn < 2; turn++) await others.publishNow();
    expect(await fromServer(0)).toBeNull();
    expect(world.logged.filter((message) => message.startsWith('No root has certified'))).toHaveLength(1);
  });
});
