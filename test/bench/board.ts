/**
 * The Board after a simulated year of the 53 countries of the demonstration: what lies in its database, by kind and in
 * bytes, and how long its overview takes, from the click to the drawn map and table, in Chromium on the built app.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright';
import { readSettings } from '#couch/base/env.ts';
import { startBackend, type Backend } from '#couch/start/start.ts';
import { freePort } from '../e2e/free-port.ts';
import { DesksPage } from '../e2e/pages/desks.page.ts';
import { SECRETARIAT } from '../e2e/pages/sign-in.page.ts';
import { findChromium } from '../run/find-chromium.ts';
import { median, round, type Row } from './row.ts';

const RUNS = 5;
const ROOT = join(import.meta.dirname, '../..');
/** The server counts at its start; usage of fewer months than this is not all of it. */
const TIMEOUT_MS = 120_000;

type Document = Record<string, unknown> & { readonly _id: string };

export async function benchBoard(): Promise<Row[]> {
  const home = mkdtempSync(join(tmpdir(), 'i2es-board-'));
  const port = await freePort();
  const settings = readSettings({
    ...{ PORT: String(port), HOST: 'localhost', DATA_DIR: join(home, 'data'), APP_DIR: join(ROOT, 'build') },
    ...{ DEMONSTRATION: 'yes', LOG_LEVEL: 'silent' }
  });
  const begun = performance.now();
  const backend = await startBackend({ root: ROOT, settings, say: () => undefined });
  const started = round((performance.now() - begun) / 1000, 1);
  try {
    const documents = await countedDocuments(backend);
    const rows = [
      row('the first start of the demonstration, until it answers', started, 's', 60),
      ...inventory(documents)
    ];
    const opened = await openOverview(`http://localhost:${port}`);
    return [...rows, row('the overview of it, from the click to map and table', opened, 'ms', 1000)];
  } finally {
    await backend.stop();
    rmSync(home, { recursive: true, force: true });
  }
}

function row(name: string, ours: number, unit: string, goal: number | null): Row {
  return { name: `board: ${name}`, ours, unit, goal, reference: null, ratio: null, growth: null };
}

/** Once counting has come to rest. */
async function countedDocuments({ installation }: Backend): Promise<readonly Document[]> {
  const until = performance.now() + TIMEOUT_MS;
  for (let before = -1; ;) {
    const { rows } = await installation.engine.open('incb').allDocs<Document>({ include_docs: true });
    const documents = rows.flatMap(({ id, doc }) => (doc && !id.startsWith('_design/') ? [doc] : []));
    if ((documents.length === before && documents.some(isUsage)) || performance.now() > until)
      return documents;
    before = documents.length;
    await new Promise((resolve) => setTimeout(resolve, 5_000));
  }
}

function isUsage({ _id }: Document): boolean {
  return _id.startsWith('usage:');
}

function inventory(documents: readonly Document[]): Row[] {
  const kinds = [...new Set(documents.map(({ _id }) => _id.slice(0, _id.indexOf(':'))))].sort();
  return kinds.map((kind) => {
    const own = documents.filter(({ _id }) => _id.startsWith(`${kind}:`));
    const keys = [...new Set(own.flatMap((one) => Object.keys(one)))].sort().join(' ');
    const bytes = own.reduce((sum, one) => sum + Buffer.byteLength(JSON.stringify(one)), 0);
    return row(`${own.length} × ${kind} (${keys})`, bytes, 'bytes', null);
  });
}

async function openOverview(address: string): Promise<number> {
  const executablePath = findChromium() ?? undefined;
  const browser = await chromium.launch({
    ...(executablePath ? { executablePath } : {}),
    args: ['--no-sandbox']
  });
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    const desks = new DesksPage(page);
    await desks.arrive(address, SECRETARIAT, 'Bench');
    const times: number[] = [];
    for (let run = 0; run <= RUNS; run++) {
      times.push(await clickToDrawn(page));
      await desks.go('today');
    }
    // The first fetches the map; afterwards it is kept with the app.
    return round(median(times.slice(1)));
  } finally {
    await browser.close();
  }
}

/** Measured in the page: until a country of the map has its colour and the table a row. */
function clickToDrawn(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const begun = performance.now();
    document.querySelector<HTMLAnchorElement>('nav a[href$="/overview"]')?.click();
    while (performance.now() - begun < 60_000) {
      if (document.querySelector('svg .land.active') && document.querySelector('[role="row"] a'))
        return performance.now() - begun;
      await new Promise(requestAnimationFrame);
    }
    throw new Error('The overview was not drawn within a minute.');
  });
}
