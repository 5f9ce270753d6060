import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Database, Engine } from '#couch/engine/engine.ts';
import { describeEngines, type TestEngine } from '../with-engine.ts';
import { aMessage } from './messages.ts';
import { deliveriesIn, idsOf, openWorld, untilHolds, type World } from './world.ts';

type Step = 'receipts' | 'checkpoint';

/** The exchange's engine, in which one step of every batch of Australia fails, as if killed just before it. */
function killedBefore(engine: Engine, step: Step, ondeath: () => void): Engine {
  const dies = (method: string, input: readonly unknown[]): boolean =>
    step === 'receipts'
      ? method === 'bulkDocs'
      : method === 'put' && (input[0] as { _id?: string })._id === '_local/exchange';
  const database = (home: Database): Database =>
    new Proxy(home, {
      get: (target, key) => {
        const value: unknown = Reflect.get(target, key, target);
        if (typeof value !== 'function') return value;
        return (...input: unknown[]): unknown => {
          if (!dies(String(key), input)) return value.apply(target, input) as unknown;
          ondeath();
          return Promise.reject(new Error('killed'));
        };
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
});
