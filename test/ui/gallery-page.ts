/** The gallery of components, built and opened in a real browser: keyboard and focus cannot be judged without one. */
import { readFile } from 'node:fs/promises';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type Browser, type Page } from 'playwright';
import { build } from 'vite';
import { inject, vi } from 'vitest';
import { findChromium } from '../run/find-chromium.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css'
};

export interface Look {
  readonly page: 'desk' | 'fields' | 'forms' | 'languages' | 'moving' | 'states' | 'table';
  readonly direction?: 'ltr' | 'rtl';
  readonly width?: number;
}

/** The first file of tests that opens the gallery builds it for all files of the run. */
async function builtGallery(): Promise<string> {
  const folder = inject('galleryFolder');
  const done = join(folder, 'done');
  try {
    mkdirSync(join(folder, 'begun'));
  } catch {
    await vi.waitUntil(() => existsSync(done), { timeout: 100_000 });
    return join(folder, 'build');
  }
  const configFile = fileURLToPath(new URL('./gallery/vite.config.ts', import.meta.url));
  await build({ configFile, logLevel: 'error', build: { outDir: join(folder, 'build'), emptyOutDir: true } });
  writeFileSync(done, '');
  return join(folder, 'build');
}

export class Gallery {
  readonly #folder: string;
  readonly #server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://gallery');
    readFile(join(this.#folder, pathname === '/' ? 'index.html' : pathname)).then(
      (file) => {
        const type = TYPES[extname(pathname) || '.html'] ?? 'application/octet-stream';
        // A visit then loads no script again: their names have their contents in them.
        const kept = pathname.startsWith('/assets/') ? 'max-age=600, immutable' : 'no-store';
        response.writeHead(200, { 'content-type': type, 'cache-control': kept }).end(file);
      },
      () => response.writeHead(404).end()
    );
  });
  #browser: Browser | null = null;
  #free: Page | null = null;

  constructor(folder: string) {
    this.#folder = folder;
  }

  static async open(): Promise<Gallery> {
    const gallery = new Gallery(await builtGallery());
    await new Promise<void>((ready) => gallery.#server.listen(0, '127.0.0.1', ready));
    gallery.#browser = await chromium.launch({
      executablePath: findChromium() ?? '',
      args: process.getuid?.() === 0 ? ['--no-sandbox'] : []
    });
    return gallery;
  }

  /** In a window that the next visit uses again: a new one for each test takes longer than the test. */
  async visit<T>(look: Look, use: (page: Page) => Promise<T>): Promise<T> {
    const page = this.#free ?? (await this.#openPage());
    this.#free = null;
    await this.#show(page, look);
    const result = await use(page);
    await page.unrouteAll();
    await page.evaluate(() => {
      localStorage.clear();
      sessionStorage.clear();
    });
    this.#free = page;
    return result;
  }

  /** In a window of its own. */
  async look(look: Look): Promise<Page> {
    const page = await this.#openPage();
    await this.#show(page, look);
    return page;
  }

  async #openPage(): Promise<Page> {
    const context = await this.#browser!.newContext({ locale: 'en-GB' });
    const page = await context.newPage();
    page.setDefaultTimeout(45_000);
    return page;
  }

  async #show(page: Page, { page: name, direction = 'ltr', width = 1280 }: Look): Promise<void> {
    const { port } = this.#server.address() as AddressInfo;
    await page.setViewportSize({ width, height: 800 });
    await page.goto(`http://127.0.0.1:${port}/?page=${name}&dir=${direction}`);
    await page.getByRole('main').first().waitFor();
  }

  async close(): Promise<void> {
    await this.#browser?.close();
    this.#server.close();
  }
}
