/**
 * The first sync of a country with 10,000 acts in Chromium, from a gateway on the embedded engine: its bytes gzipped
 * and plain, its time against stock PouchDB into plain `idb` and against a bare fetch with one transaction a thousand.
 */
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

export async function benchFirstSync(acts = ACTS): Promise<Row[]> {
  const rig = await openRig(openTestEmbedded);
  try {
    await fillCountry(rig, acts);
    const { cookie } = await rig.signIn('au.officer');
    const behind = { address: rig.address, cookie };
    return await withBenchPage('first-sync', (browser, url) => measure(browser, url, rig, acts), behind);
  } finally {
    await rig.drop();
  }
}

async function fillCountry({ engine, keys }: Rig, count: number): Promise<void> {
  const database = engine.openAsAdministrator('country-au');
  for (let serial = 1; serial <= count;) {
    const acts: object[] = [];
    for (; serial <= count && acts.length < 1000; serial++) {
      const sample = anImportAuthorization({ over: { number: aNumber(serial, 'AU') } });
      acts.push(withFirstRevision(await signed(sample, keys.auOfficer)));
    }
    await database.bulkDocs(acts, { new_edits: false });
  }
}

async function measure(browser: Browser, url: string, rig: Rig, acts: number): Promise<Row[]> {
  const roots = [rig.keys.root.publicKey];
  const times: Record<Way, number[]> = { ours: [], stock: [], bare: [] };
  let bytes = { packed: 0, plain: 0 };
  for (let run = 0; run < RUNS; run++) {
    for (const way of ['bare', 'ours', 'stock'] as const) {
      const context = await browser.newContext();
      const page = await context.newPage();
      await page.goto(url);
      await page.waitForFunction(() => 'bench' in globalThis);
      const counted = await countBytes(page);
      const name = `${way}-${run}-`;
      const { took, records } = await page.evaluate(
        ([of, at, keys]) => (of === 'ours' ? bench.ours(at, keys) : bench[of](at)),
        [way, name, roots] as const
      );
      if (records < acts) throw new Error(`${way}: ${records} of ${acts} records came.`);
      times[way].push(took);
      if (way === 'ours') bytes = counted();
      await context.close();
    }
  }
  return rowsOf(acts, times, bytes);
}

/** What came over the line under `/db`, heads included, and what was in it. */
async function countBytes(page: Page): Promise<() => { packed: number; plain: number }> {
  const client = await page.context().newCDPSession(page);
  const counted = { packed: 0, plain: 0 };
  client.on('Network.loadingFinished', ({ encodedDataLength }) => (counted.packed += encodedDataLength));
  client.on('Network.dataReceived', ({ dataLength }) => (counted.plain += dataLength));
  await client.send('Network.enable');
  return () => counted;
}

function rowsOf(
  acts: number,
  times: Record<Way, readonly number[]>,
  bytes: { packed: number; plain: number }
): Row[] {
  const [ours, stock, bare] = [median(times.ours), median(times.stock), median(times.bare)];
  const count = acts.toLocaleString('en');
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
      name: `bytes of a first sync of ${count} acts, gzipped, against the same plain`,
      ours: round(bytes.packed / 1000, 0),
      reference: round(bytes.plain / 1000, 0),
      unit: 'kB',
      ratio: round(bytes.packed / bytes.plain),
      goal: null,
      growth: null
    }
  ];
}
