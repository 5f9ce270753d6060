import { afterEach, beforeEach, expect, test } from 'vitest';
import { ArrivalWatch } from '#couch/exchange/arrivals.ts';
import type { Database } from '#couch/engine/engine.ts';
import type { Exchange } from '#couch/exchange/start.ts';
import { Targets } from '#couch/exchange/targets.ts';
import { Metrics } from '#couch/metrics/metrics.ts';
import { anImportAuthorization } from '../../samples/acts.ts';
import { describeEngines, type TestEngine } from '../with-engine.ts';
import { openWorld, until, type World } from './world.ts';

const MINUTE = 60_000;

class AwayTargets extends Targets {
  isAway = false;

  override open(name: string): Database | null {
    if (this.isAway) throw new Error('the database does not answer');
    return super.open(name);
  }
}

describeEngines('the watch over arrivals', (open) => {
  let [held, world, watch] = [{} as TestEngine, {} as World, {} as ArrivalWatch];
  let targets = {} as AwayTargets;
  let [now, exchange] = [0, null as Exchange | null];
  const metrics = new Metrics();
  metrics.followArrivals(() => watch.figures());

  const anAct = (to: string, number: string) =>
    anImportAuthorization({ over: { to: [to], exportingCountry: to, number } });
  const look = async (after: number): Promise<void> => {
    now += after;
    await watch.look();
  };

  beforeEach(async () => {
    held = await open();
    world = await openWorld(held.engine, ['AU', 'CH', 'FR']);
    for (const country of ['AU', 'CH']) await world.provision(country);
    targets = new AwayTargets(held.engine);
    await targets.look();
    const note = (fields: object): void => void world.logged.push(JSON.stringify(fields));
    watch = new ArrivalWatch({ targets, log: { info: note, warn: note }, now: () => now });
    await watch.look();
  });
  afterEach(async () => {
    await exchange?.stop();
    exchange = null;
    await held.drop();
  });

  test('says nothing of acts that arrive within a minute', async () => {
    exchange = await world.start();
    const act = await world.state(anAct('CH', 'AU-1'));
    await look(0);
    await until(world.home('CH'), async () =>
      (await world.home('CH').allDocs()).rows.some(({ id }) => id === act._id)
    );
    await look(MINUTE);
    expect(watch.figures()).toEqual({ ageSeconds: 0, late: new Map(), inTime: 1, tooLate: 0 });
  });

  test('names the authority of an act that no process carries, and the age of its oldest, until it arrives', async () => {
    const act = await world.state(anAct('CH', 'AU-1'));
    await look(0);
    await look(MINUTE / 2);
    expect(watch.figures().late).toEqual(new Map());
    await world.state(anAct('CH', 'AU-2'));
    await look(MINUTE / 2);
    expect(watch.figures()).toMatchObject({ late: new Map([['AU', 60]]), inTime: 0, tooLate: 1 });
    const [line = ''] = world.logged;
    expect([world.logged.length, line]).toEqual([1, expect.stringContaining(act._id)]);
    const text = await metrics.text();
    expect(text).toMatch(/^i2es_exchange_late_seconds\{authority="AU"\} 60$/m);
    expect(text).toMatch(/^i2es_exchange_arrivals\{within="longer"\} 1$/m);
    expect(text).toMatch(/^i2es_exchange_arrivals_age_seconds 0$/m);
    expect(text.match(/^i2es_exchange.*$/gm)?.join('')).not.toContain('CH');
    exchange = await world.start();
    await exchange.caughtUp();
    await look(MINUTE / 4);
    expect(watch.figures()).toMatchObject({ late: new Map(), inTime: 1, tooLate: 1 });
    expect(await metrics.text()).not.toContain('i2es_exchange_late_seconds{');
  });

  test('does not wait for an addressee that has no database', async () => {
    await world.state(anAct('FR', 'AU-1'));
    await look(0);
    await look(2 * MINUTE);
    expect(watch.figures()).toMatchObject({ late: new Map(), inTime: 0, tooLate: 0 });
  });

  test('says how long ago it could read everything', async () => {
    await look(MINUTE);
    targets.isAway = true;
    now += 3 * MINUTE;
    await expect(watch.look()).rejects.toThrow('does not answer');
    expect(watch.figures().ageSeconds).toBe(180);
  });
});
