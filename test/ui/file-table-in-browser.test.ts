/** Workbooks under the content security policy of the product, in a real browser. */
import { Buffer } from 'node:buffer';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { build } from 'esbuild';
import { chromium, type Browser } from 'playwright';
import readExcelFile from 'read-excel-file/node';
import { afterAll, beforeAll, expect, it } from 'vitest';
import kit from '../../svelte.config.js';
import { findChromium } from '../run/find-chromium.ts';

const ROWS = 2_000;

const policy = Object.entries(kit.kit.csp.directives)
  .map(([name, sources]) =>
    [name, ...sources.map((one) => (/^(self|none|unsafe-inline)$/.test(one) ? `'${one}'` : one))].join(' ')
  )
  .join('; ');

let script = '';
let browser: Browser;
const server = createServer(({ url }, response) => {
  const isScript = url === '/file-table.js';
  response
    .writeHead(200, {
      'content-security-policy': policy,
      'content-type': isScript ? 'text/javascript' : 'text/html'
    })
    .end(isScript ? script : '<!doctype html><script type="module" src="/file-table.js"></script>');
});

beforeAll(async () => {
  const { outputFiles } = await build({
    stdin: {
      contents: `import { xlsxOf } from '#lib/ui/file/file-table.ts'; globalThis.xlsxOf = xlsxOf;`,
      resolveDir: process.cwd()
    },
    bundle: true,
    format: 'esm',
    platform: 'browser',
    write: false
  });
  script = outputFiles[0]!.text;
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  browser = await chromium.launch({
    executablePath: findChromium() ?? '',
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : []
  });
});
afterAll(async () => {
  await browser?.close();
  server.close();
});

it(`a workbook of ${ROWS} rows is written under the policy of the product, without a worker, while the page answers`, async () => {
  const page = await browser.newPage();
  page.setDefaultTimeout(30_000);
  await page.addInitScript(() => {
    globalThis.Worker = class {
      constructor() {
        throw new Error('a worker was started');
      }
    } as never;
  });
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  await page.waitForFunction('globalThis.xlsxOf');
  const { base64, answers } = await page.evaluate(async (count) => {
    const rows = Array.from({ length: count }, (_, at) => [
      `CH-2026-${at}`,
      'Laboratoires Lémanique SA',
      at / 7,
      new Date('2026-11-29')
    ]);
    const table = { name: '2026', head: ['Number', 'Importer', 'Grams', 'Issued'], rows };
    const { xlsxOf } = globalThis as unknown as { xlsxOf(one: typeof table): Promise<Blob> };
    let answers = 0;
    const asking = setInterval(() => answers++);
    const bytes = new Uint8Array(await (await xlsxOf(table)).arrayBuffer());
    clearInterval(asking);
    return { answers, base64: btoa(Array.from(bytes, (one) => String.fromCharCode(one)).join('')) };
  }, ROWS);
  expect(answers).toBeGreaterThan(3);
  const [sheet] = await readExcelFile(Buffer.from(base64, 'base64'));
  expect(sheet?.data).toHaveLength(ROWS + 1);
  expect(sheet?.data[ROWS]?.[0]).toBe(`CH-2026-${ROWS - 1}`);
});
