import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { withFirstRevision } from '#couch/exchange/receipts.ts';
import type { Exchange } from '#couch/exchange/start.ts';
import { Metrics } from '#couch/metrics/metrics.ts';
import { ensureEpoch } from '#couch/database/named-database.ts';
import { signBody } from '#lib/crypto/sign.ts';
import type { Act, MessageBody } from '#lib/domain/act/body.ts';
import { describeEngines, type TestEngine } from '../with-engine.ts';
import { aMessage } from './messages.ts';
import {
  newKey,
  NOW,
  openWorld,
  receiptsIn,
  until,
  untilDelivered,
  untilHolds,
  type World
} from './world.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

describeEngines('what was found of an act', (open) => {
  let tested: TestEngine;
  let world: World;
  let exchange: Exchange;

  beforeEach(async () => {
    tested = await open();
    world = await openWorld(tested.engine, ['AU', 'CH']);
    for (const country of ['AU', 'CH']) {
      await world.provision(country);
      await ensureEpoch(world.home(country));
    }
    exchange = await world.start();
  });
  afterEach(async () => {
    await exchange.stop();
    await tested.drop();
  });

  async function aDelivered(): Promise<Act<MessageBody>> {
    const act = await world.state(aMessage('AU', ['CH'], 'As stated.'));
    await untilDelivered(world.home('AU'), [act._id]);
    return act;
  }

  /** As an exchange that erred has stated it. */
  async function accuse(act: Act, key = world.exchangeKey.key): Promise<Act> {
    const { by } = world.exchangeKey;
    const seq = { EXCHANGE: 1, AU: 1, CH: 1 };
    const head = {
      schema: 1,
      kind: 'receipt',
      issuer: 'EXCHANGE',
      to: ['AU', 'CH'],
      seq,
      at: NOW,
      by
    } as const;
    const receipt: Act = await signBody(
      { ...head, stage: 'missing', of: [act._id], where: 'CH' } as never,
      key
    );
    for (const country of ['country-au', 'country-ch'])
      await tested.engine
        .openAsExchange(country)
        .bulkDocs([withFirstRevision(receipt)], { new_edits: false });
    return receipt;
  }

  async function alter(act: Act<MessageBody>): Promise<void> {
    const database = tested.engine.openAsAdministrator('country-ch');
    for (const name of ['structure', 'authority']) {
      const held = await database.get(`_design/${name}`).catch(() => null);
      if (held) await database.remove(held._id, held._rev);
    }
    const held = await database.get<Act<MessageBody>>(act._id);
    await database.put({ ...held, body: { ...held.body, text: 'Altered.' } });
  }

  /** Switzerland's database is made anew and filled by the exchange. */
  async function putBack(act: Act): Promise<void> {
    await exchange.stop();
    await tested.engine.destroy('country-ch');
    await world.provision('CH');
    await ensureEpoch(world.home('CH'));
    exchange = await world.start();
    await untilHolds(world.home('CH'), [act._id]);
  }

  async function told(country: string): Promise<readonly unknown[][]> {
    const bodies = (await receiptsIn(world.home(country))).map(({ body }) => body);
    const found = bodies.filter(({ stage }) => stage !== 'delivered');
    return found.map(({ stage, of, where, to }) => [stage, of, where, to]).sort();
  }

  function untilFound(country: string, times = 1): Promise<void> {
    return until(world.home(country), async () => {
      const stages = (await told(country)).map(([stage]) => stage);
      return stages.filter((stage) => stage === 'altered').length === times;
    });
  }

  function noted(country: string): Promise<{ readonly receipts: readonly string[] }> {
    return world.home(country).get('_local/exchange-findings');
  }

  test('and was wrong is taken back by the next integrity scan, to both sides, once', async () => {
    const act = await aDelivered();
    const wrong = await accuse(act);
    await exchange.scanNow();
    await exchange.scanNow();
    const of = [act._id];
    for (const country of ['AU', 'CH']) {
      expect(await told(country)).toEqual([
        ['missing', of, 'CH', ['AU', 'CH']],
        ['retracted', of, 'CH', ['AU', 'CH']]
      ]);
      expect(await noted(country)).toMatchObject({ receipts: [] });
    }
    const retraction = (await receiptsIn(world.home('CH'))).find(({ body }) => body.stage === 'retracted');
    expect(retraction?.body.takesBack).toEqual([wrong._id]);
    expect(exchange.findings()).toEqual([]);
  });

  test('stands while it is so, is taken back when the act is there again, and is found anew if it is altered anew', async () => {
    const act = await aDelivered();
    await alter(act);
    await untilFound('AU');
    await exchange.scanNow();
    expect(exchange.findings()).toMatchObject([{ id: act._id, stage: 'altered', where: 'CH' }]);
    expect((await noted('AU')).receipts).toHaveLength(1);
    const metrics = new Metrics();
    metrics.followFindings(() => exchange.findings());
    expect(await metrics.text()).toMatch(/i2es_findings_standing\{authority="CH",stage="altered"\} 1\n/);
    await putBack(act);
    await exchange.scanNow();
    expect((await told('AU')).map(([stage]) => stage)).toEqual(['altered', 'retracted']);
    expect((await told('CH')).map(([stage]) => stage)).toEqual(['retracted']);
    expect(exchange.findings()).toEqual([]);
    expect(await metrics.text()).not.toContain('i2es_findings_standing{');
    await alter(act);
    await untilFound('AU', 2);
    expect(exchange.findings()).toMatchObject([{ id: act._id, stage: 'altered', where: 'CH' }]);
  });

  test('and is nobody’s word but a stranger’s needs no taking back', async () => {
    const act = await aDelivered();
    await accuse(act, await newKey());
    await exchange.scanNow();
    expect((await told('AU')).map(([stage]) => stage)).toEqual(['missing']);
    expect(exchange.findings()).toEqual([]);
  });

  test('at a country’s own server is taken back by its word alone, not by the copy that lies here', async () => {
    await tested.engine.create('incb');
    const standing = { _id: 'standing:CH', ownServer: true };
    await tested.engine.openAsAdministrator('incb').put(standing);
    await exchange.stop();
    exchange = await world.start();
    const act = await aDelivered();
    await exchange.takeFindings('CH' as never, [{ id: act._id, stage: 'altered' }]);
    await exchange.scanNow();
    expect((await told('AU')).map(([stage]) => stage)).toEqual(['altered']);
    await exchange.takeFindings('CH' as never, [{ id: act._id, stage: 'held' }]);
    for (const country of ['AU', 'CH'])
      expect((await told(country)).map(([stage]) => stage)).toEqual(['altered', 'retracted']);
  });
});
