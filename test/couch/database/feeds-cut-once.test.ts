/** Every feed of the server is cut once, as all are when CouchDB restarts; whoever follows hears of what comes after. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Accounts } from '#couch/accounts/accounts.ts';
import { ChangeBells } from '#couch/database/live-changes.ts';
import { KeyRegister } from '#couch/database/registers.ts';
import { startClerk } from '#couch/demonstration/certificates.ts';
import { ensureDemonstrationKeys } from '#couch/demonstration/signing.ts';
import { OTHER_PEOPLE } from '#couch/demonstration/registered.ts';
import type { Database, Engine } from '#couch/engine/engine.ts';
import { KeyWatch } from '#couch/gateway/door/withdrawn-keys.ts';
import { provisionCountry, provisionSystem } from '#couch/installation/provision.ts';
import { AUTOMATIC_CERTIFIER } from '#lib/domain/registration/certify.ts';
import type { Act } from '#lib/domain/act/body.ts';
import { deviceRequestOf } from '#lib/domain/registration/device-request.ts';
import { Standings } from '#couch/registration/standings.ts';
import { isCountry } from '#lib/domain/country.ts';
import type { CountryCode, Instant } from '#lib/domain/ids.ts';
import { anImportAuthorization } from '../../samples/acts.ts';
import { newKey, NOW, openWorld, until, untilHolds } from '../exchange/world.ts';
import { describeEngines, type TestEngine } from '../with-engine.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const COUCH = join(import.meta.dirname, '../../../couch');
/** As PouchDB tells of a connection that CouchDB has ended. */
const CUT = { status: 500, name: 'unknown', reason: 'the connection was cut' };

interface LiveFeed {
  emit(event: 'error', error: object): unknown;
  listenerCount(event: 'error'): number;
  cancel(): void;
}

/** Cuts what is open; how many feeds that were. */
function cutter(engine: Engine): () => number {
  const open = new Set<LiveFeed>();
  const watched = new WeakSet<Database>();
  const watch = (database: Database): Database => {
    if (watched.has(database)) return database;
    watched.add(database);
    const changes = database.changes.bind(database) as (options: object) => unknown;
    const followed = (options: { readonly live?: boolean }): unknown => {
      const feed = changes(options);
      if (options.live === true) open.add(feed as LiveFeed);
      return feed;
    };
    return Object.assign(database, { changes: followed });
  };
  for (const way of ['open', 'openAsExchange'] as const) {
    const opened = engine[way].bind(engine);
    engine[way] = (name) => watch(opened(name));
  }
  return () => {
    // No one listens to a feed that has been stopped, nor to those of this test.
    const cut = [...open].filter((feed) => feed.listenerCount('error') > 0);
    open.clear();
    for (const feed of cut) {
      feed.emit('error', CUT);
      feed.cancel();
    }
    return cut.length;
  };
}

/** A listener that can be waited for. */
function aListener(): { hear(): void; heard(): Promise<void> } {
  let told = (): void => undefined;
  let next = new Promise<void>((resolve) => (told = resolve));
  return {
    hear: () => told(),
    heard: async () => {
      await next;
      next = new Promise<void>((resolve) => (told = resolve));
    }
  };
}

test('every live feed of the server is one of those that are cut here', () => {
  const files = readdirSync(COUCH, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.ts')
  );
  const live = files.filter((name) => readFileSync(join(COUCH, name), 'utf8').includes('live: true'));
  expect(live.sort()).toEqual([
    'database/live-changes.ts',
    'exchange/feed.ts',
    'gateway/door/withdrawn-keys.ts'
  ]);
});

describeEngines('a feed that is cut once', (open, kind) => {
  let held: TestEngine;
  let cut: () => number;
  const ends: (() => unknown)[] = [];

  beforeEach(async () => {
    held = await open();
    cut = cutter(held.engine);
  });
  afterEach(async () => {
    for (const end of ends.splice(0)) await end();
    await held.drop();
  });

  test('rings the bell of long polls and of a national server’s line for what comes after', async () => {
    await provisionSystem(held.engine);
    const reference = held.engine.open('reference');
    const bells = new ChangeBells();
    ends.push(() => bells.close());
    const { hear, heard } = aListener();
    await bells.listen('reference', reference, hear);
    expect(cut()).toBe(1);
    await heard();
    await held.engine.openAsAdministrator('reference').put({ _id: '_design/other' } as object);
    await heard();
  });

  test('tells how a country stands as it changes after', async () => {
    await provisionSystem(held.engine);
    const standings = new Standings(held.engine);
    ends.push(() => standings.close());
    const { hear, heard } = aListener();
    standings.follow(hear);
    await standings.of('AU' as never);
    expect(cut()).toBe(1);
    await heard();
    const other = new Standings(held.engine);
    ends.push(() => other.close());
    await other.change(
      'AU' as never,
      () =>
        ({
          ...{ _id: 'standing:AU', schema: 1, country: 'AU', state: 'registered' },
          ...{ registeredAt: NOW, since: NOW, by: 'server' }
        }) as never
    );
    await heard();
  });

  test('tells of a person who is suspended after', async () => {
    await provisionSystem(held.engine);
    const accounts = new Accounts({ engine: held.engine, clock: Date.now });
    const told: (string | null)[] = [];
    const { hear, heard } = aListener();
    ends.push(accounts.followChanges((person) => (told.push(person), hear())));
    const database = held.engine.open('accounts');
    // The first change that is heard says that the feed is open.
    const until = async (): Promise<void> => {
      await database.put({ _id: `session:${told.length}`, schema: 1 } as object);
      await heard();
    };
    await database.info();
    await until();
    expect(cut()).toBe(1);
    await heard();
    await database.put({ _id: 'person:au.officer', schema: 1 } as object);
    await heard();
    expect(told.slice(1)).toEqual([null, 'au.officer']);
  });

  test('lets the watch of keys read a certificate that comes after', async () => {
    const world = await openWorld(held.engine, ['AU'], []);
    const keys = new KeyRegister([]);
    const { hear, heard } = aListener();
    const watch = new KeyWatch({ engine: held.engine, keys, warn: hear });
    ends.push(() => watch.close());
    await watch.begin();
    const read = vi.spyOn(keys, 'keyring');
    expect(cut()).toBe(1);
    await heard();
    await held.engine.openAsExchange('reference').bulkDocs([world.certificate('AU')]);
    await vi.waitUntil(() => read.mock.calls.length > 0, 30_000);
  });

  test('lets the demonstration’s clerk certify a device that asks after', async () => {
    await provisionSystem(held.engine);
    const folder = mkdtempSync(join(tmpdir(), 'i2es-clerk-'));
    ends.push(() => rmSync(folder, { recursive: true }));
    const keys = await ensureDemonstrationKeys(folder, ['AU', 'CH'] as CountryCode[]);
    const others = OTHER_PEOPLE.map(({ authority }) => authority).filter(isCountry);
    for (const country of new Set<string>(['AU', 'CH', ...others]))
      await provisionCountry(held.engine, country as CountryCode);
    const clerk = startClerk(held.engine, keys);
    ends.push(() => clerk.stop());
    const first = await certifiedBy(held.engine, 'ch.officer', NOW);
    expect(first.body).toMatchObject({ kind: 'certificate', by: { person: AUTOMATIC_CERTIFIER } });
    expect(cut()).toBeGreaterThan(1);
    expect((await certifiedBy(held.engine, 'ch.officer', NOW)).body.kind).toBe('certificate');
  });

  // The embedded engine tells the exchange of each write itself.
  test.skipIf(kind === 'embedded')('lets the exchange carry what is issued after', async () => {
    const world = await openWorld(held.engine, ['AU', 'CH'], ['AU', 'CH']);
    for (const country of ['AU', 'CH']) await world.provision(country);
    const exchange = await world.start({ lookEvery: 200 });
    ends.unshift(() => exchange.stop());
    await exchange.caughtUp();
    const first = await world.state(anImportAuthorization());
    await untilHolds(world.home('CH'), [first._id]);
    expect(cut()).toBeGreaterThan(1);
    const next = await world.state(anImportAuthorization({ at: '2026-10-06T08:00:00.000Z' }));
    await untilHolds(world.home('CH'), [next._id]);
  });
});

/** Asks as the gateway writes it, and waits for what the clerk answers in the country's database. */
async function certifiedBy(engine: Engine, person: string, at: Instant): Promise<Act> {
  const { publicKey, keyId } = await newKey();
  const home = engine.open('country-ch');
  const asker = { authority: 'CH', role: 'officer', person, name: 'Officer', function: 'Delegate' } as const;
  const request = deviceRequestOf({ ...asker, key: publicKey, device: 'Desk 1', requestedAt: at } as never);
  await home.put(request as object);
  let certificate: Act | undefined;
  await until(home, async () => {
    const { rows } = await home.allDocs({ startkey: 'act:', endkey: 'act:\ufff0', include_docs: true });
    const acts = rows.map(({ doc }) => doc as unknown as Act);
    certificate = acts.find(({ body }) => body.kind === 'certificate' && body.keyId === keyId);
    return certificate !== undefined;
  });
  return certificate as Act;
}
