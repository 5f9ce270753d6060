/**
 * JavaScript up to the first usable desk: a new browser, an empty cache, a sign-in, the sealed store filled,
 * Today in view with the sentences of its rows. Every script that had come by then, packed by gzip at its default
 * level and by brotli at its best (as the server sends them), and of them what had come when the desk was first
 * drawn; the service worker fetches in its own time and is not counted.
 */
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { chromium, type Page } from '@playwright/test';
import { OFFICERS, SignInPage } from '../e2e/pages/sign-in.page.ts';
import { Server } from '../e2e/server.ts';
import { provideChromium } from '../run/find-chromium.ts';
import { round, type Row } from './row.ts';

const PACKERS = [
  { packer: 'gzip', pack: gzipSync, goalKb: 200 },
  { packer: 'brotli', pack: brotliCompressSync, goalKb: 170 }
] as const;

export async function benchFirstDesk(): Promise<Row[]> {
  const server = await Server.start();
  const isRoot = process.getuid?.() === 0;
  const args = ['--disable-background-networking', ...(isRoot ? ['--no-sandbox'] : [])];
  const browser = await chromium.launch({ executablePath: provideChromium(), args });
  try {
    const context = await browser.newContext({ serviceWorkers: 'block', locale: 'en-GB' });
    const page = await context.newPage();
    await page.addInitScript(markDesk);
    await reachDesk(page, server.address);
    const [usable = [], drawn = []] = await page.evaluate(comeBefore, ['usable', 'drawn']);
    const rowsOf = async (name: string, urls: readonly string[], isJudged: boolean): Promise<Row[]> => {
      // Asked again: the browser keeps no body of a script that a worker has fetched.
      const bodies = await Promise.all(urls.map(async (url) => (await context.request.get(url)).body()));
      return PACKERS.map(({ packer, pack, goalKb }) => {
        const bytes = bodies.reduce((sum, body) => sum + pack(new Uint8Array(body)).length, 0);
        const told = {
          name: `${name} (${bodies.length} files)`,
          ours: round(bytes / 1000, 1),
          unit: `kB ${packer}`
        };
        return { ...told, reference: null, ratio: null, goal: isJudged ? goalKb : null, growth: null };
      });
    };
    return [
      ...(await rowsOf('JavaScript to the first usable desk', usable, true)),
      ...(await rowsOf('JavaScript to the first desk as it is drawn', drawn, false))
    ];
  } finally {
    await browser.close();
    await server.stop();
  }
}

async function reachDesk(page: Page, address: string): Promise<void> {
  const signIn = new SignInPage(page);
  await signIn.open(address);
  await signIn.signIn(OFFICERS.AU);
  await signIn.keepDataHere();
  await signIn.nameDevice('Bench');
  await page.getByText('Certified', { exact: true }).waitFor();
  await signIn.openDesks();
  await page.getByRole('heading', { name: 'Today', level: 1 }).waitFor();
  // The sentence of a difference is what Today asks for last.
  await page
    .getByText(/[Aa]sk Switzerland to/)
    .first()
    .waitFor();
}

/** In the page: notes the moments in which the desk is drawn and has its sentences, which a look from outside finds later. */
function markDesk(): void {
  const observer = new MutationObserver(() => {
    if (document.querySelector('h1')?.textContent.trim() !== 'Today') return;
    if (performance.getEntriesByName('drawn').length === 0) performance.mark('drawn');
    if (!/ask Switzerland to/i.test(document.body.textContent)) return;
    performance.mark('usable');
    observer.disconnect();
  });
  observer.observe(document, { childList: true, subtree: true, characterData: true });
}

/** In the page: addresses of the scripts that had come by each moment. */
function comeBefore(marks: readonly string[]): string[][] {
  const entries = performance.getEntriesByType('resource') as PerformanceResourceTiming[];
  return marks.map((mark) => {
    const moment = performance.getEntriesByName(mark)[0];
    if (!moment) throw new Error(`The desk was never ${mark}.`);
    const before = entries.filter(({ responseEnd }) => responseEnd <= moment.startTime);
    // Several workers have the same script.
    return [...new Set(before.map(({ name }) => name))].filter((name) => /\.js$/.test(name));
  });
}
