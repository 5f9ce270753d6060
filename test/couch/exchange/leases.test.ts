import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Database } from '#couch/engine/engine.ts';
import { Leases } from '#couch/exchange/leases.ts';
import type { Exchange } from '#couch/exchange/start.ts';
import type { AuthorityCode } from '#lib/domain/ids.ts';
import { describeEngines, type TestEngine } from '../with-engine.ts';
import { aMessage } from './messages.ts';
import { deliveriesIn, idsOf, openWorld, untilDelivered, untilHolds, type World } from './world.ts';

vi.setConfig({ testTimeout: 60000, hookTimeout: 60000 });

const FIVE = ['AU', 'BR', 'CH', 'FR', 'INCB'] as AuthorityCode[];

describeEngines('leases', (open) => {
  let tested: TestEngine;
  let database: Database;
  let clock: { now: number };

  beforeEach(async () => {
    tested = await open();
    await tested.engine.create('accounts');
    database = tested.engine.open('accounts');
    clock = { now: 0 };
  });
  afterEach(() => tested.drop());

  const anExchange = (of = clock): Leases =>
    new Leases({ database, renewEvery: 3, deadAfter: 15, now: () => of.now });

  const heldBy = (leases: Leases): AuthorityCode[] => FIVE.filter((one) => leases.holds(one));

  async function share(...all: Leases[]): Promise<void> {
    for (const one of all) {
      const { excess } = await one.turn(FIVE);
      await one.release(excess);
    }
  }

  test('one alone holds everything at once', async () => {
    const one = anExchange();
    await one.turn(FIVE);
    expect(heldBy(one)).toEqual(FIVE);
  });

  test('one that joins gets a fair share, and none is held by two or by nobody', async () => {
    const [one, two, three] = [anExchange(), anExchange(), anExchange()];
    await share(one);
    await share(two, one, two);
    expect([heldBy(one).length, heldBy(two).length].sort()).toEqual([2, 3]);
    await share(three, one, two, three);
    const counts = [one, two, three].map((leases) => heldBy(leases).length);
    expect(Math.max(...counts)).toBeLessThanOrEqual(2);
    expect([...heldBy(one), ...heldBy(two), ...heldBy(three)].sort()).toEqual(FIVE);
  });

  test('two that start in the same moment hold each authority once', async () => {
    const [one, two] = [anExchange(), anExchange()];
    await Promise.all([one.turn(FIVE), two.turn(FIVE)]);
    await share(one, two, one, two);
    expect([...heldBy(one), ...heldBy(two)].sort()).toEqual(FIVE);
  });

  test('what a dead one held is taken once its silence has lasted, by one’s own clock', async () => {
    const own = { now: 1_000_000 };
    const [dead, one] = [anExchange(), anExchange(own)];
    await share(dead);
    await share(one, dead, one);
    expect(heldBy(one).length).toBeGreaterThan(0);
    own.now += 15;
    await share(one);
    expect(heldBy(one)).not.toEqual(FIVE);
    own.now += 1;
    await share(one, one);
    expect(heldBy(one)).toEqual(FIVE);
    expect(
      (await database.allDocs({ startkey: 'lease-holder:', endkey: 'lease-holder:\ufff0' })).rows
    ).toHaveLength(1);
  });

  test('one that gives signs of life keeps its own, however wrong its clock is', async () => {
    const own = { now: 1_000_000 };
    const [slow, one] = [anExchange(), anExchange(own)];
    await share(slow);
    await share(one, slow, one);
    const before = heldBy(slow);
    for (let count = 0; count < 5; count++) {
      own.now += 14;
      await share(slow, one);
    }
    expect(heldBy(slow)).toEqual(before);
  });

  test('one that was taken for dead says what it has lost, and shares again', async () => {
    const own = { now: 0 };
    const [paused, one] = [anExchange(), anExchange(own)];
    await share(paused);
    await share(one);
    own.now += 16;
    await share(one);
    expect(heldBy(one)).toEqual(FIVE);
    expect([...(await paused.turn(FIVE)).lost].sort()).toEqual(FIVE);
    await share(one, paused, one, paused);
    expect([...heldBy(one), ...heldBy(paused)].sort()).toEqual(FIVE);
    expect(heldBy(paused).length).toBeGreaterThan(0);
  });

  test('one that leaves keeps nobody waiting', async () => {
    const [one, two] = [anExchange(), anExchange()];
    await share(one);
    await share(two, one, two);
    await one.leave();
    await share(two);
    expect(heldBy(two)).toEqual(FIVE);
  });

  test('signs of life are in no feed, so that they wake nobody', async () => {
    const [one, two] = [anExchange(), anExchange()];
    await share(one);
    await share(two, one, two);
    const before = (await database.info()).update_seq;
    await share(one, two, one, two);
    expect(Number.parseInt(String((await database.info()).update_seq), 10)).toBe(
      Number.parseInt(String(before), 10)
    );
  });
});

describeEngines('two exchanges over one engine', (open) => {
  let tested: TestEngine;
  let world: World;
  const running: Exchange[] = [];

  beforeEach(async () => {
    tested = await open();
    world = await openWorld(tested.engine, ['AU', 'CH', 'FR']);
    await tested.engine.create('accounts');
    for (const country of ['AU', 'CH', 'FR']) await world.provision(country);
  });
  afterEach(async () => {
    for (const exchange of running.splice(0)) await exchange.stop();
    await tested.drop();
  });

  async function start(): Promise<Exchange> {
    const leases = { renewEvery: 20, deadAfter: 10_000 };
    const exchange = await world.start({ leases });
    running.push(exchange);
    return exchange;
  }

  const followedBy = (exchange: Exchange): string[] => exchange.lag().map(({ authority }) => authority);

  test('share the countries, and whoever stops gracefully hands over at once', async () => {
    const first = await start();
    const one = await world.state(aMessage('AU', ['CH', 'FR'], 'One.'));
    await untilDelivered(world.home('AU'), [one._id]);
    const second = await start();
    await vi.waitFor(() => expect(followedBy(second).length).toBeGreaterThan(0), { timeout: 30_000 });
    await vi.waitFor(
      () => expect([...followedBy(first), ...followedBy(second)].sort()).toEqual(['AU', 'CH', 'FR']),
      { timeout: 30_000 }
    );

    const acts = await Promise.all(
      Array.from({ length: 60 }, (_none, count) =>
        world.state(
          aMessage(['AU', 'CH', 'FR'][count % 3] ?? '', [['CH', 'FR', 'AU'][count % 3] ?? ''], `${count}`)
        )
      )
    );
    await first.stop();
    running.splice(running.indexOf(first), 1);
    await vi.waitFor(() => expect(followedBy(second).sort()).toEqual(['AU', 'CH', 'FR']), {
      timeout: 30_000
    });
    const to = (country: string): string[] =>
      [one, ...acts].filter(({ body }) => (body.to as string[]).includes(country)).map(({ _id }) => _id);
    for (const country of ['AU', 'CH', 'FR']) await untilHolds(world.home(country), to(country));
    for (const country of ['AU', 'CH', 'FR']) {
      const own = [one, ...acts].filter(({ body }) => body.issuer === country).map(({ _id }) => _id);
      await untilDelivered(world.home(country), own);
      const held = (await idsOf(world.home(country))).filter((id) => !id.includes(':EXCHANGE:'));
      expect(held.sort()).toEqual([...to(country), ...own].sort());
      const stated = await deliveriesIn(world.home(country));
      expect(new Set(stated).size).toBe(stated.length);
    }
  });
});

describe('the holder of a lease', () => {
  test('is a new one with every process', () => {
    const database = {} as Database;
    const names = Array.from(
      { length: 50 },
      () => new Leases({ database, renewEvery: 1, deadAfter: 5 }).holder
    );
    expect(new Set(names).size).toBe(50);
  });
});
