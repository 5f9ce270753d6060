/**
 * Opening the desks with 10,000 acts against a bare `allDocs` of the same sealed database, in Chromium on
 * IndexedDB, each run in a fresh page. Unwrapping the data key (PBKDF2, slow on purpose) is in neither figure.
 */
import type { Browser, Page } from 'playwright';
import { withBenchPage } from './in-browser.ts';
import { median, round, type Row } from './row.ts';

interface Bench {
  fill(prefix: string, count: number): Promise<number>;
  openDesk(prefix: string): Promise<{ took: number; rows: number; dossiers: number }>;
  readBare(prefix: string): Promise<{ took: number; rows: number }>;
}

declare const bench: Bench;

const ACTS = 10_000;
const RUNS = 5;

export function benchDesk(): Promise<Row[]> {
  return withBenchPage('open-desk', measure);
}

async function measure(browser: Browser, url: string): Promise<Row[]> {
  const context = await browser.newContext();
  const fresh = async <T>(work: (page: Page) => Promise<T>): Promise<T> => {
    const page = await context.newPage();
    await page.goto(url);
    await page.waitForFunction(() => 'bench' in globalThis);
    const result = await work(page);
    await page.close();
    return result;
  };
  const verifying = await fresh((page) => page.evaluate((count) => bench.fill('full-', count), ACTS));
  await fresh((page) => page.evaluate((count) => bench.fill('half-', count), ACTS / 2));
  const full = await compare(fresh, 'full-');
  const half = await compare(fresh, 'half-');
  const name = `desk and register laid out, ${ACTS.toLocaleString('en')} acts (${full.dossiers} dossiers, ${full.rows} rows)`;
  const ratio = round(full.ours / full.bare);
  return [
    {
      name,
      ours: round(full.ours, 0),
      reference: round(full.bare, 0),
      unit: 'ms',
      ratio,
      goal: 2.5,
      growth: round(full.ours / half.ours)
    },
    {
      name: `first verification of ${ACTS.toLocaleString('en')} signatures, in the background`,
      ours: round(verifying, 0),
      reference: null,
      unit: 'ms',
      ratio: null,
      goal: null,
      growth: null
    }
  ];
}

async function compare(fresh: <T>(work: (page: Page) => Promise<T>) => Promise<T>, prefix: string) {
  const ours: number[] = [];
  const bare: number[] = [];
  let laid = { rows: 0, dossiers: 0 };
  for (let run = 0; run < RUNS; run++) {
    bare.push((await fresh((page) => page.evaluate((at) => bench.readBare(at), prefix))).took);
    const opened = await fresh((page) => page.evaluate((at) => bench.openDesk(at), prefix));
    ours.push(opened.took);
    laid = opened;
  }
  return { ours: median(ours), bare: median(bare), ...laid };
}
