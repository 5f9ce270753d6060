/**
 * From the first act stored to the last one arrived, against writing the same documents straight into both
 * databases; and one act alone, from store to partner.
 */
import type { Exchange } from '#couch/exchange/start.ts';
import type { Engine } from '#couch/engine/engine.ts';
import type { Act } from '#lib/domain/act/body.ts';
import { benchExchangeOnCouchdb, benchIdleEmbedded } from './exchange-couchdb.ts';
import { groupActs, openBenchWorld, type BenchWorld } from './exchange-world.ts';
import { median, round, type Row } from './row.ts';

const COUNTRIES = 190;
const ACTS = 5000;
const SINGLE = 200;
const ROUNDS = 3;

/** On the embedded engine, and on CouchDB where COUCHDB_URL is set. */
export async function benchExchange(acts = ACTS, countries = COUNTRIES): Promise<Row[]> {
  const url = process.env['COUCHDB_URL'];
  const embedded = await benchEmbedded(acts, countries);
  return url ? [...embedded, ...(await benchExchangeOnCouchdb(url, countries))] : embedded;
}

/** Straight and carried take turns, each in fresh databases, so that both see the same machine. */
async function benchEmbedded(acts: number, countries: number): Promise<Row[]> {
  const bench = await openBenchWorld(countries, acts);
  try {
    const half = { ...bench, acts: bench.acts.slice(0, acts / 2) };
    const times: Record<'batches' | 'merged' | 'full' | 'half', number[]> = {
      batches: [],
      merged: [],
      full: [],
      half: []
    };
    for (let turn = 0; turn < ROUNDS; turn++) {
      times.batches.push(await inFreshDatabases(bench, (world) => measureStraight(world, writeBatches)));
      times.merged.push(await inFreshDatabases(bench, (world) => measureStraight(world, writeMerged)));
      times.full.push(await inFreshDatabases(bench, measureCarried));
      times.half.push(await inFreshDatabases(half, measureCarried));
    }
    const ours = median(times.full);
    const single = await inFreshDatabases({ ...bench, acts: bench.acts.slice(0, SINGLE) }, measureSingle);
    return [
      {
        ...rowOf(
          `${acts} acts of ${countries} countries, against the same batches written straight`,
          ours,
          median(times.batches),
          's',
          2.5
        ),
        growth: round(ours / median(times.half))
      },
      rowOf(
        'the same, against one write a database that knows all acts beforehand',
        ours,
        median(times.merged),
        's',
        null
      ),
      rowOf('one act, store to partner, p50', single.p50, single.straight, 'ms', null),
      rowOf('one act, store to partner, p95', single.p95, single.straight, 'ms', null),
      await benchIdleEmbedded(bench, countries)
    ];
  } finally {
    await bench.drop();
  }
}

function rowOf(name: string, ours: number, against: number, unit: string, goal: number | null): Row {
  const ratio = round(ours / against);
  return { name, ours: round(ours, 3), reference: round(against, 3), unit, ratio, goal, growth: null };
}

async function inFreshDatabases<T>(
  bench: BenchWorld,
  measure: (bench: BenchWorld) => Promise<T>
): Promise<T> {
  await bench.empty();
  return measure(bench);
}

async function storeGroups(engine: Engine, groups: ReadonlyMap<string, Act[]>): Promise<void> {
  await Promise.all([...groups].map(([name, acts]) => engine.open(name).bulkDocs(acts)));
}

type WriteStraight = (engine: Engine, acts: readonly Act[]) => Promise<void>;

/** As the acts come: what one country stored is written to each of its partners. */
async function writeBatches(engine: Engine, acts: readonly Act[]): Promise<void> {
  const batches = [...groupActs(acts, 'issuer').values()];
  await Promise.all(batches.map((batch) => storeGroups(engine, groupActs(batch, 'partner'))));
}

function writeMerged(engine: Engine, acts: readonly Act[]): Promise<void> {
  return storeGroups(engine, groupActs(acts, 'partner'));
}

async function measureStraight({ engine, acts }: BenchWorld, write: WriteStraight): Promise<number> {
  const started = performance.now();
  await storeGroups(engine, groupActs(acts, 'issuer'));
  await write(engine, acts);
  return (performance.now() - started) / 1000;
}

/** Watches every partner's database, as its officers' devices would. */
function watchArrivals(engine: Engine, acts: readonly Act[]): { arrived: Promise<void>; stop(): void } {
  const missing = new Set<string>(acts.map(({ _id }) => _id));
  const feeds: { cancel(): void }[] = [];
  const arrived = new Promise<void>((resolve) => {
    for (const name of groupActs(acts, 'partner').keys()) {
      const feed = engine.open(name).changes({ since: 'now', live: true });
      feeds.push(feed);
      const own = name.slice('country-'.length).toUpperCase();
      feed.on('change', ({ id }) => {
        if (id.split(':')[2] !== own && missing.delete(id) && missing.size === 0) resolve();
      });
    }
  });
  return { arrived, stop: () => feeds.forEach((feed) => feed.cancel()) };
}

async function measureCarried({ engine, world, acts }: BenchWorld): Promise<number> {
  const exchange = await world.start();
  await exchange.caughtUp();
  const started = performance.now();
  await storeGroups(engine, groupActs(acts, 'issuer'));
  await untilCarried(exchange, acts.length);
  const seconds = (performance.now() - started) / 1000;
  await exchange.stop();
  await assertArrived(engine, acts);
  return seconds;
}

async function assertArrived(engine: Engine, acts: readonly Act[]): Promise<void> {
  for (const [name, expected] of groupActs(acts, 'partner')) {
    const { rows } = await engine.open(name).allDocs({ keys: expected.map(({ _id }) => _id as string) });
    if (rows.some((row) => 'error' in row)) throw new Error(`An act did not arrive in ${name}`);
  }
}

/** The exchange counts an act when the partner's database has answered that it holds it. */
async function untilCarried(exchange: Exchange, count: number): Promise<void> {
  while (exchange.lag().reduce((sum, { carried }) => sum + carried, 0) < count) {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

async function measureSingle({
  engine,
  world,
  acts
}: BenchWorld): Promise<{ p50: number; p95: number; straight: number }> {
  const half = acts.length / 2;
  const straight: number[] = [];
  for (const act of acts.slice(half)) {
    const started = performance.now();
    await storeGroups(engine, groupActs([act], 'issuer'));
    await storeGroups(engine, groupActs([act], 'partner'));
    straight.push(performance.now() - started);
  }
  const exchange = await world.start();
  await exchange.caughtUp();
  const carried: number[] = [];
  for (const act of acts.slice(0, half)) {
    const watch = watchArrivals(engine, [act]);
    const started = performance.now();
    await storeGroups(engine, groupActs([act], 'issuer'));
    await watch.arrived;
    carried.push(performance.now() - started);
    watch.stop();
  }
  await exchange.stop();
  const sorted = carried.sort((a, b) => a - b);
  return {
    p50: median(sorted),
    p95: sorted[Math.floor(sorted.length * 0.95)] ?? 0,
    straight: median(straight)
  };
}
