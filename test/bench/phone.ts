/**
 * An installed phone with 5,000 documents, its processor six times slower: from its address to Today usable, as it starts
 * and after a reload; then all that it does while nobody touches it. Chromium slows the page itself, not its workers. The
 * server is the demonstration with the trade of `many-trades.ts`.
 */
import { chromium, type BrowserContext, type Page, type Request } from '@playwright/test';
import { waitUntilKept } from '../e2e/pages/line.page.ts';
import { SignInPage } from '../e2e/pages/sign-in.page.ts';
import { Server } from '../e2e/server.ts';
import { provideChromium } from '../run/find-chromium.ts';
import { enter, fill, untilIdle } from './full-desk.ts';
import { median, round, type Row } from './row.ts';

const ACTS = Number(process.env['ACTS'] ?? 5_000);
const SLOWER_TIMES = 6;
const GOAL_MS = 2_500;
const RUNS = 3;
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, locale: 'en-GB' };
/** After the work of a start: parts fetched for later, the snapshot of the index. */
const SETTLE_MS = 20_000;
/** The service worker keeps the key of a closed page for 15 seconds, for a reload. */
const FORGOTTEN_MS = 16_000;
const IDLE_MS = Number(process.env['IDLE_SECONDS'] ?? 600) * 1_000;

export async function benchPhone(): Promise<Row[]> {
  const server = await Server.start();
  await server.halt();
  await fill(server.folder, ACTS);
  await server.start();
  const args = ['--disable-background-networking', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])];
  const browser = await chromium.launch({ executablePath: provideChromium(), args });
  try {
    await untilIdle(server.pid!);
    const context = await browser.newContext(PHONE);
    await context.addInitScript(watchPage);
    const first = await context.newPage();
    await enter(first, server.address);
    await waitUntilKept(first);
    await untilIdle(server.pid!);
    // The index is kept when the page is quiet.
    await first.waitForTimeout(SETTLE_MS);
    await first.close();
    return [...(await openRows(context, server.address)), ...(await idleRows(context, server.address))];
  } finally {
    await browser.close();
    await server.stop();
  }
}

interface Watched {
  readonly wakeups: Record<string, number>;
  today: number;
  asked: number;
  pressed: number;
}

/** In the page: the moments of a start, and each timer that wakes it, by its delay. */
function watchPage(): void {
  const watched: Watched = { wakeups: {}, today: 0, asked: 0, pressed: 0 };
  Object.assign(globalThis, { watched });
  for (const name of ['setTimeout', 'setInterval'] as const) {
    const usual = globalThis[name] as (run: () => void, delay?: number, ...more: unknown[]) => number;
    Object.assign(globalThis, {
      [name]: (run: () => void, delay = 0, ...more: unknown[]) => {
        const told = `${name} ${delay} ms`;
        return usual(
          (...given: []) => {
            watched.wakeups[told] = (watched.wakeups[told] ?? 0) + 1;
            if (typeof run === 'function') run(...given);
          },
          delay,
          ...more
        );
      }
    });
  }
  addEventListener('click', () => (watched.pressed ||= performance.now()), { capture: true });
  new MutationObserver(() => {
    if (document.querySelector('input[type=password]')) watched.asked ||= performance.now();
    const isToday = document.querySelector('h1')?.textContent.trim() === 'Today';
    if (isToday && document.querySelector('main a[href]')) watched.today ||= performance.now();
  }).observe(document, { childList: true, subtree: true });
}

/** The next picture after Today is drawn is when it answers. */
async function whenUsable(page: Page): Promise<Watched> {
  await page.waitForFunction(() => (globalThis as unknown as { watched: Watched }).watched.today > 0);
  return page.evaluate(async () => {
    await new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn)));
    return (globalThis as unknown as { watched: Watched }).watched;
  });
}

async function slowed(context: BrowserContext): Promise<Page> {
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWER_TIMES });
  return page;
}

async function openRows(context: BrowserContext, address: string): Promise<Row[]> {
  const [box, opened, reloaded]: [number[], number[], number[]] = [[], [], []];
  for (let run = 0; run < RUNS; run++) {
    const page = await slowed(context);
    await page.waitForTimeout(FORGOTTEN_MS);
    await page.goto(`${address}/today`);
    await new SignInPage(page).unlock();
    const start = await whenUsable(page);
    box.push(start.asked);
    opened.push(start.today - start.pressed);
    await page.reload();
    reloaded.push((await whenUsable(page)).today);
    await page.close();
  }
  const whole = box.map((took, run) => took + opened[run]!);
  return [
    rowOf('from the address to the box for the passphrase', box, null),
    rowOf('from the passphrase to Today usable, with its key made from the passphrase', opened, null),
    rowOf('from the address to Today usable, without the typing', whole, GOAL_MS),
    rowOf('from a reload to Today usable', reloaded, GOAL_MS)
  ];
}

function rowOf(name: string, times: readonly number[], goal: number | null): Row {
  const at = `${ACTS.toLocaleString('en')} documents, processor ${SLOWER_TIMES} times slower: `;
  return { ...BARE, name: at + name, ours: round(median(times), 0), unit: 'ms', goal };
}

const BARE = { reference: null, ratio: null, goal: null, growth: null };
const isLongPoll = (request: Request): boolean => /[?&](?:feed=longpoll|wait=)/.test(request.url());

async function idleRows(context: BrowserContext, address: string): Promise<Row[]> {
  const page = await context.newPage();
  await page.waitForTimeout(FORGOTTEN_MS);
  await page.goto(`${address}/today`);
  await new SignInPage(page).unlock();
  await whenUsable(page);
  await page.waitForTimeout(SETTLE_MS);
  const requests: Request[] = [];
  context.on('request', (request) => requests.push(request));
  const woken = (): Promise<Record<string, number>> =>
    page.evaluate(() => ({ ...(globalThis as unknown as { watched: Watched }).watched.wakeups }));
  const before = await woken();
  await page.waitForTimeout(IDLE_MS);
  const after = await woken();
  const wakeups = Object.entries(after)
    .map(([name, count]) => [name, count - (before[name] ?? 0)] as const)
    .filter(([, count]) => count > 0);
  const others = requests.filter((request) => !isLongPoll(request));
  const idle = `nobody touches the phone for ${IDLE_MS / 1_000} s`;
  return [
    {
      ...BARE,
      name: `${idle}: requests other than long polls${listed(countBy(others))}`,
      ours: others.length,
      unit: 'requests',
      goal: 0
    },
    {
      ...BARE,
      name: `${idle}: long polls begun${listed(countBy(requests.filter(isLongPoll)))}`,
      ours: requests.length - others.length,
      unit: 'requests'
    },
    {
      ...BARE,
      name: `${idle}: timers that woke the page${listed(wakeups)}`,
      ours: wakeups.reduce((sum, [, count]) => sum + count, 0),
      unit: 'timers'
    }
  ];
}

function countBy(requests: readonly Request[]): (readonly [string, number])[] {
  const counts = new Map<string, number>();
  for (const request of requests) {
    const name = `${request.method()} ${new URL(request.url()).pathname}`;
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts];
}

function listed(counts: readonly (readonly [string, number])[]): string {
  return counts.length === 0 ? '' : ` (${counts.map(([name, count]) => `${name} × ${count}`).join(', ')})`;
}
