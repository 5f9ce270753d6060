import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { deployDesignDocuments } from '#couch/ddocs/deploy.ts';
import type { Exchange } from '#couch/exchange/start.ts';
import { type CountTools, countUsage, listStaleMonths, rebuildUsage } from '#couch/usage/count-usage.ts';
import { UsageCounter } from '#couch/usage/usage-counter.ts';
import { readKeyring } from '#lib/crypto/keyring.ts';
import type { CountryCode, Instant } from '#lib/domain/ids.ts';
import { parseUsage, usageId, type UsageRecord } from '#lib/domain/usage/usage-record.ts';
import { isUsageGenuine } from '#lib/store/index/usage-reading.ts';
import { anExportAuthorization, anImportAuthorization, aReply } from '../../samples/acts.ts';
import { aUsage } from '../../samples/usage.ts';
import type { Poison } from '../../samples/poison.ts';
import { plant } from '../poison/plant.ts';
import { openWorld, NOW, untilDelivered, untilHolds, type World } from '../exchange/world.ts';
import { describeEngines, type TestEngine } from '../with-engine.ts';

vi.setConfig({ testTimeout: 30000, hookTimeout: 30000 });

const AU = 'AU' as CountryCode;
const CH = 'CH' as CountryCode;

describeEngines('usage', (open) => {
  let tested: TestEngine;
  let world: World;
  let exchange: Exchange | null = null;
  let counter: UsageCounter | null = null;

  beforeEach(async () => {
    tested = await open();
    world = await openWorld(tested.engine, ['AU', 'CH']);
    for (const country of ['AU', 'CH']) await world.provision(country);
    await tested.engine.create('incb');
    await deployDesignDocuments(tested.engine.openAsAdministrator('incb'), 'incb', tested.engine.kind);
  });

  afterEach(async () => {
    await counter?.stop();
    await exchange?.stop();
    [exchange, counter] = [null, null];
    await tested.drop();
  });

  function tools(): CountTools {
    const { engine } = tested;
    const readApps = (): Promise<null> => Promise.resolve(null);
    return { board: engine.open('incb'), key: world.exchangeKey.key, readApps, now: () => NOW };
  }

  function aCounter(): UsageCounter {
    const log = { info: () => undefined, warn: (fields: object) => expect(fields).toEqual({}) };
    return (counter = new UsageCounter({ engine: tested.engine, log, pause: 3_600_000, ...tools() }));
  }

  async function usageOf(country: CountryCode, month = '2026-10'): Promise<UsageRecord> {
    const read = parseUsage(await tested.engine.open('incb').get(usageId(country, month)));
    if (!read.ok) throw new Error('no usage');
    return read.value;
  }

  test('follows from what the exchange carries, for both sides, and is signed by the exchange', async () => {
    const listener = aCounter();
    exchange = await world.start({ listener });
    const ia = await world.state(anImportAuthorization());
    await untilHolds(world.home('CH'), [ia._id]);
    const ea = await world.state(anExportAuthorization(ia));
    const reply = await world.state(aReply(ia));
    await untilHolds(world.home('AU'), [ea._id, reply._id]);
    await untilDelivered(world.home('AU'), [ia._id]);
    await untilDelivered(world.home('CH'), [ea._id]);
    await exchange.stop();
    await listener.countNow();
    expect(await usageOf(AU)).toMatchObject({
      imports: 1,
      exchanged: 1,
      answered: 1,
      received: 1,
      partnersOnSystem: 1
    });
    expect(await usageOf(CH)).toMatchObject({ exports: 1, exchanged: 1, receivedAnswered: 1 });
    const acts = await tested.engine
      .open('reference')
      .allDocs({ startkey: 'act:', endkey: 'act:~', include_docs: true });
    const root = (world as unknown as { root: { publicKey: never } }).root.publicKey;
    const keyring = await readKeyring(
      acts.rows.map(({ doc }) => withoutRevision(doc as object)),
      [root]
    );
    expect(await isUsageGenuine(await usageOf(AU), keyring)).toBe(true);
    expect(await isUsageGenuine({ ...(await usageOf(AU)), imports: 9 }, keyring)).toBe(false);
  });

  test('what came while nobody counted is found by the number of rows, and months that are right are left', async () => {
    const home = world.home('AU');
    const board = tested.engine.open('incb');
    const ia = await world.state(anImportAuthorization());
    await world.state(anImportAuthorization({ at: '2026-11-03T08:00:00.000Z' }));
    expect(await listStaleMonths(AU, home, board)).toEqual(['2026-10', '2026-11']);
    const listener = aCounter();
    listener.follow(AU);
    await listener.countNow();
    expect(await listStaleMonths(AU, home, board)).toEqual([]);
    await tested.engine
      .openAsExchange('country-au')
      .put(await world.sign(aReply(ia, { at: '2026-12-01T08:00:00.000Z' })));
    expect(await listStaleMonths(AU, home, board)).toEqual(['2026-10', '2026-12']);
  });

  test('counted again to the same figures nothing is written', async () => {
    await world.state(anImportAuthorization());
    expect(await countUsage(AU, '2026-10', world.home('AU'), tools())).toBe(true);
    const later = { ...tools(), now: () => '2026-12-01T00:00:00.000Z' as Instant };
    expect(await countUsage(AU, '2026-10', world.home('AU'), later)).toBe(false);
  });

  test('an answer to what never was makes no month of which nothing is known', async () => {
    const never = anImportAuthorization({ at: '1999-05-01T08:00:00.000Z' });
    await tested.engine.openAsExchange('country-au').put(await world.sign(aReply(never)));
    expect(await countUsage(AU, '1999-05', world.home('AU'), tools())).toBe(false);
    await expect(tested.engine.open('incb').get(usageId(AU, '1999-05'))).rejects.toMatchObject({
      status: 404
    });
  });

  test('a country whose database fails is said so once, and keeps no other waiting', async () => {
    const said: object[] = [];
    const log = { info: () => undefined, warn: (fields: object) => void said.push(fields) };
    counter = new UsageCounter({ engine: tested.engine, log, ...tools() });
    await world.state(anImportAuthorization());
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
    try {
      counter.follow('FR' as CountryCode);
      for (let round = 0; round < 6; round++) {
        vi.advanceTimersByTime(600_000);
        await counter.countNow();
      }
      expect(said).toEqual([expect.objectContaining({ authority: 'FR' })]);
      const again = vi.spyOn(counter, 'countNow').mockResolvedValue();
      counter.record(AU, [anImportAuthorization()]);
      vi.advanceTimersByTime(21_000);
      expect(again).toHaveBeenCalled();
    } finally {
      vi.useRealTimers();
    }
  });

  test('a month that cannot be counted keeps no other month waiting, and the log says why in words', async () => {
    const said: object[] = [];
    const log = { info: () => undefined, warn: (fields: object) => void said.push(fields) };
    const readApps = (_country: CountryCode, month: string): Promise<null> =>
      // As PouchDB tells of an answer of CouchDB: an object that is no Error.
      month === '2026-09'
        ? Promise.reject({ status: 500, name: 'unknown', reason: 'a shard fell' })
        : Promise.resolve(null);
    for (const month of ['08', '09', '11'])
      await world.state(anImportAuthorization({ at: `2026-${month}-03T08:00:00.000Z` }));
    counter = new UsageCounter({ engine: tested.engine, log, pause: 3_600_000, ...tools(), readApps });
    counter.follow(AU);
    await counter.countNow();
    expect((await usageOf(AU, '2026-08')).imports).toBe(1);
    expect((await usageOf(AU, '2026-11')).imports).toBe(1);
    expect(said).toEqual([{ authority: 'AU', what: 'AU 2026-09', reason: 'a shard fell' }]);
    expect(counter.uncounted).toBe(1);
  });

  test('an act that was back-dated where it is kept counts in nothing, and its month is counted', async () => {
    const ia = await world.state(anImportAuthorization());
    const other = anImportAuthorization({ at: '2026-10-09T08:00:00.000Z' });
    const altered = { ...other, body: { ...other.body, at: '2024-02-03T08:00:00.000Z' } };
    const document = altered as unknown as Poison['document'];
    expect(await plant(tested.engine, 'country-au', [{ name: 'back-dated', document }])).toHaveLength(1);
    const listener = aCounter();
    listener.follow(AU);
    await listener.countNow();
    expect(await usageOf(AU)).toMatchObject({ imports: 1, lastActive: ia.body.at.slice(0, 10) });
    const [rebuilt] = await rebuildUsage(tested.engine, tools());
    expect(rebuilt).toMatchObject({ written: [], failed: [] });
  });

  test('what devices tell of themselves without any act is in the month’s record within the hour', async () => {
    let languages: Record<string, number> = { en: 1 };
    const readApps = (_country: CountryCode, month: string) =>
      Promise.resolve(month === NOW.slice(0, 7) ? { languages, versions: { '1.4.0': 1 } } : null);
    const log = { info: () => undefined, warn: (fields: object) => expect(fields).toEqual({}) };
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] });
    try {
      counter = new UsageCounter({ engine: tested.engine, log, ...tools(), readApps });
      counter.follow(AU);
      await counter.countNow();
      for (const told of [{ en: 1 }, { en: 1, fr: 1 }]) {
        languages = told;
        vi.advanceTimersByTime(3_600_000);
        await counter.countNow();
        expect(await usageOf(AU, NOW.slice(0, 7))).toMatchObject({ imports: 0, people: 0, languages: told });
      }
      counter.leave(AU);
      languages = { ar: 9 };
      vi.advanceTimersByTime(3_600_000);
      await counter.countNow();
      expect((await usageOf(AU, NOW.slice(0, 7))).languages).toEqual({ en: 1, fr: 1 });
    } finally {
      vi.useRealTimers();
    }
  });

  test('two processes that count at once write one record and no conflict', async () => {
    await world.state(anImportAuthorization());
    await Promise.all([1, 2, 3].map(() => countUsage(AU, '2026-10', world.home('AU'), tools())));
    const held = await tested.engine.open('incb').get(usageId(AU, '2026-10'), { conflicts: true });
    expect(held._conflicts).toBeUndefined();
  });

  test('rebuilt from the acts it is exactly what was counted as they came, and what was altered is put right', async () => {
    const ia = await world.state(anImportAuthorization());
    await world.state(anImportAuthorization({ at: '2026-09-03T08:00:00.000Z' }));
    await tested.engine.openAsExchange('country-au').put(await world.sign(aReply(ia)));
    const listener = aCounter();
    listener.follow(AU);
    await listener.countNow();
    const counted = await usageOf(AU);
    const [first] = await rebuildUsage(tested.engine, tools());
    expect(first).toMatchObject({ country: 'AU', acts: 3, months: 2, written: [] });
    const board = tested.engine.openAsAdministrator('incb');
    await board.put({ ...(await board.get(usageId(AU, '2026-10'))), imports: 7 });
    await board.put({ ...aUsage(AU, '2020-01', { imports: 5 }) });
    const [again] = await rebuildUsage(tested.engine, tools());
    expect(again?.written).toEqual(['2020-01', '2026-10']);
    expect(await usageOf(AU)).toEqual({
      ...counted,
      signature: expect.any(String),
      _rev: expect.any(String)
    });
    expect(await usageOf(AU, '2020-01')).toMatchObject({ imports: 0, rows: 0 });
  });

  test('a record that somebody put there without sense is counted anew', async () => {
    await world.state(anImportAuthorization());
    await tested.engine
      .openAsAdministrator('incb')
      .bulkDocs([{ _id: usageId(AU, '2026-10'), schema: 1 } as object]);
    await countUsage(AU, '2026-10', world.home('AU'), tools()).catch(() => undefined);
    expect((await usageOf(AU)).imports).toBe(1);
  });
});

function withoutRevision(document: object): object {
  const { _rev: _revision, ...rest } = document as { _rev?: string };
  return rest;
}
