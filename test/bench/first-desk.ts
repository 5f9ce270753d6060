/**
 * JavaScript up to the first usable desk: a new browser, an empty cache, a sign-in, the sealed store filled,
 * Today in view. Every script that the page loaded by then, gzip at its default level; the service worker
 * fetches in its own time and is not counted.
 */
import { gzipSync } from 'node:zlib';
import { chromium, type Page } from '@playwright/test';
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
    await reachDesk(page, server.address);
    const bodies = await Promise.all(scripts.values());
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

function collectScripts(page: Page): Map<string, Promise<Buffer>> {
  const scripts = new Map<string, Promise<Buffer>>();
  page.on('response', (response) => {
    const isScript = response.request().resourceType() === 'script' && response.ok();
    if (isScript && !scripts.has(response.url())) scripts.set(response.url(), response.body());
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
