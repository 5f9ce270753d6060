/**
 * From the click on “Start” to the first form that the learner can type in: both authorities, their people, keys and
 * databases are made in the page meanwhile. Once in the moment in which the button can be pressed, once after some
 * seconds of reading, and on a first visit whose pages the browser has not kept yet.
 */
import { chromium, expect, type Browser, type Page } from '@playwright/test';
import { waitUntilPagesKept } from '../e2e/pages/line.page.ts';
import { Server } from '../e2e/server.ts';
import { provideChromium } from '../run/find-chromium.ts';
import { median, round, type Row } from './row.ts';

const RUNS = 5;
const GOAL_MS = 2_000;
/** As long as somebody looks at the list of scenarios. */
const READING_MS = 3_000;

export async function benchRehearsal(): Promise<Row[]> {
  const server = await Server.start();
  const args = ['--disable-background-networking', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])];
  const browser = await chromium.launch({ executablePath: provideChromium(), args });
  try {
    return [
      rowOf('on a first visit, at once', await firstVisits(browser, server.address)),
      rowOf('pages kept, at once', await laterVisits(browser, server.address, 0)),
      rowOf('pages kept, after reading', await laterVisits(browser, server.address, READING_MS))
    ];
  } finally {
    await browser.close();
    await server.stop();
  }
}

async function firstVisits(browser: Browser, address: string): Promise<number[]> {
  const times: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    const context = await browser.newContext({ locale: 'en-GB' });
    times.push(await startOne(await context.newPage(), address, 0));
    await context.close();
  }
  return times;
}

async function laterVisits(browser: Browser, address: string, reading: number): Promise<number[]> {
  const context = await browser.newContext({ locale: 'en-GB' });
  const page = await context.newPage();
  await page.goto(`${address}/training`);
  await waitUntilPagesKept(page);
  const times: number[] = [];
  for (let run = 0; run < RUNS; run++) times.push(await startOne(page, address, reading));
  await context.close();
  return times;
}

async function startOne(page: Page, address: string, reading: number): Promise<number> {
  await page.goto(`${address}/rehearsal`);
  const start = page.getByRole('listitem').filter({ hasText: 'A routine import' }).getByRole('button');
  await expect(start).toBeEnabled();
  // Whoever reads moves the mouse; by that the desks are made ready.
  if (reading > 0) await page.mouse.move(300, 300);
  await page.waitForTimeout(reading);
  return start.evaluate(async (button: HTMLElement) => {
    const begun = performance.now();
    button.click();
    while (performance.now() - begun < 60_000) {
      const desk = document.querySelector<HTMLIFrameElement>('iframe[name="importing"]')?.contentDocument;
      if (desk?.location.pathname.includes('/drafts/') && desk.querySelector('main textarea'))
        return performance.now() - begun;
      await new Promise(requestAnimationFrame);
    }
    throw new Error('No form came within a minute.');
  });
}

function rowOf(when: string, times: readonly number[]): Row {
  return {
    name: `rehearsal: from “Start” to the first form, ${when} (${times.map((ms) => Math.round(ms)).join(', ')})`,
    ours: round(median([...times])),
    reference: null,
    unit: 'ms',
    ratio: null,
    goal: GOAL_MS,
    growth: null
  };
}
