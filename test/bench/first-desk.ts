/**
 * JavaScript up to the first usable desk: a new browser, an empty cache, a sign-in, the sealed store filled,
 * Today in view. Every script that had come when the desk was drawn, gzip at its default level; what the
 * drawn desk then asks for, and the service worker, come in their own time and are not counted.
 */
import { gzipSync } from 'node:zlib';
import { chromium, type Page, type Response } from '@playwright/test';
import { OFFICERS, SignInPage } from '../e2e/pages/sign-in.page.ts';
import { Server } from '../e2e/server.ts';
import { provideChromium } from '../run/find-chromium.ts';
import { round, type Row } from './row.ts';

const GOAL_KB = 180;

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
    const come = await page.evaluate(comeBeforeDesk);
    const bodies = await Promise.all(come.flatMap((url) => scripts.get(url)?.body() ?? []));
    const bytes = bodies.reduce((sum, body) => sum + gzipSync(new Uint8Array(body)).length, 0);
    const kilobytes = round(bytes / 1000, 1);
    const name = `JavaScript to the first usable desk (${bodies.length} files)`;
    return [
      { name, ours: kilobytes, reference: null, unit: 'kB gzip', ratio: null, goal: GOAL_KB, growth: null }
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
}

/** In the page: notes the moment in which the desk is drawn, which a look from outside finds much later. */
function markDesk(): void {
  const observer = new MutationObserver(() => {
    const title = document.querySelector('h1');
    if (title?.textContent.trim() !== 'Today') return;
    performance.mark('desk');
    observer.disconnect();
  });
  observer.observe(document, { childList: true, subtree: true, characterData: true });
}

function comeBeforeDesk(): string[] {
  const desk = performance.getEntriesByName('desk')[0];
  if (!desk) throw new Error('No desk was drawn.');
  const scripts = (performance.getEntriesByType('resource') as PerformanceResourceTiming[]).filter(
    ({ name }) => /\.js$/.test(name)
  );
  return scripts.filter(({ responseEnd }) => responseEnd <= desk.startTime).map(({ name }) => name);
}
