/**
 * Opening the desks with 10,000 acts against a bare `allDocs` of the same sealed database, in Chromium on
 * IndexedDB, each run in a fresh page. Unwrapping the data key (PBKDF2, slow on purpose) is in neither figure.
 */
import { fileURLToPath } from 'node:url';
import { chromium, type Browser, type Page } from 'playwright';
import { build, preview } from 'vite';
import { findChromium } from '../run/find-chromium.ts';
import { median, round, type Row } from './row.ts';

interface Bench {
  fill(prefix: string, count: number): Promise<number>;
  openDesk(prefix: string): Promise<{ took: number; rows: number; dossiers: number }>;
  readBare(prefix: string): Promise<{ took: number; rows: number }>;
}

declare const bench: Bench;

const ACTS = 10_000;
const RUNS = 5;

export async function benchDesk(): Promise<Row[]> {
  const root = fileURLToPath(new URL('./open-desk', import.meta.url));
  const outDir = fileURLToPath(new URL('../../node_modules/.cache/i2es-bench', import.meta.url));
  const settings = {
    root,
    configFile: false as const,
    logLevel: 'error' as const,
    define: { global: 'globalThis' }
  };
  await build({ ...settings, build: { outDir, emptyOutDir: true, target: 'es2022' } });
  const server = await preview({ ...settings, build: { outDir }, preview: { port: 0, host: '127.0.0.1' } });
  const executablePath = findChromium() ?? undefined;
  const browser = await chromium.launch({
    ...(executablePath ? { executablePath } : {}),
    args: ['--no-sandbox']
  });
  try {
    return await measure(browser, server.resolvedUrls?.local[0] ?? '');
  } finally {
    await browser.close();
    await server.close();
  }
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
