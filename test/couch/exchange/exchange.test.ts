import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Exchange } from '#couch/exchange/start.ts';
import type { Act } from '#lib/domain/act/body.ts';
import { aReply, anAct, anExportAuthorization, anImportAuthorization } from '../../samples/acts.ts';
import { describeEngines, type TestEngine } from '../with-engine.ts';
import { aMessage } from './messages.ts';
import {
  deliveriesIn,
  idsOf,
  openWorld,
  receiptsIn,
  untilDelivered,
  untilHolds,
  type World
} from './world.ts';

/** A busy CouchDB needs seconds to make the databases of one test. */
vi.setConfig({ testTimeout: 30000, hookTimeout: 30000 });

describeEngines('the exchange', (open) => {
  let tested: TestEngine;
  let world: World;
  let exchange: Exchange | null = null;

  beforeEach(async () => {
    tested = await open();
    world = await openWorld(tested.engine, ['AU', 'CH', 'FR']);
    for (const country of ['AU', 'CH', 'FR']) await world.provision(country);
  });

  afterEach(async () => {
    await exchange?.stop();
    exchange = null;
    await tested.drop();
  });

  test('carries an authorization to the partner and the answer back, and no third country sees either', async () => {
    exchange = await world.start();
    const ia = await world.state(anImportAuthorization());
    await untilHolds(world.home('CH'), [ia._id]);
    const ea = await world.state(anExportAuthorization(ia));
    const reply = await world.state(aReply(ia));
    await untilHolds(world.home('AU'), [ea._id, reply._id]);
    await untilDelivered(world.home('AU'), [ia._id]);
    await untilDelivered(world.home('CH'), [ea._id, reply._id]);
    expect(await idsOf(world.home('FR'))).toEqual([]);
  });

  test('the copy is the same document under the same revision', async () => {
    exchange = await world.start();
    const ia = await world.state(anImportAuthorization());
    await untilHolds(world.home('CH'), [ia._id]);
    expect(await world.home('CH').get(ia._id, { revs: true })).toEqual(
      await world.home('AU').get(ia._id, { revs: true })
    );
  });

  test("says delivered in the issuer's own database, once for each act, under the exchange's signature", async () => {
    exchange = await world.start();
    const acts = await Promise.all(
      ['CH', 'FR'].map((to) => world.state(aMessage('AU', [to], 'Good morning.')))
    );
    const ids = acts.map(({ _id }) => _id);
    await untilDelivered(world.home('AU'), ids);
    expect(await deliveriesIn(world.home('AU'))).toEqual([`${ids[0]} CH`, `${ids[1]} FR`].sort());
    const receipts = await receiptsIn(world.home('AU'));
    expect(receipts.every(({ signature }) => signature.key === world.exchangeKey.key.keyId)).toBe(true);
    expect(receipts.map(({ body }) => body.seq['AU']).sort()).toEqual([1, 2]);
    expect(await receiptsIn(world.home('CH'))).toEqual([]);
  });

  test('an opened receipt of the partner travels like any act, and is not receipted in turn', async () => {
    exchange = await world.start();
    const ia = await world.state(anImportAuthorization());
    const message = aMessage('CH', ['AU'], 'x').body;
    const { text: _text, ...head } = message;
    const opened = await world.state(
      anAct({ ...head, kind: 'receipt', stage: 'opened', of: [ia._id], where: 'CH' } as never) as Act
    );
    const after = await world.state(aMessage('CH', ['AU'], 'after'));
    await untilHolds(world.home('AU'), [opened._id]);
    await untilDelivered(world.home('CH'), [after._id]);
    expect(await deliveriesIn(world.home('CH'))).toEqual([`${after._id} AU`]);
  });

  test('an act that another country issued is not carried on from where it lies', async () => {
    const foreign = await world.sign(aMessage('FR', ['AU', 'CH'], 'From Paris.'));
    await tested.engine.openAsExchange('country-au').put(foreign);
    exchange = await world.start();
    const own = await world.state(aMessage('AU', ['CH'], 'From Canberra.'));
    await untilDelivered(world.home('AU'), [own._id]);
    expect(await idsOf(world.home('CH'))).toEqual([own._id]);
  });

  test('a forged act is neither carried nor receipted, is reported, and stops nothing', async () => {
    const genuine = await world.sign(aMessage('AU', ['CH'], 'Genuine.'));
    const forged = anAct(aMessage('AU', ['CH'], 'Forged.').body, genuine.signature.key);
    await world.home('AU').put(forged);
    await world.home('AU').put({ _id: 'draft:6f1d8f2e-3c55-4a39-9d0e-1f2a3b4c5d6e', schema: 1 });
    exchange = await world.start();
    await world.home('AU').put(genuine);
    await untilDelivered(world.home('AU'), [genuine._id]);
    expect(await idsOf(world.home('CH'))).toEqual([genuine._id]);
    expect(await deliveriesIn(world.home('AU'))).toEqual([`${genuine._id} CH`]);
    expect(world.logged).toContain('signature.value.wrong');
    expect(exchange.lag().find(({ authority }) => authority === 'AU')).toMatchObject({
      carried: 1,
      skipped: 1
    });
  });

  test('what is addressed to a country not yet provisioned waits for it, and nothing else waits', async () => {
    world = await openWorld(tested.engine, ['AU', 'CH', 'NZ']);
    exchange = await world.start();
    const early = await world.state(aMessage('AU', ['NZ', 'CH'], 'To both.'));
    const other = await world.state(aMessage('AU', ['CH'], 'To Bern.'));
    await untilDelivered(world.home('AU'), [early._id, other._id]);
    expect(await deliveriesIn(world.home('AU'))).toEqual([`${early._id} CH`, `${other._id} CH`].sort());
    expect(exchange.lag().find(({ authority }) => authority === 'AU')?.unreached).toEqual(['country-nz']);
    await world.provision('NZ');
    await exchange.addCountry();
    await untilHolds(world.home('NZ'), [early._id]);
    const answer = await world.state(aMessage('NZ', ['AU'], 'Here we are.'));
    await untilHolds(world.home('AU'), [answer._id]);
    const later = await world.state(aMessage('AU', ['NZ'], 'Welcome.'));
    await untilDelivered(world.home('AU'), [later._id]);
    expect(await deliveriesIn(world.home('AU'))).toEqual(
      [`${early._id} CH`, `${early._id} NZ`, `${later._id} NZ`, `${other._id} CH`].sort()
    );
    expect(await idsOf(world.home('NZ'))).toEqual(expect.arrayContaining([early._id, later._id]));
    expect(await idsOf(world.home('NZ'))).not.toContain(other._id);
  });

  test('an act whose certificate comes after it is carried when the certificate is there', async () => {
    world = await openWorld(tested.engine, ['AU', 'CH'], ['CH']);
    exchange = await world.start();
    const early = await world.state(aMessage('AU', ['CH'], 'Before my certificate.'));
    await world.home('AU').put({ _id: 'setting:marker', schema: 1 });
    await tested.engine.open('reference').put(world.certificate('AU'));
    await untilDelivered(world.home('AU'), [early._id]);
    expect(await idsOf(world.home('CH'))).toEqual([early._id]);
  });
});
