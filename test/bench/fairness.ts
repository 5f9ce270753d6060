/**
 * What one country asks for beyond all measure, another hardly feels (threats P5): the worst bodies of one person of
 * Australia, and Switzerland's whole sync while Australia floods the server, each against the same alone.
 */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { withFirstRevision } from '#couch/exchange/receipts.ts';
import type { Act } from '#lib/domain/act/body.ts';
import { openTestCouchdb, openTestEmbedded } from '../couch/with-engine.ts';
import { openRig, signed, type Client, type Rig } from '../couch/gateway/rig.ts';
import { anImportAuthorization } from '../samples/acts.ts';
import { benchBodies, benchHistories } from './fairness-bodies.ts';
import { median, round, type Row } from './row.ts';

const ACTS = 1000;
const PORTION = 200;
const ROUNDS = 5;
const CONNECTIONS = 24;

export async function benchFairness(): Promise<Row[]> {
  // What a body costs is measured there, not how many a person may send.
  const unlimited = { requestsPerPerson: 1e6, requestsPerCountry: 1e6, requestsPerAddress: 1e6 };
  const bodies = await withRig({ limits: unlimited }, benchBodies);
  const histories = await withRig({ limits: unlimited }, benchHistories);
  // All stand behind one address here, and the flood is not to end by that.
  const flood = await withRig({ limits: { requestsPerAddress: 1e6 } }, benchFlood);
  return [...bodies, ...histories, flood];
}

async function withRig<T>(
  options: Parameters<typeof openRig>[1],
  measureIt: (rig: Rig) => Promise<T>
): Promise<T> {
  const couchdb = process.env['COUCHDB_URL'];
  const rig = await openRig(couchdb ? () => openTestCouchdb(couchdb) : openTestEmbedded, options);
  try {
    await fill(rig);
    return await measureIt(rig);
  } finally {
    await rig.drop();
  }
}

async function benchFlood(rig: Rig): Promise<Row> {
  const swiss = await rig.signIn('ch.officer');
  await syncAll(swiss);
  const alone = await measure(swiss);
  const flood = await startFlood(rig);
  const flooded = await measure(swiss);
  const counts = await stopFlood(flood);
  console.log(`  the flood was answered ${JSON.stringify(counts)}`);
  const name = `sync of ${ACTS} acts for CH while AU floods on ${2 * CONNECTIONS} connections, against alone`;
  const ratio = round(flooded / alone);
  return { name, ours: round(flooded), reference: round(alone), unit: 'ms', ratio, goal: 5, growth: null };
}

/** In both databases the same: what is measured is the asking. */
export async function fill({ engine, keys }: Rig): Promise<void> {
  const acts: Act[] = [];
  for (let made = 0; made < ACTS; made++) {
    const at = new Date(Date.UTC(2026, 9, 1) + made * 60_000).toISOString();
    acts.push(await signed(anImportAuthorization(), keys.auOfficer, { at }));
  }
  for (const name of ['country-au', 'country-ch'])
    await engine.openAsAdministrator(name).bulkDocs(acts.map(withFirstRevision), { new_edits: false });
}

async function syncAll(client: Client): Promise<void> {
  const path = '/db/country-ch';
  const { body } = await client.ask('GET', `${path}/_changes?style=all_docs`);
  const ids = (body as { results: { id: string }[] }).results.map(({ id }) => ({ id }));
  for (let at = 0; at < ids.length; at += PORTION) {
    const answer = await client.ask('POST', `${path}/_bulk_get`, { docs: ids.slice(at, at + PORTION) });
    if (answer.status !== 200) throw new Error(`${answer.status}`);
  }
}

async function measure(client: Client): Promise<number> {
  const times: number[] = [];
  for (let turn = 0; turn < ROUNDS; turn++) {
    const began = performance.now();
    await syncAll(client);
    times.push(performance.now() - began);
  }
  return median(times);
}

/** In a process of its own, so that only the server is shared. */
async function startFlood(rig: Rig): Promise<ChildProcess> {
  const cookies = [(await rig.signIn('au.officer')).cookie, (await rig.signIn('au.other')).cookie];
  const words = [rig.address, 'country-au', String(CONNECTIONS), ...cookies];
  const flood = fork(new URL('./fairness-flood.ts', import.meta.url), words, {
    execArgv: ['--import', 'tsx']
  });
  await once(flood, 'message');
  return flood;
}

async function stopFlood(flood: ChildProcess): Promise<unknown> {
  const told = once(flood, 'message');
  flood.send('stop');
  return (await told)[0] as unknown;
}
