import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Database, Engine } from '#couch/engine/engine.ts';
import { describeEngines, type TestEngine } from '../with-engine.ts';
import { aMessage } from './messages.ts';
import { deliveriesIn, idsOf, openWorld, untilHolds, type World } from './world.ts';

type Step = 'receipts' | 'checkpoint';

/** Null where the step is done as it is; otherwise what happens in its place, or before it. */
type Instead = (method: string, input: readonly unknown[]) => Promise<unknown> | null;

/** The exchange's engine, in which something else happens to some steps with Australia's database. */
function disturbed(engine: Engine, instead: Instead): Engine {
  const database = (home: Database): Database =>
    new Proxy(home, {
      get: (target, key) => {
        const value: unknown = Reflect.get(target, key, target);
        if (typeof value !== 'function') return value;
        return (...input: unknown[]): unknown =>
          instead(String(key), input)?.then(() => value.apply(target, input) as unknown) ??
          (value.apply(target, input) as unknown);
      }
    });
  return new Proxy(engine, {
    get: (target, key) => {
      const value: unknown = Reflect.get(target, key, target);
      if (key === 'openAsExchange')
        return (name: string) => {
          const opened = target.openAsExchange(name);
          return name === 'country-au' ? database(opened) : opened;
        };
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    }
  });
}

/** One step of every batch fails, as if killed just before it. */
function killedBefore(engine: Engine, step: Step, ondeath: () => void): Engine {
  return disturbed(engine, (method, [input]) => {
    const isStep =
      step === 'receipts'
        ? method === 'bulkDocs'
        : method === 'put' && (input as { _id?: string })._id === '_local/exchange';
    if (!isStep) return null;
    ondeath();
    return Promise.reject(new Error('killed'));
  });
}

/** A busy CouchDB needs seconds to make the databases of one test. */
vi.setConfig({ testTimeout: 30000, hookTimeout: 30000 });

describeEngines('an exchange that is killed and started again', (open) => {
  let tested: TestEngine;
  let world: World;

  beforeEach(async () => {
    tested = await open();
    world = await openWorld(tested.engine, ['AU', 'CH', 'FR']);
    for (const country of ['AU', 'CH', 'FR']) await world.provision(country);
  });
  afterEach(() => tested.drop());

  test.each([
    ['after the copies and before the receipts', 'receipts'],
    ['after the receipts and before the checkpoint', 'checkpoint']
  ] as const)('%s loses nothing and says nothing twice', async (_when, step) => {
    const first = await world.state(aMessage('AU', ['CH', 'FR'], 'First.'));
    let note = (): void => undefined;
    const death = new Promise<void>((resolve) => (note = resolve));
    const killed = await world.start({ engine: killedBefore(tested.engine, step, () => note()) });
    await untilHolds(world.home('CH'), [first._id]);
    const second = await world.state(aMessage('AU', ['CH'], 'Second.'));
    await death;
    await killed.stop();
    const third = await world.state(aMessage('AU', ['FR'], 'Third.'));

    const exchange = await world.start();
    await exchange.caughtUp();
    expect((await idsOf(world.home('CH'))).sort()).toEqual([first._id, second._id].sort());
    expect((await idsOf(world.home('FR'))).sort()).toEqual([first._id, third._id].sort());
    expect(await deliveriesIn(world.home('AU'))).toEqual(
      [`${first._id} CH`, `${first._id} FR`, `${second._id} CH`, `${third._id} FR`].sort()
    );
    await exchange.stop();

    const again = await world.start();
    await again.caughtUp();
    expect(await deliveriesIn(world.home('AU'))).toHaveLength(4);
    expect(again.lag().find(({ authority }) => authority === 'AU')?.carried).toBe(0);
    await again.stop();
  });

  test('states no delivery twice if a cluster, after a node is lost, tells earlier changes again', async () => {
    let isRewound = false;
    const engine = disturbed(tested.engine, (method, [asked]) => {
      if (method === 'changes' && isRewound) {
        isRewound = false;
        Object.assign(asked as object, { since: 0 });
      }
      return null;
    });
    const exchange = await world.start({ engine });
    const first = await world.state(aMessage('AU', ['CH', 'FR'], 'First.'));
    await vi.waitFor(async () => expect(await deliveriesIn(world.home('AU'))).toHaveLength(2));
    isRewound = true;
    const second = await world.state(aMessage('AU', ['CH'], 'Second.'));
    await vi.waitFor(async () => expect(await deliveriesIn(world.home('AU'))).toContain(`${second._id} CH`));
    await exchange.stop();
    expect(isRewound).toBe(false);
    expect(await deliveriesIn(world.home('AU'))).toEqual(
      [`${first._id} CH`, `${first._id} FR`, `${second._id} CH`].sort()
    );
  });

  test('is stopped as soon as it is asked, even while it still reads where it left off', async () => {
    // With nothing new behind where it left off it would wait.
    await world.state(aMessage('AU', ['CH'], 'First.'));
    for (let time = 0; time < 2; time++) {
      const before = await world.start();
      await before.caughtUp();
      await before.stop();
    }
    let answer = (): void => undefined;
    const answered = new Promise<void>((resolve) => (answer = resolve));
    const engine = disturbed(tested.engine, (method, [id]) =>
      method === 'get' && id === '_local/exchange' ? answered : null
    );
    const exchange = await world.start({ engine });
    const stopped = exchange.stop();
    // Everybody who follows a database has been asked to stop by now.
    await new Promise((resolve) => setImmediate(resolve));
    answer();
    await stopped;
    expect(exchange.lag()).toEqual([]);
  });
});
