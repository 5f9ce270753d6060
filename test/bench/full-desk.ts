/**
 * What an officer waits for on a device with 50,000 documents: the app itself in Chromium with the processor slowed four
 * times, its keys and clicks counted by the browser's event timing (INP: until the next picture; processing: the work of
 * the app alone). The server is the demonstration, in which both countries have the trade of `many-trades.ts`, signed.
 */
import { chromium, type Locator, type Page } from '@playwright/test';
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

/** Trade between the two countries of the demonstration, signed by their officers. */
export async function signTrades(folder: string, count: number) {
  const keys = await readDemonstrationKeys(folder);
  if (!keys) throw new Error('The demonstration has no keys.');
  const officer = (country: CountryCode): Office => officeOf(country, 'officer', keys);
  const offices = { AU: officer(AU), CH: officer(CH) };
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
  return { offices, acts };
}

/** The trade in both databases, as if it had been exchanged. */
export async function fill(folder: string, count = ACTS): Promise<Filled> {
  const { offices, acts } = await signTrades(folder, count);
  const engine = await openEmbeddedEngine({ folder });
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
  // Figures are taken when every signature has been checked.
  await openPage(page, `${address}/authorizations?status=not-verified`);
  await page.getByText('No results for your search').first().waitFor({ timeout: FIRST_SYNC_MS });
  await openPage(page, `${address}/authorizations`);
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

/** One of the browser's entries. */
interface Seen {
  readonly id: number;
  readonly name: string;
  readonly start: number;
  readonly end: number;
  readonly duration: number;
}

/** In the page. */
function watchEvents(): void {
  const events: Seen[] = [];
  Object.assign(globalThis, { events });
  new PerformanceObserver((list) => {
    // Its members are not its own, so that they are not copied by a rest pattern.
    for (const one of list.getEntries() as PerformanceEventTiming[])
      events.push({
        id: one.interactionId,
        name: one.name,
        start: one.startTime,
        end: one.processingEnd,
        duration: one.duration
      });
  }).observe({ type: 'event', buffered: true, durationThreshold: 16 } as PerformanceObserverInit);
}

/** A key press or a click with all its events, in ms. */
interface Interaction {
  readonly names: readonly string[];
  /** Until the app has done its work. */
  readonly answer: number;
  /** Until the next picture, as INP counts it. */
  readonly shown: number;
}

/** The letter itself arrives as `input`, which belongs to the key press before it. */
function interactionsOf(seen: readonly Seen[]): readonly Interaction[] {
  const groups = new Map<number, Seen[]>();
  for (const one of seen.toSorted((a, b) => a.start - b.start)) {
    const id = one.id || (one.name === 'input' ? ([...groups.keys()].at(-1) ?? 0) : 0);
    if (id) groups.set(id, [...(groups.get(id) ?? []), one]);
  }
  return Array.from(groups.values(), (events) => ({
    names: events.map(({ name }) => name),
    answer: Math.max(...events.map(({ end }) => end)) - Math.min(...events.map(({ start }) => start)),
    shown: Math.max(...events.map(({ duration }) => duration))
  }));
}

/** What was done, and how many key presses and clicks it took. */
interface Watched {
  readonly name: string;
  readonly count: number;
  readonly act: () => Promise<unknown>;
}

class Watch {
  readonly rows: Row[] = [];
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** An interaction that was shown within 16 ms has no entry: it counts as nothing. */
  async tell({ name, count, act }: Watched, answerGoal: number | null = null): Promise<void> {
    await this.#page.evaluate(() => ((globalThis as unknown as { events: Seen[] }).events.length = 0));
    await act();
    await this.#page.waitForTimeout(QUIET_MS);
    const seen = await this.#page.evaluate(() => [...(globalThis as unknown as { events: Seen[] }).events]);
    const told = interactionsOf(seen);
    const answers = [
      ...told.map(({ answer }) => answer),
      ...Array<number>(Math.max(0, count - told.length)).fill(0)
    ];
    const worst = told.toSorted((a, b) => b.shown - a.shown)[0];
    if (worst) console.log(`  ${name}: the slowest was ${worst.names.join(', ')} with ${worst.shown} ms`);
    this.rows.push(rowOf(`${name}: longest answer (INP)`, worst?.shown ?? 0, GOAL.inp));
    this.rows.push(rowOf(`${name}: work until the answer, median`, median(answers), answerGoal));
    this.rows.push(rowOf(`${name}: work until the answer, longest`, Math.max(0, ...answers), null));
  }
}

async function answers(page: Page, sendOne: () => Promise<void>): Promise<Row[]> {
  const address = new URL(page.url()).origin;
  const watch = new Watch(page);
  const search = page.getByRole('searchbox').first();
  await search.waitFor();
  await page.waitForTimeout(5_000);
  const typed = (name: string, field: Locator, text: string) => ({
    name,
    count: text.length,
    act: () => type(page, field, text)
  });
  await watch.tell(typed('typing in the search of the register', search, 'morphine 300123'), GOAL.search);
  await search.fill('');
  await page.waitForTimeout(QUIET_MS);
  const company = typed('typing in the search while a document arrives', search, 'company 77 switzerland');
  await watch.tell({ ...company, act: async () => (await sendOne(), await company.act()) }, GOAL.search);
  await search.fill('');
  for (const column of ['Number', 'Partner', 'Status'])
    await watch.tell({
      name: `sorting the register by ${column.toLowerCase()}`,
      count: 1,
      act: () => page.getByRole('columnheader', { name: column }).getByRole('button').first().click()
    });
  await watch.tell({
    name: 'filtering the register by direction',
    count: 2,
    act: async () => {
      await page.getByRole('tab', { name: /^Received/ }).click();
      await page.getByRole('tab', { name: /^All/ }).click();
    }
  });
  await watch.tell({
    name: 'opening a row of the register',
    count: 1,
    act: async () => {
      await page.getByRole('row').nth(3).getByRole('link').first().click();
      await page.waitForURL(/authorizations\/act/);
    }
  });
  const menu = page.getByRole('navigation').first();
  for (const desk of ['Authorizations', 'Matching', 'Partners', 'Balance', 'Today'])
    await watch.tell({
      name: `going to ${desk.toLowerCase()}`,
      count: 1,
      act: async () => {
        await menu
          .getByRole('link', { name: new RegExp(`^${desk}`) })
          .first()
          .click();
        await page.getByRole('heading', { level: 1 }).first().waitFor();
      }
    });
  await page.keyboard.press('Control+k');
  const palette = page.getByRole('dialog').getByRole('combobox');
  await palette.waitFor();
  await page.waitForTimeout(QUIET_MS);
  await watch.tell(typed('typing in the command palette', palette, 'morphine 3001'));
  await page.goto(`${address}/authorizations/new`);
  const name = page.locator('[data-path="importerName"] input').first();
  await name.waitFor({ timeout: FIRST_SYNC_MS });
  await page.waitForTimeout(8_000);
  await watch.tell(typed('typing in the form of an authorization', name, 'Company 77 Limited'), GOAL.search);
  const more = typed('typing in the form while a document arrives', name, ' of Western Australia');
  await watch.tell({ ...more, act: async () => (await sendOne(), await more.act()) }, GOAL.search);
  return watch.rows;
}

/** At the pace of a fast typist. */
async function type(page: Page, field: Locator, text: string): Promise<void> {
  await field.focus();
  await page.keyboard.press('End');
  await page.keyboard.type(text, { delay: 120 });
}

function rowOf(name: string, ours: number, goal: number | null): Row {
  const at = `${ACTS.toLocaleString('en')} documents, processor ${SLOWER_TIMES} times slower: `;
  const alone = { reference: null, unit: 'ms', ratio: null, growth: null };
  return { ...alone, name: at + name, ours: round(ours, 1), goal };
}
