/**
 * JavaScript up to the first usable desk: a new browser, an empty cache, a sign-in, the sealed store filled,
 * Today in view with the sentences of its rows. Every script that had come by then, packed by gzip at its default
 * level and by brotli at its best (as the server sends them), and of them what had come when the desk was first
 * drawn; the service worker fetches in its own time and is not counted.
 */
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { chromium, type Page, type Response } from '@playwright/test';
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
    const scripts = collectScripts(page);
    await page.addInitScript(markDesk);
    await reachDesk(page, server.address);
    const [usable, drawn] = await page.evaluate(comeBeforeDesk);
    const rowsOf = async (name: string, urls: readonly string[], isJudged: boolean): Promise<Row[]> => {
      const bodies = await Promise.all(urls.flatMap((url) => scripts.get(url)?.body() ?? []));
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

function collectScripts(page: Page): Map<string, Response> {
  const scripts = new Map<string, Response>();
  page.on('response', (response) => {
    const isScript = response.request().resourceType() === 'script' && response.ok();
    if (isScript && !scripts.has(response.url())) scripts.set(response.url(), response);
  });
  return scripts;
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
  const isDrawn = (): boolean => document.querySelector('h1')?.textContent.trim() === 'Today';
  const isUsable = (): boolean => isDrawn() && /ask Switzerland to/i.test(document.body.textContent);
  const waiting = new Map([
    ['drawn', isDrawn],
    ['usable', isUsable]
  ]);
  const observer = new MutationObserver(() => {
    for (const [name, isReached] of waiting)
      if (isReached()) {
        performance.mark(name);
        waiting.delete(name);
      }
    if (waiting.size === 0) observer.disconnect();
  });
  observer.observe(document, { childList: true, subtree: true, characterData: true });
}

/** Addresses of the scripts that had come by then. */
function comeBeforeDesk(): [usable: string[], drawn: string[]] {
  const scripts = (performance.getEntriesByType('resource') as PerformanceResourceTiming[]).filter(
    ({ name }) => /\.js$/.test(name)
  );
  const before = (mark: string): string[] => {
    const desk = performance.getEntriesByName(mark)[0];
    if (!desk) throw new Error(`The desk was not ${mark}.`);
    return scripts.filter(({ responseEnd }) => responseEnd <= desk.startTime).map(({ name }) => name);
  };
  return [before('usable'), before('drawn')];
}
