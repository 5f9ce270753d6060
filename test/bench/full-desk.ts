/**
 * What an officer waits for on a device with 50,000 documents: the app itself in Chromium with the processor slowed four
 * times, its keys and clicks counted by the browser's event timing (INP: until the next picture; processing: the work of
 * the app alone). The server is the demonstration, in which both countries have the trade of `many-trades.ts`, signed.
 */
import { chromium, type Page } from '@playwright/test';
import { storeActs } from '#couch/demonstration/store-acts.ts';
import { officeOf } from '#couch/demonstration/certificates.ts';
import { readDemonstrationKeys, type Office } from '#couch/demonstration/signing.ts';
import { openEmbeddedEngine } from '#couch/engine/engine.ts';
import { signBody } from '#lib/crypto/sign.ts';
import type { Act, ActOf } from '#lib/domain/act/body.ts';
import type { CountryCode } from '#lib/domain/ids.ts';
import { OFFICERS, PASSPHRASE, SignInPage } from '../e2e/pages/sign-in.page.ts';
import { Server } from '../e2e/server.ts';
import { Client } from '../couch/gateway/client.ts';
import { provideChromium } from '../run/find-chromium.ts';
import { aReply, AU, CH } from '../samples/acts.ts';
import { manyTrades } from './many-trades.ts';
import { cpuOf } from './process-cpu.ts';
import { median, round, type Row } from './row.ts';

const ACTS = Number(process.env['ACTS'] ?? 50_000);
const SLOWER_TIMES = 4;
const GOAL = { inp: 200, search: 16 };
/** Of the demonstration, which has smaller numbers. */
const FIRST_SERIAL = 300_000;
const FIRST_SYNC_MS = 480_000;
const QUIET_MS = 1_500;

interface Filled {
  readonly offices: Readonly<Record<'AU' | 'CH', Office>>;
  readonly orders: ActOf<'import-authorization'>[];
}

export async function benchFullDesk(): Promise<Row[]> {
  const server = await Server.start();
  await server.halt();
  const filled = await fill(server.folder);
  await server.start();
  const args = ['--disable-background-networking', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])];
  const browser = await chromium.launch({ executablePath: provideChromium(), args });
  try {
    await untilIdle(server.pid!);
    const context = await browser.newContext({ locale: 'en-GB', viewport: { width: 1280, height: 800 } });
    const page = await context.newPage();
    await page.addInitScript(watchEvents);
    await enter(page, server.address);
    await untilIdle(server.pid!);
    const partner = await Client.signIn(server.address, OFFICERS.CH.account, OFFICERS.CH.password);
    const session = await context.newCDPSession(page);
    await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWER_TIMES });
    return await answers(page, () => sendOne(partner, filled));
  } finally {
    await browser.close();
    await server.stop();
  }
}

/** The trade in both databases, as if it had been exchanged. */
export async function fill(folder: string, count = ACTS): Promise<Filled> {
  const keys = await readDemonstrationKeys(folder);
  if (!keys) throw new Error('The demonstration has no keys.');
  const officer = (country: CountryCode): Office => officeOf(country, 'officer', keys);
  const offices = { AU: officer(AU), CH: officer(CH) };
  const engine = await openEmbeddedEngine({ folder });
  const acts: Act[] = [];
  const named = new Map<string, string>();
  for (const act of manyTrades({ partners: ['CH'], first: FIRST_SERIAL })) {
    if (acts.length >= count) break;
    if (act.body.kind === 'receipt') continue;
    const seq = { AU: 1, CH: 1 };
    const { by, key } = offices[act.body.issuer as 'AU' | 'CH'];
    const text = JSON.stringify({ ...act.body, seq, by, demonstration: true });
    // The documents before it have other ids under their real signatures.
    const body = JSON.parse(text.replace(/act:[^"]+/g, (id) => named.get(id) ?? id)) as Act['body'];
    const signed = await signBody(body, key);
    named.set(act._id, signed._id);
    acts.push(signed as Act);
  }
  for (const name of ['country-au', 'country-ch']) await storeActs(engine, name, acts);
  await engine.close();
  const orders = acts.filter(({ body }) => body.kind === 'import-authorization');
  return { offices, orders: orders as ActOf<'import-authorization'>[] };
}

/** The exchange tells of each document that it has found delivered; figures are taken when it has done so. */
export async function untilIdle(pid: number): Promise<void> {
  for (let before = cpuOf(pid); ;) {
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    const now = cpuOf(pid);
    if (now - before < 200) return;
    before = now;
  }
}

export async function enter(page: Page, address: string): Promise<void> {
  const signIn = new SignInPage(page);
  await signIn.open(address);
  await signIn.signIn(OFFICERS.AU);
  await signIn.keepDataHere();
  const box = page.getByLabel('Name of this device');
  await box.waitFor({ timeout: FIRST_SYNC_MS });
  await signIn.nameDevice('Bench');
  await page.getByText('Certified', { exact: true }).waitFor({ timeout: FIRST_SYNC_MS });
  await signIn.openDesks();
  await page.getByRole('heading', { name: 'Today', level: 1 }).waitFor();
  await openPage(page, `${address}/authorizations`);
  await page.waitForFunction(() => !document.body.textContent?.includes('Not verified'), undefined, {
    timeout: FIRST_SYNC_MS
  });
}

async function openPage(page: Page, address: string): Promise<void> {
  await page.goto(address);
  const unlock = page.getByRole('button', { name: 'Unlock', exact: true });
  await unlock.or(page.getByRole('navigation')).first().waitFor({ timeout: FIRST_SYNC_MS });
  if (await unlock.isVisible()) await new SignInPage(page).unlock(PASSPHRASE);
  await page.getByRole('heading', { level: 1 }).first().waitFor({ timeout: FIRST_SYNC_MS });
}

/** A partner asks about an authorization: its row in the register changes. */
export async function sendOne(partner: Client, { offices, orders }: Filled): Promise<void> {
  const { by, key } = offices.CH;
  const order = orders.pop();
  if (!order) throw new Error('The trade has no order left.');
  const asked = aReply(order, { at: new Date().toISOString() }).body;
  const body = { ...asked, by, demonstration: true } as Act['body'];
  const refused = await partner.push('country-ch', [await signBody(body, key)]);
  if (Object.keys(refused).length > 0) throw new Error(JSON.stringify(refused));
}

interface Seen {
  readonly duration: number;
  readonly work: number;
}

/** In the page. */
function watchEvents(): void {
  const events: Seen[] = [];
  Object.assign(globalThis, { events });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as PerformanceEventTiming[])
      // The letter itself arrives as `input`, which belongs to the interaction of its key.
      if (entry.interactionId || entry.name === 'input')
        events.push({
          duration: entry.interactionId ? entry.duration : 0,
          work: entry.processingEnd - entry.processingStart
        });
  }).observe({ type: 'event', buffered: true, durationThreshold: 16 } as PerformanceObserverInit);
}

/** The work of `act`, as the browser counted it; an event that took less than 16 ms is not told apart. */
async function watch(page: Page, act: () => Promise<unknown>): Promise<readonly Seen[]> {
  await page.evaluate(() => ((globalThis as unknown as { events: Seen[] }).events.length = 0));
  await act();
  await page.waitForTimeout(QUIET_MS);
  return page.evaluate(() => [...(globalThis as unknown as { events: Seen[] }).events]);
}

async function answers(page: Page, sendOne: () => Promise<void>): Promise<Row[]> {
  const address = new URL(page.url()).origin;
  const rows: Row[] = [];
  const tell = (name: string, seen: readonly Seen[], search = false): void => {
    const inp = Math.max(0, ...seen.map(({ duration }) => duration));
    const work = seen.map((one) => one.work);
    rows.push(rowOf(`${name}: longest answer (INP)`, inp, GOAL.inp));
    rows.push(
      rowOf(`${name}: processing of a key or click, median`, median(work), search ? GOAL.search : null)
    );
    rows.push(rowOf(`${name}: processing of a key or click, longest`, Math.max(0, ...work), null));
  };
  const search = page.getByRole('searchbox').first();
  await search.waitFor();
  await page.waitForTimeout(5_000);
  tell(
    'typing in the search of the register',
    await watch(page, () => type(page, search, 'morphine 300123')),
    true
  );
  await search.fill('');
  await page.waitForTimeout(QUIET_MS);
  tell(
    'typing in the search while a document arrives',
    await watch(page, async () => {
      await sendOne();
      await type(page, search, 'company 77 switzerland');
    }),
    true
  );
  await search.fill('');
  for (const column of ['Number', 'Partner', 'Status'])
    tell(
      `sorting the register by ${column.toLowerCase()}`,
      await watch(page, () =>
        page.getByRole('columnheader', { name: column }).getByRole('button').first().click()
      )
    );
  tell(
    'filtering the register by direction',
    await watch(page, async () => {
      await page.getByRole('tab', { name: /^Received/ }).click();
      await page.getByRole('tab', { name: /^All/ }).click();
    })
  );
  await page.goto(`${address}/authorizations/new`);
  const name = page.locator('[data-path="importerName"] input').first();
  await name.waitFor({ timeout: FIRST_SYNC_MS });
  await page.waitForTimeout(8_000);
  tell(
    'typing in the form of an authorization',
    await watch(page, () => type(page, name, 'Company 77 Limited'))
  );
  const typing = await watch(page, async () => {
    await sendOne();
    await type(page, name, ' of Western Australia');
  });
  tell('typing in the form while a document arrives', typing);
  return rows;
}

/** At the pace of a fast typist. */
async function type(page: Page, field: ReturnType<Page['locator']>, text: string): Promise<void> {
  await field.focus();
  await page.keyboard.press('End');
  await page.keyboard.type(text, { delay: 120 });
}

function rowOf(name: string, ours: number, goal: number | null): Row {
  const at = `${ACTS.toLocaleString('en')} documents, processor ${SLOWER_TIMES} times slower: `;
  return {
    name: at + name,
    ours: round(ours, 1),
    reference: null,
    unit: 'ms',
    ratio: null,
    goal,
    growth: null
  };
}
