/**
 * The exchange on Apache CouchDB with all countries connected: one act from store to partner, against CouchDB's
 * own `_replicator` between the databases of two further countries, by turns; and what it costs while nothing
 * happens. Measured twice: between two countries, as the replicator, and between any two, whose databases
 * CouchDB has not at hand when their turn comes.
 */
import type { Database, Engine } from '#couch/engine/engine.ts';
import type { Exchange } from '#couch/exchange/start.ts';
import { askCouchdb, openTestCouchdb } from '../couch/with-engine.ts';
import type { Act } from '#lib/domain/act/body.ts';
import type { CountryCode } from '#lib/domain/ids.ts';
import { openBenchWorld, signActs, type BenchWorld } from './exchange-world.ts';
import { cpuOf, findListener } from './process-cpu.ts';
import { median, round, type Row } from './row.ts';

const ACTS = 200;
const IDLE_MS = 20_000;
const LOOK_MS = 5_000;
const MAX_LOOKS = 24;
const [STEADY_CORES, STEADY_SHARE] = [0.01, 0.1];

export async function benchExchangeOnCouchdb(url: string, countries: number): Promise<Row[]> {
  const held = await openTestCouchdb(url);
  // The last two are left to the replicator.
  const bench = await openBenchWorld(countries + 2, 0, held);
  const [carried, left] = [bench.countries.slice(0, countries), bench.countries.slice(countries)];
  const replicated = await signActs(bench.world, left, 4 * ACTS);
  const issuer = replicated[0]?.body.issuer;
  const oneWay = replicated.filter((act) => act.body.issuer === issuer);
  const half = Math.floor(oneWay.length / 2);
  const two = await signActs(bench.world, carried.slice(0, 2), ACTS);
  const anywhere = await signActs(bench.world, carried.slice(2), ACTS);
  const pair = await replicate(
    url,
    held.prefix,
    [...left].sort((code) => (code === issuer ? -1 : 1))
  );
  try {
    const couchdb = findListener(Number(new URL(url).port || 80));
    const exchange = await bench.world.start({ authorities: carried });
    await exchange.caughtUp();
    await exchange.scanNow();
    const paired = { carried: two, replicated: oneWay.slice(0, half) };
    const times = await measureByTurns(bench.engine, exchange, paired);
    const spread = { carried: anywhere, replicated: oneWay.slice(half) };
    const scattered = await measureByTurns(bench.engine, exchange, spread);
    const idle = await idleCores(couchdb);
    await exchange.stop();
    const without = await idleCores(couchdb);
    const title = `one act with ${countries} countries on CouchDB, from stored to arrived, against _replicator`;
    const apart = `${title}, between any two of them`;
    return [
      rowOf(`${title}, p50`, median(times.carried), median(times.replicated), null),
      rowOf(`${title}, p95`, p95(times.carried), p95(times.replicated), 0.5),
      rowOf(`${apart}, p50`, median(scattered.carried), median(scattered.replicated), null),
      rowOf(`${apart}, p95`, p95(scattered.carried), p95(scattered.replicated), null),
      idleRow(
        `${countries} followers on CouchDB${couchdb === null ? ' (which runs elsewhere and is not counted)' : ''}`,
        idle,
        without
      )
    ];
  } finally {
    await pair.end();
    await bench.drop();
  }
}

export async function benchIdleEmbedded(bench: BenchWorld, countries: number): Promise<Row> {
  await bench.empty();
  const exchange = await bench.world.start();
  await exchange.caughtUp();
  await exchange.scanNow();
  const idle = await idleCores(null);
  await exchange.stop();
  const without = await idleCores(null);
  return idleRow(`${countries} followers on the embedded engine`, idle, without);
}

function rowOf(name: string, ours: number, reference: number, goal: number | null): Row {
  const ratio = round(ours / reference);
  return { name, ours: round(ours), reference: round(reference), unit: 'ms', ratio, goal, growth: null };
}

/** What the exchange adds: an engine has work of its own. */
function idleRow(who: string, idle: number, without: number): Row {
  const name = `nothing to carry for ${IDLE_MS / 1000} s, ${who}: ${round(idle, 3)} cores less ${round(without, 3)} without an exchange`;
  return {
    name,
    ours: round(idle - without, 3),
    reference: null,
    unit: 'cores',
    ratio: null,
    goal: 0.1,
    growth: null
  };
}

function p95(values: readonly number[]): number {
  const sorted = values.slice().sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length * 0.95)] ?? 0;
}

/**
 * In a while in which nobody asks for anything. What an engine does after a load, compaction above all, is not what
 * idling costs: two looks in a row have to agree before, or two minutes to be over.
 */
async function idleCores(couchdb: number | null): Promise<number> {
  let last = await coresFor(LOOK_MS, couchdb);
  for (let look = 1; look < MAX_LOOKS; look++) {
    const now = await coresFor(LOOK_MS, couchdb);
    const isSteady = Math.abs(now - last) <= Math.max(STEADY_CORES, STEADY_SHARE * last);
    if (isSteady) break;
    last = now;
  }
  return coresFor(IDLE_MS, couchdb);
}

/** This process and CouchDB with its children. */
async function coresFor(ms: number, couchdb: number | null): Promise<number> {
  const used = (): number => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1000 + (couchdb === null ? 0 : cpuOf(couchdb));
  };
  const [before, began] = [used(), performance.now()];
  await new Promise((resolve) => setTimeout(resolve, ms));
  return (used() - before) / (performance.now() - began);
}

function toDatabase(code: string): string {
  return `country-${code.toLowerCase()}`;
}

/** From the first to the second. */
async function replicate(
  url: string,
  prefix: string,
  pair: readonly CountryCode[]
): Promise<{ end(): Promise<void> }> {
  const path = `_replicator/${prefix}bench`;
  const { protocol, host, username, password } = new URL(url);
  const auth = { basic: { username: decodeURIComponent(username), password: decodeURIComponent(password) } };
  const end = (code: string): object => ({ url: `${protocol}//${host}/${prefix}${toDatabase(code)}`, auth });
  const [source = '', target = ''] = pair;
  const job = { source: end(source), target: end(target), continuous: true };
  const { status, body } = await askCouchdb(url, 'PUT', path, job);
  // Our own settings let a node replicate to nobody; the node that this is measured on has to be told otherwise.
  const remedy = 'Set [replicator] valid_endpoint_protocols and valid_proxy_protocols = http on this node.';
  if (status !== 201) throw new Error(`_replicator: ${JSON.stringify(body)}. ${remedy}`);
  return {
    end: async () => {
      const { body: kept } = await askCouchdb(url, 'GET', path);
      await askCouchdb(url, 'DELETE', `${path}?rev=${String(kept['_rev'])}`);
    }
  };
}

type Turns<T> = Readonly<Record<'carried' | 'replicated', T>>;

/** The first turn waits until both ways run and is not counted. */
async function measureByTurns(
  engine: Engine,
  exchange: Exchange,
  acts: Turns<readonly Act[]>
): Promise<Turns<number[]>> {
  const times: Turns<number[]> = { carried: [], replicated: [] };
  const turns = Math.min(acts.replicated.length, acts.carried.length);
  for (let turn = 0; turn < turns; turn++) {
    for (const way of ['replicated', 'carried'] as const) {
      const act = acts[way][turn] as Act;
      const took = await timeArrival(engine, act);
      if (turn > 0) times[way].push(took);
    }
    await untilQuiet(exchange);
  }
  return times;
}

/** Receipts that are still being written are no part of the next turn. */
async function untilQuiet(exchange: Exchange): Promise<void> {
  while (exchange.lag().some(({ inHand }) => inHand > 0))
    await new Promise((resolve) => setTimeout(resolve, 5));
}

/** From the issuer's database's answer that it is stored. The watch's place in the feed is taken beforehand. */
async function timeArrival(engine: Engine, act: Act): Promise<number> {
  const [from, to] = [act.body.issuer, String(act.body.to[0])].map((code) =>
    engine.openAsAdministrator(toDatabase(code))
  ) as [Database, Database];
  const { update_seq: since } = await to.info();
  const feed = to.changes({ since, live: true });
  const arrived = new Promise<number>((resolve, reject) => {
    feed.on('change', ({ id }) => id === act._id && resolve(performance.now()));
    feed.on('error', reject);
  });
  await from.bulkDocs([act]);
  const stored = performance.now();
  const took = (await arrived) - stored;
  feed.cancel();
  return Math.max(0, took);
}
