import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Database } from '#couch/engine/engine.ts';
import type { Exchange } from '#couch/exchange/start.ts';
import { provisionSystem } from '#couch/installation/provision.ts';
import type { Act } from '#lib/domain/act/body.ts';
import type { Poison } from '../../samples/poison.ts';
import { aMessage } from '../exchange/messages.ts';
import { openWorld, type World } from '../exchange/world.ts';
import { describeEngines, type TestEngine } from '../with-engine.ts';
import { boardPoison, countryPoison, plant, referencePoison, trainingDeskPoison } from './plant.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 240_000 });

/** By looking again: a feed of thousands would ask for as many looks. */
async function untilSo(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 50));
}

function untilHolds(database: Database, ids: readonly string[]): Promise<void> {
  return untilSo(async () => {
    const { rows } = await database.allDocs({ keys: [...ids] });
    return rows.every((row) => 'value' in row && !row.value.deleted);
  });
}

describeEngines('an exchange between databases in which everything may lie', (open) => {
  let tested: TestEngine;
  let world: World;
  let exchange: Exchange;
  let planted: readonly Poison[];
  let before: Act;

  beforeAll(async () => {
    tested = await open();
    world = await openWorld(tested.engine, ['AU', 'CH']);
    for (const country of ['AU', 'CH']) await world.provision(country);
    planted = await plant(tested.engine, 'country-au', countryPoison());
    await plant(tested.engine, 'country-ch', countryPoison());
    await plant(tested.engine, 'reference', referencePoison());
    await provisionSystem(tested.engine);
    await plant(tested.engine, 'incb', boardPoison());
    await plant(tested.engine, 'training-desk', trainingDeskPoison());
    before = await world.state(aMessage('AU', ['CH'], 'Stated before the start.'));
    exchange = await world.start({ lookEvery: 50 });
    await exchange.caughtUp();
  });
  afterAll(async () => {
    await exchange.stop();
    await tested.drop();
  });

  /** Among receipts of which nothing is certain. */
  function untilStated(id: string): Promise<void> {
    return untilSo(async () => {
      const range = { startkey: 'act:', endkey: 'act:\uffff', include_docs: true };
      const { rows } = await world.home('AU').allDocs(range);
      return rows.some(({ id: one, doc }) => one.includes(':receipt:') && JSON.stringify(doc).includes(id));
    });
  }

  const stateOf = (country: string) => exchange.lag().find(({ authority }) => authority === country);

  test('carries what is stated before and after, both ways', async () => {
    const after = await world.state(aMessage('AU', ['CH'], 'Stated after the start.'));
    const answer = await world.state(aMessage('CH', ['AU'], 'And an answer.'));
    await untilHolds(world.home('CH'), [before._id, after._id]);
    await untilHolds(world.home('AU'), [answer._id]);
    expect(stateOf('AU')).toMatchObject({ trouble: null, unreached: [] });
    for (const authority of ['CH', 'INCB'])
      expect([authority, stateOf(authority)]).toMatchObject([authority, { trouble: null, unreached: [] }]);
  });

  test('names each that it passes over once, however often it looks', async () => {
    await exchange.scanNow();
    const named = world.logged.length;
    expect(named).toBeLessThan(planted.length * 6);
    await exchange.scanNow();
    await exchange.addCountry();
    const later = await world.state(aMessage('AU', ['CH'], 'Another look.'));
    await untilHolds(world.home('CH'), [later._id]);
    expect(world.logged.slice(named)).toEqual([]);
    expect(world.logged).not.toContain('An authority cannot be followed.');
    expect(world.logged).not.toContain('Not looked through.');
  });

  test('looks back all the same, so that a partner who lost the latest acts is given them again', async () => {
    const lost = await world.state(aMessage('AU', ['CH'], 'Lost by the partner.'));
    await untilHolds(world.home('CH'), [lost._id]);
    await untilStated(lost._id);
    await exchange.stop();
    // With the checkpoint behind all poison, the latest that lie there are poison and this act.
    await plant(tested.engine, 'country-au', [
      {
        name: 'a tombstone',
        document: { _id: `act:20261124:AU:message:${'q'.repeat(42)}A`, _deleted: true }
      },
      {
        name: 'an audience that is no list',
        document: {
          _id: `act:20261124:AU:message:${'r'.repeat(42)}A`,
          body: { ...lost.body, to: [5] },
          signature: {}
        }
      },
      {
        name: 'an audience that is a text',
        document: {
          _id: `act:20261124:AU:message:${'s'.repeat(42)}A`,
          body: { ...lost.body, to: 'CH' },
          signature: {}
        }
      }
    ]);
    await tested.engine.takeOut('country-ch', lost._id);
    const held = async (): Promise<string[]> =>
      (await world.home('CH').allDocs({ startkey: lost._id, endkey: lost._id })).rows.map(({ id }) => id);
    expect(await held()).toEqual([]);
    exchange = await world.start({ lookEvery: 50 });
    if (tested.folder === null) await untilSo(async () => (await held()).length === 1);
    await exchange.caughtUp();
    expect(stateOf('AU')).toMatchObject({ trouble: null, unreached: [] });
    expect(world.logged.filter((one) => one === 'An authority cannot be followed.')).toEqual([]);
  });
});

describeEngines('an exchange whose own notes somebody has written over', (open) => {
  let tested: TestEngine;
  let world: World;

  beforeAll(async () => {
    tested = await open();
    world = await openWorld(tested.engine, ['AU', 'CH']);
    for (const country of ['AU', 'CH']) await world.provision(country);
    await world.state(aMessage('AU', ['CH'], 'Stated before.'));
  });
  afterAll(() => tested.drop());

  test.each([
    ['exchange', { seq: { not: 'a place' }, stated: 'many' }],
    ['exchange', { seq: '999999999-none', stated: 1e308 }],
    ['exchange', { seq: 999_999_999, stated: -1 }],
    ['exchange-pending', { targets: { 'country-ch': '77-none' }, unknownKey: 'all' }],
    ['exchange-pending', {}],
    ['exchange-targets', { epochs: null }],
    ['exchange-walked', { epochs: [], passedOver: 5 }]
  ])('goes on where _local/%s is %j', async (name, content) => {
    const home = tested.engine.openAsAdministrator('country-au');
    const _id = `_local/${name}`;
    const held = await home.get<{ _rev: string }>(_id).catch(() => null);
    await home.put({ _id, ...content, ...(held ? { _rev: held._rev } : {}) } as object);
    const stated = await world.state(aMessage('AU', ['CH'], `After ${name} ${JSON.stringify(content)}`));
    const exchange = await world.start({ lookEvery: 50 });
    await untilHolds(world.home('CH'), [stated._id]);
    await exchange.scanNow();
    expect(exchange.lag().map(({ trouble }) => trouble)).toEqual([null, null]);
    await exchange.stop();
    expect(world.logged.filter((one) => one === 'An authority cannot be followed.')).toEqual([]);
  });
});
