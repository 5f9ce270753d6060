import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Database } from '#couch/engine/engine.ts';
import type { Exchange } from '#couch/exchange/start.ts';
import { ensureEpoch } from '#couch/database/named-database.ts';
import { signBody } from '#lib/crypto/sign.ts';
import type { Act, MessageBody, ReceiptBody } from '#lib/domain/act/body.ts';
import type { Instant } from '#lib/domain/ids.ts';
import { askCouchdb, describeEngines, openUnguarded, type TestEngine } from '../with-engine.ts';
import { aMessage } from './messages.ts';
import {
  idsOf,
  newKey,
  NOW,
  openWorld,
  receiptsIn,
  until,
  untilDelivered,
  untilHolds,
  type World
} from './world.ts';

/** A busy CouchDB needs seconds to make the databases of one test. */
vi.setConfig({ testTimeout: 60000, hookTimeout: 60000 });

describeEngines('an administrator of one country’s database', (open, kind) => {
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

  const administer = (country: string): Promise<Database> =>
    openUnguarded(tested.engine, `country-${country.toLowerCase()}`);

  async function alter(country: string, act: Act<MessageBody>): Promise<void> {
    const database = await administer(country);
    const held = await database.get<Act<MessageBody>>(act._id);
    await database.put({ ...held, body: { ...held.body, text: 'Altered.' } });
  }

  async function remove(country: string, act: Act): Promise<void> {
    const database = await administer(country);
    const held = await database.get(act._id);
    await database.remove(held._id, held._rev);
  }

  async function findingsIn(country: string): Promise<ReceiptBody[]> {
    const bodies = (await receiptsIn(world.home(country))).map(({ body }) => body);
    return bodies.filter(({ stage }) => stage === 'altered' || stage === 'missing');
  }

  function untilFound(country: string, act: Act): Promise<void> {
    return until(world.home(country), async () =>
      (await findingsIn(country)).some(({ of }) => of.includes(act._id))
    );
  }

  async function aDelivered(text: string, to = ['CH']): Promise<Act<MessageBody>> {
    const act = await world.state(aMessage('AU', to, text));
    await untilDelivered(world.home('AU'), [act._id]);
    return act;
  }

  test('who alters a partner’s act is told of, to the issuer and to their own people, once', async () => {
    exchange = await world.start();
    const act = await aDelivered('As stated.');
    await alter('CH', act);
    await untilFound('AU', act);
    await untilFound('CH', act);
    await exchange.scanNow();
    await exchange.stop();
    exchange = await world.start();
    await exchange.caughtUp();
    await exchange.scanNow();
    for (const country of ['AU', 'CH'])
      expect(await findingsIn(country)).toMatchObject([
        { stage: 'altered', of: [act._id], where: 'CH', to: ['AU', 'CH'] }
      ]);
    expect(await findingsIn('FR')).toEqual([]);
  });

  test('who deletes a partner’s act, or one of their own country, is told of', async () => {
    exchange = await world.start();
    const [theirs, own] = [await aDelivered('Deleted there.'), await aDelivered('Deleted at home.')];
    await remove('CH', theirs);
    await remove('AU', own);
    for (const act of [theirs, own]) await untilFound('AU', act);
    const told = (await findingsIn('AU')).map(({ stage, of, where }) => [stage, of[0], where]);
    expect(told.sort()).toEqual(
      [
        ['missing', theirs._id, 'CH'],
        ['missing', own._id, 'AU']
      ].sort()
    );
  });

  test('what was altered before it was carried is never carried, and is told of', async () => {
    const act = await world.state(aMessage('AU', ['CH', 'FR'], 'As stated.'));
    await alter('AU', act);
    exchange = await world.start();
    await untilFound('CH', act);
    await untilFound('FR', act);
    for (const country of ['CH', 'FR']) expect(await idsOf(world.home(country))).not.toContain(act._id);
    expect((await findingsIn('AU')).map(({ stage, where }) => [stage, where])).toEqual([['altered', 'AU']]);
  });

  test('a first revision that wins by its number betrays itself by its content', async () => {
    exchange = await world.start();
    const act = await aDelivered('As stated.');
    const rev = 'f'.repeat(32);
    const forged = { ...act, body: { ...act.body, text: 'Altered.' }, _rev: `1-${rev}` };
    await (
      await administer('CH')
    ).bulkDocs([{ ...forged, _revisions: { start: 1, ids: [rev] } }], {
      new_edits: false
    });
    await untilFound('AU', act);
    expect((await findingsIn('AU'))[0]).toMatchObject({ stage: 'altered', where: 'CH' });
  });

  test('what lies under the id of an act that nobody has stated accuses nobody', async () => {
    exchange = await world.start();
    const act = await world.sign(aMessage('AU', ['CH'], 'Never stated.'));
    const planted = { ...act, body: { ...act.body, text: 'Planted.' } };
    await (await administer('CH')).put(planted);
    await exchange.scanNow();
    expect(world.logged).toContain('act.altered');
    expect([await findingsIn('AU'), await findingsIn('CH')]).toEqual([[], []]);
  });

  test('many at once are told of in one word', async () => {
    exchange = await world.start();
    const acts = await Promise.all(['A', 'B', 'C'].map((text) => world.state(aMessage('AU', ['CH'], text))));
    await untilHolds(
      world.home('CH'),
      acts.map(({ _id }) => _id)
    );
    await exchange.stop();
    const database = await administer('CH');
    for (const act of acts) await database.remove(await database.get(act._id));
    exchange = await world.start();
    await untilFound('AU', acts[0] as Act);
    const told = await findingsIn('AU');
    expect(told).toHaveLength(1);
    expect([...(told[0]?.of ?? [])].sort()).toEqual(acts.map(({ _id }) => _id).sort());
  });

  describe('what the feed does not tell', () => {
    /** Nothing is followed in Switzerland: its feed is as good as silent. */
    const others = { authorities: ['AU', 'FR'] as never[] };

    test('a deletion there is found by whoever goes through the issuer’s acts', async () => {
      exchange = await world.start(others);
      const [kept, gone] = [await aDelivered('Kept.'), await aDelivered('Gone.')];
      await remove('CH', gone);
      await exchange.scanNow();
      expect(await findingsIn('AU')).toMatchObject([{ stage: 'missing', of: [gone._id], where: 'CH' }]);
      expect(await idsOf(world.home('CH'))).toContain(kept._id);
    });

    test('an alteration behind the checkpoint is found by the integrity scan', async () => {
      exchange = await world.start(others);
      const act = await aDelivered('As stated.');
      await exchange.stop();
      await alter('CH', act);
      const database = tested.engine.openAsExchange('country-ch');
      const { update_seq: seq } = await database.info();
      await database.put({ _id: '_local/exchange', seq, stated: 0 } as object);
      exchange = await world.start();
      await untilFound('AU', act);
      expect(await findingsIn('AU')).toMatchObject([{ stage: 'altered', of: [act._id], where: 'CH' }]);
    });

    test.runIf(kind === 'couchdb')('a purge, which leaves no trace, is found by the receipt', async () => {
      exchange = await world.start(others);
      const act = await aDelivered('Purged.');
      const url = process.env['COUCHDB_URL'] ?? '';
      const { _rev } = await world.home('CH').get(act._id);
      await askCouchdb(url, 'POST', `${tested.prefix}country-ch/_purge`, { [act._id]: [_rev] });
      await exchange.scanNow();
      expect(await findingsIn('AU')).toMatchObject([{ stage: 'missing', of: [act._id], where: 'CH' }]);
    });

    /** By any administrator's hand: on CouchDB a purge; the embedded engine has none, and a file is put back. */
    async function purge(country: string, ids: readonly string[]): Promise<void> {
      const name = `country-${country.toLowerCase()}`;
      if (kind === 'couchdb') {
        const held = await Promise.all(ids.map((id) => world.home(country).get(id)));
        const revs = Object.fromEntries(held.map(({ _id, _rev }) => [_id, [_rev]]));
        await askCouchdb(process.env['COUCHDB_URL'] ?? '', 'POST', `${tested.prefix}${name}/_purge`, revs);
        return;
      }
      const before = await tested.engine.openAsAdministrator(name).allDocs<object>({ include_docs: true });
      const kept = before.rows.flatMap(({ id, doc }) => (doc && !ids.includes(id) ? [doc] : []));
      const locals = await Promise.all(
        ['epoch', 'exchange'].map((id) => world.home(country).get<object>(`_local/${id}`))
      );
      await tested.engine.destroy(name);
      await tested.engine.create(name);
      const anew = tested.engine.openAsAdministrator(name);
      await anew.bulkDocs(kept, { new_edits: false });
      for (const { _rev, ...local } of locals as { _rev: string }[]) await anew.put(local);
    }

    /** What Australia's administrator removes without a trace: the act, and the word of its delivery. */
    async function purgeAtHome(act: Act): Promise<void> {
      const receipts = (await receiptsIn(world.home('AU'))).filter(({ body }) => body.of.includes(act._id));
      await purge('AU', [act._id, ...receipts.map(({ _id }) => _id)]);
    }

    test('a purge at home, receipt and all, is found by the partner’s copy on the second walk', async () => {
      await ensureEpoch(world.home('AU'));
      exchange = await world.start();
      const act = await aDelivered('Purged at home.');
      await exchange.scanNow();
      await exchange.stop();
      await purgeAtHome(act);
      exchange = await world.start({ authorities: ['CH', 'FR'] as never[] });
      await untilFound('CH', act);
      await untilFound('AU', act);
      expect(await findingsIn('CH')).toMatchObject([{ stage: 'missing', of: [act._id], where: 'AU' }]);
      expect(await findingsIn('AU')).toMatchObject([{ stage: 'missing', of: [act._id], where: 'AU' }]);
    });

    describe('a home database that was restored since the last walk', () => {
      const without = { authorities: ['CH', 'FR'] as never[] };

      async function restoreWithout(act: Act): Promise<void> {
        await exchange?.stop();
        await purgeAtHome(act);
        const { _rev } = await world.home('AU').get('_local/epoch');
        const epoch = 'that of a restored one';
        await world.home('AU').put({ _id: '_local/epoch', _rev, epoch } as object);
      }

      async function walkTwice(): Promise<void> {
        await exchange?.scanNow();
        await exchange?.scanNow();
      }

      test('is not said to have lost anything, however many walks later', async () => {
        await ensureEpoch(world.home('AU'));
        exchange = await world.start();
        const act = await aDelivered('After the backup.');
        await exchange.scanNow();
        await restoreWithout(act);
        exchange = await world.start(without);
        await walkTwice();
        await walkTwice();
        expect(await findingsIn('CH')).toEqual([]);
      });

      test('is said to have lost what was pushed back and vanished again', async () => {
        await ensureEpoch(world.home('AU'));
        exchange = await world.start();
        const act = await aDelivered('After the backup.');
        await exchange.scanNow();
        await restoreWithout(act);
        exchange = await world.start(without);
        await walkTwice();
        await world.home('AU').put(act);
        await walkTwice();
        expect(await findingsIn('CH')).toEqual([]);
        await exchange.stop();
        await purgeAtHome(act);
        exchange = await world.start(without);
        await untilFound('CH', act);
        expect(await findingsIn('CH')).toMatchObject([{ stage: 'missing', of: [act._id], where: 'AU' }]);
      });
    });

    describe('an act dated back to when its key was good, put there behind the door', () => {
      /** The exchange doubts it, and has carried it nowhere. */
      async function aDoubted(): Promise<Act<MessageBody>> {
        await aDelivered('So that all is quiet.');
        const at = '2026-11-01T00:00:00.000Z' as Instant;
        const act = await world.sign({
          ...aMessage('AU', ['CH'], 'Dated back.'),
          body: { ...aMessage('AU', ['CH'], 'Dated back.').body, at: '2026-10-01T00:00:00.000Z' as Instant }
        });
        await world.withdraw('AU', at);
        await (await administer('AU')).put(act);
        return act;
      }

      test('is not said to be lost by a partner on the word of a receipt that anybody has put there', async () => {
        exchange = await world.start(others);
        const act = await aDoubted();
        const [genuine] = await receiptsIn(world.home('AU'));
        const forged = { ...genuine?.body, of: [act._id] } as ReceiptBody;
        const signed = await signBody(forged, await newKey());
        await (await administer('AU')).put(signed);
        await exchange.scanNow();
        await exchange.scanNow();
        expect(await findingsIn('CH')).toEqual([]);
      });

      test('is no evidence that its own database lost anything', async () => {
        exchange = await world.start();
        const act = await aDoubted();
        await remove('AU', act);
        await exchange.scanNow();
        expect(await findingsIn('CH')).toEqual([]);
      });

      test('what was delivered while the key was good is evidence for ever', async () => {
        exchange = await world.start();
        const act = await aDelivered('In time.');
        await world.withdraw('AU', NOW);
        await remove('AU', act);
        await untilFound('CH', act);
        expect(await findingsIn('CH')).toMatchObject([{ stage: 'missing', of: [act._id], where: 'AU' }]);
      });
    });

    test('what is on its way is not missing', async () => {
      await world.state(aMessage('AU', ['CH'], 'Not yet carried.'));
      exchange = await world.start({ authorities: ['CH'] as never[] });
      await exchange.scanNow();
      expect(await findingsIn('CH')).toEqual([]);
    });
  });
});
