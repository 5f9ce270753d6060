/** Arabic on paper against the browser's own shaping and order: the same font, two pictures. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser, type Page } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Faces } from '#lib/pdf/faces.ts';
import { Paper } from '#lib/pdf/paper.ts';
import { closePdf, openPdf } from '#lib/pdf/print-sheets.ts';
import { findChromium } from '../run/find-chromium.ts';
import { loadFont } from './forms.ts';

const SIZE = 40;
const executablePath = findChromium();
const isPossible = executablePath !== null && spawnSync('pdftoppm', ['-v']).status === 0;

const LINES = [
  'شركة الخليج للصناعات الدوائية',
  'لا لأي لإحدى الآلات الأولى',
  'المورد Alpenpharma AG في Basel رقم 12.5 كغ (2026)',
  'طبعة \u20682026-1\u2069 المؤرخة 24 نوفمبر 2026',
  'پتروشیمی گچساران ژاله'
];

/** The line as PNG, from the file. */
async function onPaper(line: string): Promise<string> {
  const doc = await openPdf('ar');
  const paper = new Paper(await Faces.embed(doc, line, loadFont), 'rtl');
  const style = { size: SIZE / 2 };
  paper.writeText(line, 14, 30, 182, style);
  const folder = mkdtempSync(join(tmpdir(), 'line-'));
  try {
    writeFileSync(join(folder, 'line.pdf'), closePdf(doc, 'line.pdf').bytes);
    execFileSync('pdftoppm', ['-png', '-r', '144', join(folder, 'line.pdf'), join(folder, 'line')]);
    return readFileSync(join(folder, 'line-1.png')).toString('base64');
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The line as PNG, from the browser. */
async function onScreen(page: Page, line: string): Promise<string> {
  await page.evaluate((text) => (document.querySelector('p')!.textContent = text), line);
  return (await page.screenshot()).toString('base64');
}

/**
 * Share of ink that two pictures have in common, each cut to its ink and drawn equally large: 0.75 to 0.9, because the
 * browser moves letters closer together; below 0.3 for another order.
 */
function likeness(page: Page, pictures: readonly [string, string]): Promise<number> {
  return page.evaluate(async (both) => {
    const [WIDTH, HEIGHT] = [320, 32];
    const ink = async (png: string): Promise<number[]> => {
      const picture = new Image();
      picture.src = `data:image/png;base64,${png}`;
      await picture.decode();
      const canvas = new OffscreenCanvas(picture.width, picture.height);
      const pen = canvas.getContext('2d')!;
      pen.drawImage(picture, 0, 0);
      const { data } = pen.getImageData(0, 0, picture.width, picture.height);
      const dark = (x: number, y: number): number => 255 - (data[4 * (y * picture.width + x)] ?? 255);
      const box = { left: picture.width, right: 0, top: picture.height, bottom: 0 };
      for (let y = 0; y < picture.height; y++)
        for (let x = 0; x < picture.width; x++)
          if (dark(x, y) > 128) {
            box.left = Math.min(box.left, x);
            box.right = Math.max(box.right, x + 1);
            box.top = Math.min(box.top, y);
            box.bottom = Math.max(box.bottom, y + 1);
          }
      const small = new OffscreenCanvas(WIDTH, HEIGHT);
      const brush = small.getContext('2d')!;
      const [width, height] = [box.right - box.left, box.bottom - box.top];
      brush.drawImage(canvas, box.left, box.top, width, height, 0, 0, WIDTH, HEIGHT);
      const cut = brush.getImageData(0, 0, WIDTH, HEIGHT).data;
      return Array.from({ length: WIDTH * HEIGHT }, (_, at) => 255 - (cut[4 * at] ?? 255));
    };
    const [one, two] = await Promise.all([ink(both[0]), ink(both[1])]);
    const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);
    const common = sum(one.map((value, at) => Math.min(value, two[at] ?? 0)));
    return (2 * common) / (sum(one) + sum(two));
  }, pictures);
}

describe.skipIf(!isPossible)('a line of Arabic on paper', () => {
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: executablePath!, args: ['--no-sandbox'] });
    page = await browser.newPage({ viewport: { width: 1400, height: 200 } });
    const face = (name: string, file: string): string =>
      `@font-face { font-family: ${name}; src: url(data:font/ttf;base64,${readFileSync(`static/fonts/${file}`).toString('base64')}) }`;
    await page.setContent(
      `<style>${face('latin', 'NotoSans-Regular.ttf')} ${face('arabic', 'NotoNaskhArabic-Regular.ttf')}
      p { font: ${SIZE}px latin, arabic; white-space: pre }</style><p dir="rtl"></p>`
    );
    await page.evaluate(() => document.fonts.ready);
  });
  afterAll(() => browser.close());

  it.each(LINES)('has the letters and the order of the browser: %s', async (line) => {
    const [paper, screen] = [await onPaper(line), await onScreen(page, line)];
    const turned = await onScreen(page, [...line].reverse().join(''));
    expect(await likeness(page, [paper, screen])).toBeGreaterThan(0.7);
    expect(await likeness(page, [paper, turned])).toBeLessThan(0.4);
  });
});
