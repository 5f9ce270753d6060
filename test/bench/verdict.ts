/**
 * How long a counter waits for a verdict: from the choice of a file to the word on `/verify`, on a telephone without a
 * connection whose processor is slowed four times. A hundred printed forms, fifty of them altered or not to be accepted,
 * each as the photograph of its sheet and as its PDF. Two figures: the processor time of the whole renderer, four times,
 * which is the same beside other work; and the wait with Chromium's slowing, which leaves out the worker of a PDF.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser, type CDPSession, type Page } from '@playwright/test';
import type { AuthorizationAct } from '#lib/domain/act/body.ts';
import type { Instant } from '#lib/domain/ids.ts';
import { m } from '#lib/i18n/messages.ts';
import { authorizationPdf } from '#lib/pdf/authorization-pdf.ts';
import type { FormCodes } from '#lib/pdf/print-request.ts';
import { codeOfKeys, codesOfAct } from '#lib/print-code/form-codes.ts';
import { readCachedPaths, waitUntilPagesKept } from '../e2e/pages/line.page.ts';
import { Server } from '../e2e/server.ts';
import { loadFont } from '../pdf/forms.ts';
import { provideChromium } from '../run/find-chromium.ts';
import { aCodeineLine, aLine, anImportAuthorization } from '../samples/acts.ts';
import { aFurtherOfficer, AUSTRALIA, signed, theAnswer } from '../verify/paper-world.ts';
import { median, round, type Row } from './row.ts';

const FORMS = Number(process.env['FORMS'] ?? 100);
const SLOWER_TIMES = 4;
const GOAL_SECONDS = 2;
const CHOICE_MS = 1500;

interface Paper {
  readonly act: AuthorizationAct;
  readonly verdict: string;
}

const day = (from: number): string => new Date(Date.now() + from * 86_400_000).toISOString();

async function aForm(no: number, by = AUSTRALIA.officer, lastDay = 60): Promise<AuthorizationAct> {
  const lines = [aLine({ stated: `${no + 1}000000` }), aCodeineLine(), aLine({ no: 3 })].slice(
    0,
    1 + (no % 3)
  );
  const over = { number: `AU-I-2026-000${100 + no}`, validUntil: day(lastDay).slice(0, 10), lines };
  return signed(anImportAuthorization({ at: day(-90), over: over as never }), by);
}

/** Every second form; the cancelled ones are on the telephone's list. */
const BAD: readonly ((no: number) => Promise<Paper>)[] = [
  async (no) => {
    const act = await aForm(no);
    return { act: { ...act, body: { ...act.body, consignments: 9 } } as never, verdict: m.verify_altered() };
  },
  async (no) => {
    const { body, ...rest } = await aForm(no);
    const lines = body.lines.map((line) => ({ ...line, stated: `${line.stated}00` }));
    return { act: { ...rest, body: { ...body, lines } } as never, verdict: m.verify_altered() };
  },
  async (no) => ({ act: await aForm(no), verdict: m.verify_but_cancelled() }),
  async (no) => ({ act: await aForm(no, AUSTRALIA.officer, -2), verdict: m.verify_but_expired() }),
  async (no) => ({ act: await aForm(no, await aFurtherOfficer()), verdict: m.verify_unknown() })
];

async function makePapers(): Promise<Paper[]> {
  return Promise.all(
    Array.from({ length: FORMS }, async (_, no) =>
      no % 2 === 0
        ? { act: await aForm(no), verdict: m.verify_genuine() }
        : BAD[((no - 1) / 2) % BAD.length]!(no)
    )
  );
}

interface Files {
  readonly photograph: string;
  readonly pdf: string;
}

/** The sheet as its authority prints it, and its photograph. */
async function print({ act }: Paper, origin: string, folder: string, camera: Page): Promise<Files> {
  const keys = codeOfKeys(AUSTRALIA.chain, origin);
  const form = codesOfAct(act, { extracts: [], origin });
  const codes: FormCodes = { form, keys, shipment: [], endorsement: [] };
  const { bytes } = await authorizationPdf(act, { locale: 'en', copy: 'original', codes }, loadFont);
  const name = join(folder, act.body.number);
  const files = { photograph: `${name}.jpg`, pdf: `${name}.pdf` };
  writeFileSync(files.pdf, bytes);
  execFileSync('pdftoppm', ['-png', '-gray', '-r', '200', '-singlefile', files.pdf, name]);
  const photograph = await camera.evaluate(takePhotograph, readFileSync(`${name}.png`, 'base64'));
  writeFileSync(files.photograph, photograph, 'base64');
  return files;
}

/** Twelve megapixels: the sheet on a desk, askew, a little out of focus, with grain. */
async function takePhotograph(sheet: string): Promise<string> {
  const picture = new Image();
  picture.src = `data:image/png;base64,${sheet}`;
  await picture.decode();
  const draw = (width: number, height: number): CanvasRenderingContext2D =>
    Object.assign(document.createElement('canvas'), { width, height }).getContext('2d')!;
  const grain = draw(256, 256);
  const dots = grain.createImageData(256, 256);
  for (let at = 3; at < dots.data.length; at += 4) dots.data[at] = Math.random() * 40;
  grain.putImageData(dots, 0, 0);
  const photograph = draw(3000, 4000);
  photograph.fillStyle = '#8d8578';
  photograph.fillRect(0, 0, 3000, 4000);
  photograph.save();
  photograph.translate(1500, 2000);
  photograph.rotate(0.07);
  photograph.filter = 'blur(1.2px) brightness(0.85)';
  photograph.drawImage(picture, -1300, -1838, 2600, 3677);
  photograph.restore();
  photograph.fillStyle = photograph.createPattern(grain.canvas, 'repeat')!;
  photograph.fillRect(0, 0, 3000, 4000);
  return photograph.canvas.toDataURL('image/jpeg', 0.8).split(',')[1]!;
}

interface Telephone {
  readonly page: Page;
  readonly session: CDPSession;
}

async function openTelephone(
  browser: Browser,
  address: string,
  papers: readonly Paper[]
): Promise<Telephone> {
  const cancelled = papers.filter(({ verdict }) => verdict === m.verify_but_cancelled());
  const lists = Buffer.from(
    await theAnswer(
      cancelled.map(({ act }) => act._id),
      day(0) as Instant
    )
  );
  const phone = await browser.newContext({ viewport: { width: 390, height: 844 }, locale: 'en-GB' });
  await phone.route('**/api/verify/lists*', (route) => route.fulfill({ body: lists }));
  const page = await phone.newPage();
  await page.goto(`${address}/verify`);
  await waitUntilPagesKept(page);
  for (const part of [/\.wasm$/, /pdf\.min/, /pdf\.worker/])
    while (!(await readCachedPaths(page)).some((path) => part.test(path))) continue;
  await phone.setOffline(true);
  const session = await phone.newCDPSession(page);
  await session.send('Performance.enable');
  return { page, session };
}

/** Processor time of all threads of the page, in seconds. */
async function usedSeconds({ session }: Telephone): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics');
  return metrics.find(({ name }) => name === 'ProcessTime')?.value ?? NaN;
}

interface Judged {
  readonly seconds: number;
  readonly used: number;
  readonly verdict: string;
}

/** Seconds from the choice of the file until the heading of the verdict is drawn, and the processor's, slowed. */
async function judge(telephone: Telephone, file: string): Promise<Judged> {
  const { page } = telephone;
  await page.evaluate(() => {
    const drawn = (): Promise<number> =>
      new Promise((done) =>
        requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now())))
      );
    const input = document.querySelector('input[type=file]')!;
    Object.assign(globalThis, {
      answered: new Promise((done) => {
        input.addEventListener(
          'change',
          () => {
            const from = performance.now();
            new MutationObserver((_changes, observer) => {
              const heading = document.querySelector('[data-verdict] :is(h1, h2)');
              if (!heading) return;
              observer.disconnect();
              void drawn().then((at) =>
                done({ seconds: (at - from) / 1000, verdict: heading.textContent!.trim() })
              );
            }).observe(document.body, { childList: true, subtree: true });
          },
          { capture: true, once: true }
        );
      })
    });
  });
  const opening = page.waitForEvent('filechooser');
  await page.locator('input[type=file]').click();
  const chooser = await opening;
  // A person looks for the file.
  await page.waitForTimeout(CHOICE_MS);
  const from = await usedSeconds(telephone);
  await chooser.setFiles(file);
  const answered = await page.evaluate(
    () => (globalThis as never as { answered: Promise<{ seconds: number; verdict: string }> }).answered
  );
  const used = ((await usedSeconds(telephone)) - from) * SLOWER_TIMES;
  await page.getByRole('button', { name: m.verify_next() }).click();
  await page.locator('[data-verdict]').waitFor({ state: 'detached' });
  return { ...answered, used };
}

export async function benchVerdict(): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'i2es-verdict-'));
  const server = await Server.start();
  const browser = await chromium.launch({ executablePath: provideChromium(), args: ['--no-sandbox'] });
  try {
    const papers = await makePapers();
    const camera = await browser.newPage();
    const files: Files[] = [];
    for (const paper of papers) files.push(await print(paper, server.address, folder, camera));
    await camera.close();
    const telephone = await openTelephone(browser, server.address, papers);
    const read = async (isSlowed: boolean): Promise<void> => {
      const rate = isSlowed ? SLOWER_TIMES : 1;
      await telephone.session.send('Emulation.setCPUThrottlingRate', { rate });
      for (const how of ['photograph', 'pdf'] as const) {
        const all: Answer[] = [];
        for (const [no, paper] of papers.entries()) {
          const { seconds, used, verdict } = await judge(telephone, files[no]![how]);
          const isRight = verdict === paper.verdict;
          if (!isRight) console.log(`${how} ${no}: ${verdict} instead of ${paper.verdict}`);
          if (process.env['EACH']) console.log(how, no, seconds.toFixed(2), used.toFixed(2));
          all.push({ seconds: isSlowed ? seconds : used, isRight });
        }
        rows.push(...rowsOf(`by ${how}, ${isSlowed ? 'slowed page' : 'processor time'}`, all));
      }
    };
    const rows: Row[] = [];
    await read(false);
    await read(true);
    return rows;
  } finally {
    await browser.close();
    await server.stop();
    rmSync(folder, { recursive: true });
  }
}

interface Answer {
  readonly seconds: number;
  readonly isRight: boolean;
}

function rowsOf(how: string, all: readonly Answer[]): Row[] {
  const times = all.map(({ seconds }) => seconds).sort((a, b) => a - b);
  const base = { reference: null, ratio: null, growth: null };
  const right = all.filter(({ isRight }) => isRight).length;
  const figures = [
    ['median', median(times), null],
    ['95 of 100', times[Math.ceil(times.length * 0.95) - 1]!, GOAL_SECONDS],
    ['longest', times.at(-1)!, GOAL_SECONDS]
  ] as const;
  return [
    { ...base, name: `right verdicts ${how}`, ours: right, unit: `of ${FORMS}`, goal: null },
    ...figures.map(([name, ours, goal]) => ({
      ...base,
      name: `verdict ${how}: ${name}`,
      ours: round(ours),
      unit: 's',
      goal
    }))
  ];
}
