/**
 * What a person with a slow phone waits for: largest contentful paint and shifts of the public pages and the sign-in on
 * a first visit, and of the desks opened anew from what the browser keeps, and the longest answer to a key or a tap
 * (INP) on the desks. The phone is Chromium's: 390 x 844, a processor four times slower, 1.6 Mbit/s down and 150 ms
 * there and back, as Lighthouse's "slow 4G" has it; the goals are web.dev's for "good" (2.5 s, 0.1, 200 ms).
 */
import { chromium, type BrowserContext, type Page } from '@playwright/test';
import { OFFICERS, SignInPage } from '../e2e/pages/sign-in.page.ts';
import { waitUntilPagesKept } from '../e2e/pages/line.page.ts';
import { Server } from '../e2e/server.ts';
import { provideChromium } from '../run/find-chromium.ts';
import { round, type Row } from './row.ts';

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, locale: 'en-GB' };
const SLOW = {
  offline: false,
  latency: 150,
  downloadThroughput: 1_600_000 / 8,
  uploadThroughput: 750_000 / 8
};
const SLOWER_TIMES = 4;
const GOAL = { lcp: 2_500, cls: 0.1, inp: 200 };
/** The page is quiet: nothing was drawn larger, or shifted, for so long. */
const QUIET_MS = 3_000;

const PUBLIC_PAGES = ['/', '/en', '/en/how', '/training', '/who', '/sign-in'];
const DESKS = ['/today', '/authorizations', '/partners', '/matching'];

interface Vitals {
  lcp: number;
  cls: number;
  inp: number;
  at: number;
}

export async function benchVitals(): Promise<Row[]> {
  const server = await Server.start();
  const args = ['--disable-background-networking', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])];
  const browser = await chromium.launch({ executablePath: provideChromium(), args });
  const rows: Row[] = [];
  try {
    for (const path of PUBLIC_PAGES) {
      const context = await browser.newContext({ ...PHONE, serviceWorkers: 'block' });
      rows.push(
        ...paintRows(`first visit of ${path}`, await visit(await slowPage(context), server.address + path))
      );
      await context.close();
    }
    const context = await browser.newContext(PHONE);
    await enter(await context.newPage(), server.address);
    const page = await slowPage(context);
    for (const path of DESKS)
      rows.push(...paintRows(`desk ${path} again`, await visit(page, server.address + path)));
    return [...rows, ...(await answerRows(page, server.address))];
  } finally {
    await browser.close();
    await server.stop();
  }
}

async function enter(page: Page, address: string): Promise<void> {
  const signIn = new SignInPage(page);
  await signIn.open(address);
  await signIn.signIn(OFFICERS.AU);
  await signIn.keepDataHere();
  await signIn.nameDevice('Bench');
  await page.getByText('Certified', { exact: true }).waitFor();
  await signIn.openDesks();
  await page.getByRole('heading', { name: 'Today', level: 1 }).waitFor();
  await waitUntilPagesKept(page);
}

async function slowPage(context: BrowserContext): Promise<Page> {
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Network.emulateNetworkConditions', SLOW);
  await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWER_TIMES });
  await page.addInitScript(watchVitals);
  return page;
}

/** In the page: the entries that the browser itself counts. No function is named here: its name would need a helper that the page lacks. */
function watchVitals(): void {
  const vitals: Vitals = { lcp: 0, cls: 0, inp: 0, at: performance.now() };
  (globalThis as { vitals?: Vitals }).vitals = vitals;
  for (const type of ['largest-contentful-paint', 'layout-shift', 'event'])
    new PerformanceObserver((list) => {
      vitals.at = performance.now();
      for (const entry of list.getEntries() as (PerformanceEntry & Counted)[]) {
        if (type === 'largest-contentful-paint') vitals.lcp = entry.startTime;
        if (type === 'layout-shift' && !entry.hadRecentInput) vitals.cls += entry.value ?? 0;
        if (type === 'event' && entry.interactionId) vitals.inp = Math.max(vitals.inp, entry.duration);
      }
    }).observe({ type, buffered: true, durationThreshold: 16 } as PerformanceObserverInit);
}

/** What the entries of the three kinds bear beside what all of them do. */
interface Counted {
  readonly value?: number;
  readonly hadRecentInput?: boolean;
  readonly interactionId?: number;
}

async function visit(page: Page, url: string): Promise<Vitals> {
  await page.goto(url);
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  const vitals = await readVitals(page);
  if (vitals.lcp === 0) throw new Error(`Chromium counted nothing on ${url}.`);
  return vitals;
}

async function readVitals(page: Page): Promise<Vitals> {
  const vitals = await page.waitForFunction((quiet) => {
    const { vitals: seen } = globalThis as { vitals?: Vitals };
    return seen && performance.now() - seen.at > quiet ? seen : null;
  }, QUIET_MS);
  return (await vitals.jsonValue()) as Vitals;
}

/** Taps and keys on the desks, as an officer gives them; each desk is a page of its own life. */
async function answerRows(page: Page, address: string): Promise<Row[]> {
  await page.goto(`${address}/authorizations`);
  const search = page.getByRole('searchbox').first();
  await search.waitFor();
  await search.pressSequentially('morphine');
  const searched = await readVitals(page);
  await page.goto(`${address}/today`);
  await page.locator('main').getByRole('link').first().tap();
  const tapped = await readVitals(page);
  return [
    rowOf('longest answer to a key in the search of the register', searched.inp, 'ms', GOAL.inp),
    rowOf('answer to a tap on the first row of Today', tapped.inp, 'ms', GOAL.inp)
  ];
}

function paintRows(name: string, { lcp, cls }: Vitals): Row[] {
  return [
    rowOf(`largest contentful paint, ${name}`, Math.round(lcp), 'ms', GOAL.lcp),
    rowOf(`layout shift, ${name}`, round(cls, 3), '', GOAL.cls)
  ];
}

function rowOf(name: string, ours: number, unit: string, goal: number): Row {
  return { name, ours, reference: null, unit, ratio: null, goal, growth: null };
}
