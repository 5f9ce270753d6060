/**
 * The first sync of a country with 10,000 acts in Chromium, from a gateway on the embedded engine: its bytes against the
 * gzipped acts, its time against stock PouchDB into plain `idb` and against a bare fetch with one transaction a thousand.
 * And that of 500 acts on a weak connection.
 */
import { gzipSync } from 'node:zlib';
import type { Browser, Page } from 'playwright';
import { withFirstRevision } from '#couch/exchange/receipts.ts';
import type { PublicKey } from '#lib/domain/act/body.ts';
import { aNumber, openRig, signed, type Rig } from '../couch/gateway/rig.ts';
import { openTestEmbedded } from '../couch/with-engine.ts';
import { anImportAuthorization } from '../samples/acts.ts';
import { withBenchPage } from './in-browser.ts';
import { median, round, type Row } from './row.ts';

interface Measured {
  readonly took: number;
  readonly records: number;
}

interface Bench {
  ours(name: string, roots: readonly PublicKey[]): Promise<Measured>;
  stock(name: string): Promise<Measured>;
  bare(name: string): Promise<Measured>;
}

declare const bench: Bench;

type Way = keyof Bench;

const ACTS = 10_000;
const RUNS = 3;
const GOAL_AGAINST_STOCK = 0.25;
const GOAL_AGAINST_BARE = 1.5;
const GOAL_OF_BYTES = 1.3;

const WEAK_ACTS = 500;
/** 400 kbit/s in both directions, two seconds there and back; one request in twenty is lost. */
const WEAK = { offline: false, latency: 2000, downloadThroughput: 50_000, uploadThroughput: 50_000 };
const LOST_EVERY = 20;
const WEAK_GOAL_S = 8;

export async function benchFirstSync(acts = ACTS): Promise<Row[]> {
  const usual = await withCountry(acts, measure);
  return [...usual, await withCountry(WEAK_ACTS, measureWeak)];
}

type Measure<T> = (browser: Browser, url: string, rig: Rig, acts: FilledActs) => Promise<T>;

/** `gzipped`: bytes of all acts in one piece. */
interface FilledActs {
  readonly count: number;
  readonly gzipped: number;
}

async function withCountry<T>(count: number, work: Measure<T>): Promise<T> {
  const rig = await openRig(openTestEmbedded);
  try {
    const acts = await fillCountry(rig, count);
    const { cookie } = await rig.signIn('au.officer');
    const behind = { address: rig.address, cookie };
    return await withBenchPage('first-sync', (browser, url) => work(browser, url, rig, acts), behind);
  } finally {
    await rig.drop();
  }
}

async function fillCountry({ engine, keys }: Rig, count: number): Promise<FilledActs> {
  const database = engine.openAsAdministrator('country-au');
  const texts: string[] = [];
  for (let serial = 1; serial <= count;) {
    const acts: object[] = [];
    for (; serial <= count && acts.length < 1000; serial++) {
      const sample = anImportAuthorization({ over: { number: aNumber(serial, 'AU') } });
      acts.push(withFirstRevision(await signed(sample, keys.auOfficer)));
    }
    await database.bulkDocs(acts, { new_edits: false });
    texts.push(...acts.map((act) => JSON.stringify(act)));
  }
  return { count, gzipped: gzipSync(texts.join('\n')).length };
}

async function measure(browser: Browser, url: string, rig: Rig, acts: FilledActs): Promise<Row[]> {
  const roots = [rig.keys.root.publicKey];
  const times: Record<Way, number[]> = { ours: [], stock: [], bare: [] };
  let bytes = { packed: 0, plain: 0 };
  for (let run = 0; run < RUNS; run++) {
    for (const way of ['bare', 'ours', 'stock'] as const) {
      const page = await openPage(browser, url);
      const counted = await countBytes(page);
      const name = `${way}-${run}-`;
      const { took, records } = await page.evaluate(
        ([of, at, keys]) => (of === 'ours' ? bench.ours(at, keys) : bench[of](at)),
        [way, name, roots] as const
      );
      if (records < acts.count) throw new Error(`${way}: ${records} of ${acts.count} records came.`);
      times[way].push(took);
      if (way === 'ours') bytes = await counted();
      await page.context().close();
    }
  }
  return rowsOf(acts, times, bytes);
}

async function openPage(browser: Browser, url: string): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  await page.goto(url);
  await page.waitForFunction(() => 'bench' in globalThis);
  return page;
}

async function measureWeak(browser: Browser, url: string, rig: Rig, acts: FilledActs): Promise<Row> {
  const page = await openPage(browser, url);
  const client = await page.context().newCDPSession(page);
  await client.send('Network.enable');
  await client.send('Network.emulateNetworkConditions', WEAK);
  let requests = 0;
  await page.route('**/db/**', (route) =>
    ++requests % LOST_EVERY === 0 ? route.abort('connectionreset') : route.continue()
  );
  const roots = [rig.keys.root.publicKey];
  const { took, records } = await page.evaluate((keys) => bench.ours('weak-', keys), roots);
  if (records < acts.count) throw new Error(`On a weak connection ${records} of ${acts.count} records came.`);
  await page.context().close();
  return {
    name: `first sync of ${records} records at 400 kbit/s, 2 s there and back, 1 request in ${LOST_EVERY} lost, in ${requests} requests`,
    ours: round(took / 1000, 1),
    reference: null,
    unit: 's',
    ratio: null,
    goal: WEAK_GOAL_S,
    growth: null
  };
}

/** What came over the line under `/db`, heads included, and what was in it. */
async function countBytes(page: Page): Promise<() => Promise<{ packed: number; plain: number }>> {
  const client = await page.context().newCDPSession(page);
  const counted = { packed: 0, plain: 0 };
  client.on('Network.loadingFinished', ({ encodedDataLength }) => (counted.packed += encodedDataLength));
  client.on('Network.dataReceived', ({ dataLength }) => (counted.plain += dataLength));
  await client.send('Network.enable');
  // Events come in order, so those of all answers are there after one more question.
  return () => client.send('Runtime.evaluate', { expression: '0' }).then(() => counted);
}

function rowsOf(
  acts: FilledActs,
  times: Record<Way, readonly number[]>,
  bytes: { packed: number; plain: number }
): Row[] {
  const [ours, stock, bare] = [median(times.ours), median(times.stock), median(times.bare)];
  const count = acts.count.toLocaleString('en');
  const against = (name: string, reference: number, goal: number): Row => ({
    name: `first sync of ${count} acts, sealed, against ${name}`,
    ours: round(ours, 0),
    reference: round(reference, 0),
    unit: 'ms',
    ratio: round(ours / reference),
    goal,
    growth: null
  });
  return [
    against('stock PouchDB replicate.from into plain idb', stock, GOAL_AGAINST_STOCK),
    against('a bare fetch and one transaction a thousand', bare, GOAL_AGAINST_BARE),
    {
      name: `bytes of a first sync of ${count} acts (${round(bytes.plain / 1000, 0)} kB unpacked), against the gzipped acts`,
      ours: round(bytes.packed / 1000, 0),
      reference: round(acts.gzipped / 1000, 0),
      unit: 'kB',
      ratio: round(bytes.packed / acts.gzipped),
      goal: GOAL_OF_BYTES,
      growth: null
    }
  ];
}
