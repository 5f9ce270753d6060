/**
 * Opening the desks with 10,000 and 50,000 acts against a bare `allDocs` of the same sealed database, in Chromium on
 * IndexedDB, each run in a fresh page: with all documents read, and with the rows kept from the last time. Unwrapping
 * the data key (PBKDF2, slow on purpose) is in neither figure.
 */
import type { Browser, Page } from 'playwright';
import { heapBytes, heapRows, heldParts, megabytes } from './heap.ts';
import { withBenchPage } from './in-browser.ts';
import { median, round, type Row } from './row.ts';

interface Opened {
  readonly took: number;
  readonly rows: number;
}

interface Bench {
  fill(prefix: string, count: number): Promise<number>;
  openDesk(prefix: string): Promise<Opened & { readonly dossiers: number }>;
  openRows(prefix: string): Promise<Opened & { readonly whole: number; readonly longest: number }>;
  readBare(prefix: string): Promise<Opened>;
  hold(prefix: string): Promise<void>;
}

declare const bench: Bench;

const SIZES = [10_000, 50_000] as const;
const RUNS = 5;

type Fresh = <T>(work: (page: Page) => Promise<T>) => Promise<T>;

export function benchDesk(): Promise<Row[]> {
  return withBenchPage('open-desk', measure);
}

async function measure(browser: Browser, url: string): Promise<Row[]> {
  const rows: Row[] = [];
  for (const acts of SIZES) {
    const context = await browser.newContext();
    rows.push(...(await measureSize(acts, (work) => inFreshPage(context.newPage(), url, work))));
    await context.close();
  }
  return rows;
}

async function inFreshPage<T>(
  opened: Promise<Page>,
  url: string,
  work: (page: Page) => Promise<T>
): Promise<T> {
  const page = await opened;
  await page.goto(url);
  await page.waitForFunction(() => 'bench' in globalThis);
  const result = await work(page);
  await page.close();
  return result;
}

async function measureSize(acts: number, fresh: Fresh): Promise<Row[]> {
  const verifying = await fresh((page) => page.evaluate((count) => bench.fill('full-', count), acts));
  await fresh((page) => page.evaluate((count) => bench.fill('half-', count), acts / 2));
  const full = await compare(fresh, 'full-');
  const half = await compare(fresh, 'half-');
  const count = acts.toLocaleString('en');
  const alone = { reference: null, ratio: null, goal: null, growth: null, unit: 'ms' };
  const beside = { reference: round(full.bare, 0), unit: 'ms' };
  return [
    {
      ...beside,
      name: `desk and register laid out, ${count} acts (${full.dossiers} dossiers, ${full.rows} rows)`,
      ours: round(full.ours, 0),
      ratio: round(full.ours / full.bare),
      goal: 2.5,
      growth: round(full.ours / half.ours)
    },
    {
      ...beside,
      name: `Today usable on the rows of the last time, ${count} acts`,
      ours: round(full.kept, 0),
      ratio: round(full.kept / full.bare),
      goal: 0.5,
      growth: round(full.kept / half.kept)
    },
    { ...alone, name: `all documents read after that, ${count} acts`, ours: round(full.whole, 0) },
    { ...alone, name: `longest wait of the page meanwhile, ${count} acts`, ours: round(full.longest, 0) },
    {
      ...alone,
      name: `first verification of ${count} signatures, in the background`,
      ours: round(verifying, 0)
    },
    ...(await fresh((page) => memoryRows(page, acts)))
  ];
}

/** A snapshot of 50,000 is longer than a text can be, so its causes are counted for 10,000. */
async function memoryRows(page: Page, acts: number): Promise<Row[]> {
  const before = await heapBytes(page);
  await page.evaluate(() => bench.hold('full-'));
  const what = `memory with ${acts.toLocaleString('en')} acts`;
  const whole = megabytes(`${what}, more than an empty page`, (await heapBytes(page)) - before);
  return acts > SIZES[0] ? [whole] : [whole, ...heapRows(what, await heldParts(page))];
}

async function compare(fresh: Fresh, prefix: string) {
  const [ours, bare, kept, whole, longest]: [number[], number[], number[], number[], number[]] = [
    [],
    [],
    [],
    [],
    []
  ];
  let laid = { rows: 0, dossiers: 0 };
  for (let run = 0; run < RUNS; run++) {
    bare.push((await fresh((page) => page.evaluate((at) => bench.readBare(at), prefix))).took);
    const opened = await fresh((page) => page.evaluate((at) => bench.openDesk(at), prefix));
    ours.push(opened.took);
    laid = opened;
    const shown = await fresh((page) => page.evaluate((at) => bench.openRows(at), prefix));
    kept.push(shown.took);
    whole.push(shown.whole);
    longest.push(shown.longest);
  }
  return {
    ours: median(ours),
    bare: median(bare),
    kept: median(kept),
    whole: median(whole),
    longest: median(longest),
    rows: laid.rows,
    dossiers: laid.dossiers
  };
}
