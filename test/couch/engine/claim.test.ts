import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openCouchdbEngine, type Engine } from '#couch/engine/engine.ts';
import { claimBlock, type ClaimContext } from '#couch/gateway/routes/blocks.ts';
import { provisionCountry } from '#couch/installation/provision.ts';
import { blockId, type Block } from '#lib/domain/authorization/block.ts';
import type { CountryCode, Instant, KeyId } from '#lib/domain/ids.ts';
import { askCouchdb, describeEngines, openTestCouchdb, TEST_SECRET } from '../with-engine.ts';
import { openStandIn, openUnconfirming, type StandIn } from './cluster-stand-in.ts';

const YEAR = 2026;
const KIND = 'import-authorization';

function aBlock(device: string, first = 1): Block {
  const range = { kind: KIND, year: YEAR, first, last: first + 49 } as const;
  return {
    _id: blockId(range),
    schema: 1,
    ...range,
    device: device.repeat(43) as KeyId,
    office: 'Desk 1',
    claimedAt: '2026-11-24T09:00:00.000Z' as Instant,
    claimedBy: 'au.officer'
  };
}

describeEngines('a claim', (open) => {
  test('is the first writer’s, and the second is told so', async () => {
    const held = await open();
    await held.engine.create('country-au');
    const { engine } = held;
    expect(await engine.claim('country-au', aBlock('A'))).toBe('claimed');
    expect(await engine.claim('country-au', aBlock('B'))).toBe('taken');
    expect(await engine.open('country-au').get(aBlock('A')._id)).toMatchObject(aBlock('A'));
    const many = await Promise.all(
      ['C', 'D', 'E', 'F'].map((device) => engine.claim('country-au', aBlock(device, 51)))
    );
    expect(many.sort()).toEqual(['claimed', 'taken', 'taken', 'taken']);
    await held.drop();
  });
});

describe('of two who claim at the same moment on a cluster', () => {
  let standIn: StandIn;
  let gateways: readonly [Engine, Engine];

  beforeEach(async () => {
    standIn = await openStandIn();
    const open = (): Promise<Engine> => openCouchdbEngine({ url: standIn.url, secret: TEST_SECRET });
    gateways = [await open(), await open()];
  });
  afterEach(async () => {
    for (const engine of gateways) await engine.close();
    await standIn.close();
  });

  /** Both read which blocks there are before either claims. */
  function claimOf(device: string, engine: Engine): Promise<Block> {
    const key = device.repeat(43) as KeyId;
    const holder = { person: 'au.officer', authority: 'AU', device: 'Desk 1' };
    const body = { holder, validFrom: '2026-01-01', validUntil: '2027-01-01' };
    const trust = { withdrawnFrom: () => null, standingsOf: () => [{ certificate: { body } }] };
    const database = engine.open('country-au');
    return claimBlock({ kind: KIND, year: YEAR, device: key }, {
      person: { id: 'au.officer', authority: 'AU' },
      target: { name: 'country-au', epoch: 'one', database },
      keyring: { trust },
      holders: new Map(),
      now: '2026-11-24T09:00:00.000Z',
      claim: (block: Block) => engine.claim('country-au', block)
    } as unknown as ClaimContext);
  }

  test('one has it, and what the other wrote is taken away by the administrator’s hand', async () => {
    const outcomes = [
      await gateways[0].claim('country-au', aBlock('A')),
      await gateways[1].claim('country-au', aBlock('B'))
    ];
    expect(outcomes).toEqual(['claimed', 'unconfirmed']);
    expect(standIn.shown(aBlock('A')._id)).toMatchObject({ device: aBlock('A').device });
    expect(standIn.leavesOf(aBlock('A')._id).map(({ _deleted }) => _deleted ?? false)).toEqual([false, true]);
    expect(standIn.asked.filter((one) => !one.includes('_all_dbs'))).toEqual([
      `service-country-au PUT /country-au/${aBlock('A')._id}`,
      `service-country-au PUT /country-au/${aBlock('B')._id}`,
      'admin POST /country-au/_bulk_docs'
    ]);
  });

  test('each device is given a range that the database shows as its own', async () => {
    const devices = ['A', 'B'] as const;
    const blocks = await Promise.all(devices.map((device, at) => claimOf(device, gateways[at] as Engine)));
    expect(blocks.map(({ first }) => first).sort((a, b) => a - b)).toEqual([1, 51]);
    for (const [at, block] of blocks.entries())
      expect(standIn.shown(block._id)).toMatchObject({ device: aBlock(devices[at] as string).device });
  });

  test('whom it confirms nothing, it gives nothing: they are told to come back, and no claim stays', async () => {
    standIn.status = () => 202;
    await expect(claimOf('A', gateways[0])).rejects.toMatchObject({ status: 503, retryAfter: 5 });
    const ids = [1, 51, 101, 151, 201].map((first) => aBlock('A', first)._id);
    expect(ids.map((id) => standIn.leavesOf(id).length)).toEqual([1, 1, 1, 1, 1]);
    expect(ids.map((id) => standIn.shown(id))).toEqual([null, null, null, null, null]);
  });

  test('an answer that is neither is an error, by whomever it was written, and nobody’s claim', async () => {
    for (const status of [500, 504]) {
      standIn.status = () => status;
      await expect(gateways[0].claim('country-au', aBlock('A'))).rejects.toMatchObject({ status });
    }
  });
});

const couchdb = process.env['COUCHDB_URL'];
if (!couchdb) console.warn('SKIPPED: an unconfirmed claim on CouchDB. Set COUCHDB_URL to run it.');

describe.runIf(couchdb)('an unconfirmed claim on CouchDB', () => {
  test('goes through its validators by the administrator alone, and the id can be claimed again', async () => {
    const held = await openTestCouchdb(couchdb ?? '');
    await provisionCountry(held.engine, 'AU' as CountryCode);
    const proxy = await openUnconfirming(couchdb ?? '');
    const { prefix } = held;
    const behind = await openCouchdbEngine({ url: proxy.url, prefix, secret: TEST_SECRET });
    const { _id } = aBlock('A');
    expect(await behind.claim('country-au', aBlock('A'))).toBe('unconfirmed');
    await expect(held.engine.open('country-au').get(_id)).rejects.toMatchObject({ status: 404 });
    expect(await held.engine.claim('country-au', aBlock('B'))).toBe('claimed');
    const { _rev } = await held.engine.open('country-au').get(_id);
    await expect(held.engine.open('country-au').remove(_id, _rev)).rejects.toMatchObject({ status: 403 });
    const path = `${prefix}country-au/${encodeURIComponent(_id)}`;
    expect(
      await askCouchdb(couchdb ?? '', 'PUT', path, { _id, _rev, _deleted: true, why: 'x' })
    ).toMatchObject({
      status: 403
    });
    await behind.close();
    await proxy.close();
    await held.drop();
  });
});
