import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Database, Engine } from '#couch/engine/engine.ts';
import { MAX_TRIES } from '#couch/exchange/write-rows.ts';
import type { Exchange } from '#couch/exchange/start.ts';
import type { Act } from '#lib/domain/act/body.ts';
import { describeEngines, type TestEngine } from '../with-engine.ts';
import { aMessage } from './messages.ts';
import { deliveriesIn, idsOf, openWorld, until, type World } from './world.ts';

/** A busy CouchDB needs seconds to make the databases of one test. */
vi.setConfig({ testTimeout: 30000, hookTimeout: 30000 });

type Write = (documents: readonly { _id: string }[]) => Promise<unknown>;

/** The exchange's engine, whose writes into Switzerland's database go through `instead`. */
function withWrites(engine: Engine, instead: (write: Write) => Write): Engine {
  const dressed = (database: Database): Database =>
    new Proxy(database, {
      get: (target, key) => {
        const value: unknown = Reflect.get(target, key, target);
        if (typeof value !== 'function') return value;
        if (key !== 'bulkDocs') return value.bind(target) as unknown;
        return (documents: readonly { _id: string }[], options: object): unknown =>
          instead((all) => value.call(target, all, options) as Promise<unknown>)(documents);
      }
    });
  return new Proxy(engine, {
    get: (target, key) => {
      const value: unknown = Reflect.get(target, key, target);
      if (key !== 'openAsExchange')
        return typeof value === 'function' ? (value.bind(target) as unknown) : value;
      return (name: string) => {
        const opened = target.openAsExchange(name);
        return name === 'country-ch' ? dressed(opened) : opened;
      };
    }
  });
}

describeEngines('a write that fails', (open, kind) => {
  let tested: TestEngine;
  let world: World;
  let exchange: Exchange | null = null;
  let acts: Act[];

  beforeEach(async () => {
    tested = await open();
    world = await openWorld(tested.engine, ['AU', 'CH', 'FR']);
    for (const country of ['AU', 'CH', 'FR']) await world.provision(country);
    acts = [];
    for (const text of ['One.', 'Two.', 'Three.', 'Four.', 'Five.'])
      acts.push(await world.state(aMessage('AU', ['CH', 'FR'], text)));
  });
  afterEach(async () => {
    await exchange?.stop();
    exchange = null;
    await tested.drop();
  });

  const idOf = (index: number): string => (acts[index] as Act)._id;
  const stateOf = (country: string) => exchange?.lag().find(({ authority }) => authority === country);

  /** `<act> <where>` of each. */
  function untilStated(deliveries: readonly string[]): Promise<void> {
    return until(world.home('AU'), async () => {
      const stated = await deliveriesIn(world.home('AU'));
      return deliveries.every((one) => stated.includes(one));
    });
  }

  async function startWith(instead: (write: Write) => Write = (write) => write): Promise<void> {
    exchange = await world.start({ engine: withWrites(tested.engine, instead), lookEvery: 20 });
  }

  /** All but one reach Switzerland, all reach France, one is set aside with its id, and later acts go on. */
  async function expectOneSetAside(odd: string): Promise<void> {
    const others = acts.map(({ _id }) => _id).filter((id) => id !== odd);
    await untilStated(others.map((id) => `${id} CH`));
    const later = await world.state(aMessage('AU', ['CH'], 'Later.'));
    await untilStated([`${later._id} CH`, ...acts.map(({ _id }) => `${_id} FR`)]);
    expect((await idsOf(world.home('CH'))).sort()).toEqual([...others, later._id].sort());
    expect(await idsOf(world.home('FR'))).toHaveLength(acts.length);
    const delivered = await deliveriesIn(world.home('AU'));
    expect(delivered).not.toContain(`${odd} CH`);
    expect(new Set(delivered).size).toBe(delivered.length);
    expect(stateOf('AU')).toMatchObject({ skipped: 1, unreached: [], trouble: null });
    expect(world.logged.filter((code) => code === 'act.refused')).toHaveLength(1);
  }

  /** As a validator does that fails itself: on CouchDB a real one, in the embedded engine its row. */
  async function planted(odd: string): Promise<(write: Write) => Write> {
    if (kind === 'couchdb') {
      const source = `function (document) { if (document._id === ${JSON.stringify(odd)}) null.x; }`;
      const design = { _id: '_design/odd', validate_doc_update: source };
      await tested.engine.openAsAdministrator('country-ch').put(design);
      return (write) => write;
    }
    return (write) => async (documents) => {
      await write(documents.filter(({ _id }) => _id !== odd));
      // The embedded engine may call a row by the id of a neighbour.
      const row = { error: true, name: 'unknown_error', status: 500, id: documents[0]?._id };
      return documents.some(({ _id }) => _id === odd) ? [row] : [];
    };
  }

  test('for one act alone, for a reason nobody knows, sets that act aside after some tries', async () => {
    await startWith(await planted(idOf(2)));
    await expectOneSetAside(idOf(2));
  });

  test('because one act spoils the whole request sets that act aside at once', async () => {
    let failures = 0;
    await startWith((write) => async (documents) => {
      if (!documents.some(({ _id }) => _id === idOf(3))) return write(documents);
      failures++;
      throw Object.assign(new Error('too large'), { status: 413, name: 'document_too_large' });
    });
    await expectOneSetAside(idOf(3));
    // The group, its halves, and at last the one.
    expect(failures).toBeLessThanOrEqual(4);
  });

  test.each([
    ['no answer', new TypeError('fetch failed')],
    ['503', Object.assign(new Error('busy'), { status: 503, name: 'service_unavailable' })],
    ['a full disk', new Error('IO error: 000005.log: No space left on device')]
  ])(
    'because of the database (%s) is tried again until it is there, and nothing is set aside',
    async (_what, error) => {
      let left = MAX_TRIES * 2;
      await startWith((write) => async (documents) => {
        if (left-- > 0) throw error;
        return write(documents);
      });
      const ids = acts.map(({ _id }) => _id);
      await untilStated(ids.flatMap((id) => [`${id} CH`, `${id} FR`]));
      expect((await idsOf(world.home('CH'))).sort()).toEqual([...ids].sort());
      expect(left).toBeLessThanOrEqual(0);
      expect(stateOf('AU')).toMatchObject({ skipped: 0 });
      expect(world.logged).not.toContain('act.refused');
    }
  );
});
