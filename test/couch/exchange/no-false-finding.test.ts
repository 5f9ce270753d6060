import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Exchange } from '#couch/exchange/start.ts';
import { ensureEpoch } from '#couch/database/named-database.ts';
import type { Act, MessageBody, ReceiptBody } from '#lib/domain/act/body.ts';
import { describeEngines, type TestEngine } from '../with-engine.ts';
import { aMessage } from './messages.ts';
import { Shuffle, stepped, type Step } from './stepped-engine.ts';
import { openWorld, receiptsIn, untilDelivered, untilHolds, type World } from './world.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });

describeEngines('an act that is there', (open) => {
  let tested: TestEngine;
  let world: World;
  let running: Exchange[] = [];

  beforeEach(async () => {
    tested = await open();
    world = await openWorld(tested.engine, ['AU', 'CH']);
    for (const country of ['AU', 'CH']) {
      await world.provision(country);
      await ensureEpoch(world.home(country));
    }
  });
  afterEach(async () => {
    for (const exchange of running) await exchange.stop();
    running = [];
    await tested.drop();
  });

  async function start(step?: { before: Step; after: Step }, countries = ['AU', 'CH']): Promise<Exchange> {
    const engine = step ? stepped(tested.engine, step.before, step.after) : tested.engine;
    const exchange = await world.start({ engine, authorities: countries as never[] });
    running.push(exchange);
    return exchange;
  }

  async function stop(exchange: Exchange): Promise<void> {
    running = running.filter((one) => one !== exchange);
    await exchange.stop();
  }

  async function findings(): Promise<ReceiptBody[]> {
    const receipts = [...(await receiptsIn(world.home('AU'))), ...(await receiptsIn(world.home('CH')))];
    return receipts.map(({ body }) => body).filter(({ stage }) => stage === 'missing' || stage === 'altered');
  }

  describe('and came between two looks of the integrity scan', () => {
    /** The partner's database is asked, and before the answer is thought about the act is carried. */
    async function carriedAfterTheFirstLook(): Promise<Act<MessageBody>> {
      let [isWalking, isCarried] = [false, false];
      let carry: () => void = () => undefined;
      const mayCarry = new Promise<void>((resolve) => (carry = resolve));
      const act = await world.sign(aMessage('AU', ['CH'], 'On its way.'));
      const before: Step = (name, method) =>
        name === 'country-ch' && method === 'bulkDocs' ? mayCarry : Promise.resolve();
      const after: Step = async (name, method, [options]) => {
        const { keys } = (options ?? {}) as { keys?: readonly string[] };
        if (!isWalking || isCarried || name !== 'country-ch' || method !== 'allDocs') return;
        if (!keys?.includes(act._id)) return;
        isCarried = true;
        carry();
        await untilDelivered(world.home('AU'), [act._id]);
      };
      const exchange = await start({ before, after });
      await exchange.caughtUp();
      await exchange.scanNow();
      await world.home('AU').put(act);
      isWalking = true;
      await exchange.scanNow();
      expect(isCarried).toBe(true);
      return act;
    }

    test('is not said to be missing by the receipt that came with it', async () => {
      const act = await carriedAfterTheFirstLook();
      await untilHolds(world.home('CH'), [act._id]);
      expect(await findings()).toEqual([]);
    });
  });

  test('is never accused, in whatever order carrying, receipts, patrols and restarts come', async () => {
    let texts = 0;
    const holds = fc.asyncProperty(fc.integer({ min: 1, max: 2 ** 30 }), async (seed) => {
      const shuffle = new Shuffle(seed);
      const step = { before: shuffle.step, after: shuffle.step };
      const stated: string[] = [];
      for (let run = 0; run < 2; run++) {
        const exchange = await start(step);
        let isOver = false;
        const walk = async (): Promise<void> => {
          while (!isOver) await exchange.scanNow();
        };
        const walking = [walk(), walk()];
        for (let deed = 0; deed < 3; deed++) {
          const [from, to] = shuffle.next(2) === 0 ? (['AU', 'CH'] as const) : (['CH', 'AU'] as const);
          const { _id } = await world.state(aMessage(from, [to], `Number ${++texts}.`));
          stated.push(_id);
          if (shuffle.next(3) > 0) await untilDelivered(world.home(from), [_id]);
        }
        isOver = true;
        await Promise.all(walking);
        await stop(exchange);
      }
      shuffle.end();
      const exchange = await start();
      for (const country of ['AU', 'CH']) await untilHolds(world.home(country), stated);
      await exchange.scanNow();
      await stop(exchange);
      expect(await findings()).toEqual([]);
    });
    await fc.assert(holds, { numRuns: 6, endOnFailure: true });
  });
});
