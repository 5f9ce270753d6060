/**
 * The size of a country's database on three nodes of CouchDB, by its number of shards (`q`): the ground for
 * couch/deploy/CAPACITY.md. Starts a cluster by itself, from the release in COUCHDB_HOME.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { deployDesignDocuments } from '#couch/ddocs/deploy.ts';
import { openCouchdbEngine, type Engine } from '#couch/engine/engine.ts';
import type { Act } from '#lib/domain/act/body.ts';
import { couchdbHome, CouchdbCluster } from '../couch/engine/couchdb-cluster.ts';
import { askCouchdb, TEST_SECRET } from '../couch/with-engine.ts';
import { openBenchWorld, signActs } from './exchange-world.ts';
import { median, round, type Row } from './row.ts';

const SHARDS = [1, 2, 8] as const;
const COPIES = 3;
const [ACTS, BATCH, SINGLE] = [2000, 100, 100];

export async function benchCluster(): Promise<Row[]> {
  if (!couchdbHome) {
    console.warn('SKIPPED: a cluster. Set COUCHDB_HOME to a release of CouchDB.');
    return [];
  }
  const signer = await openBenchWorld(2, 0);
  const acts = await signActs(signer.world, signer.countries, ACTS + SINGLE);
  await signer.drop();
  const cluster = await CouchdbCluster.open();
  try {
    const engine = await openCouchdbEngine({ url: cluster.url, secret: TEST_SECRET });
    const rows = [row('memory of three nodes without databases', memoryOfChildren(), 'MB')];
    for (const q of SHARDS) rows.push(...(await measure(cluster.url, engine, q, acts)));
    rows.push(row('memory of three nodes after that, with their JavaScript', memoryOfChildren(), 'MB'));
    await engine.close();
    return rows;
  } finally {
    await cluster.close();
  }
}

async function measure(url: string, engine: Engine, q: number, acts: readonly Act[]): Promise<Row[]> {
  const name = `country-a${'abcdefgh'[q - 1] ?? 'x'}`;
  const began = performance.now();
  await askCouchdb(url, 'PUT', `${name}?q=${q}&n=${COPIES}`);
  const database = engine.openAsAdministrator(name);
  await deployDesignDocuments(database, 'country', 'couchdb');
  const made = performance.now() - began;
  const empty = await fileBytes(url, name);
  // Without their rules: the acts are of other countries.
  for (const rule of ['structure', 'authority']) {
    const held = await database.get(`_design/${rule}`);
    await database.remove(held._id, held._rev);
  }
  for (let at = 0; at < ACTS; at += BATCH) await database.bulkDocs(acts.slice(at, at + BATCH) as object[]);
  const times: number[] = [];
  for (const act of acts.slice(ACTS)) {
    const from = performance.now();
    await database.bulkDocs([act]);
    times.push(performance.now() - from);
  }
  const full = await fileBytes(url, name);
  await askCouchdb(url, 'POST', `${name}/_compact`);
  do await new Promise((go) => setTimeout(go, 1000));
  while ((await askCouchdb(url, 'GET', name)).body['compact_running'] === true);
  const small = await fileBytes(url, name);
  const of = `a country’s database with q = ${q}`;
  return [
    row(`${of}: made, with its design documents`, made, 'ms'),
    row(`${of}: one act stored, p50 of ${SINGLE}`, median(times), 'ms'),
    row(`${of}: one copy, empty`, empty / 1000, 'kB'),
    row(`${of}: one copy, for 10,000 acts, before compaction`, ((full - empty) / acts.length) * 0.01, 'MB'),
    row(`${of}: one copy, for 10,000 acts, after compaction`, ((small - empty) / acts.length) * 0.01, 'MB')
  ];
}

/** CouchDB sums one copy of each shard. */
async function fileBytes(url: string, name: string): Promise<number> {
  const { body } = await askCouchdb(url, 'GET', name);
  return (body['sizes'] as { readonly file: number }).file;
}

/** In MB, of all processes that descend from this one. Linux only. */
function memoryOfChildren(): number {
  const known = new Set([String(process.pid)]);
  let kilobytes = 0;
  const pids = readdirSync('/proc').filter((one) => /^\d+$/.test(one));
  // A child has a higher number than its parent, unless numbers began again.
  for (const pid of pids.sort((a, b) => Number(a) - Number(b))) {
    const status = readStatus(pid);
    if (!known.has(/PPid:\s+(\d+)/.exec(status)?.[1] ?? '')) continue;
    known.add(pid);
    kilobytes += Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0);
  }
  return kilobytes / 1000;
}

function readStatus(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/status`, 'utf8');
  } catch {
    return '';
  }
}

function row(name: string, ours: number, unit: string): Row {
  return { name, ours: round(ours), reference: null, unit, ratio: null, goal: null, growth: null };
}
