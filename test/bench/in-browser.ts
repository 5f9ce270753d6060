/** A page of a bench in Chromium: built as the app's parts are, served by Vite, and what it asks under `/db` passed on. */
import { fileURLToPath } from 'node:url';
import { chromium, type Browser } from 'playwright';
import { build, preview, type UserConfig } from 'vite';
import { findChromium } from '../run/find-chromium.ts';

/** The gateway that stands behind the page, of one origin with it, and in whose session it is asked. */
interface Behind {
  readonly address: string;
  readonly cookie: string;
}

/** `folder` beside this file, with its `index.html`. */
export async function withBenchPage<T>(
  folder: string,
  work: (browser: Browser, url: string) => Promise<T>,
  behind: Behind | null = null,
  more: UserConfig = {}
): Promise<T> {
  const outDir = fileURLToPath(new URL(`../../node_modules/.cache/i2es-bench-${folder}`, import.meta.url));
  const settings = {
    ...more,
    root: fileURLToPath(new URL(`./${folder}`, import.meta.url)),
    configFile: false as const,
    logLevel: 'error' as const,
    define: { global: 'globalThis' }
  };
  await build({ ...settings, build: { outDir, emptyOutDir: true, target: 'es2022' } });
  const proxy = behind && { '/db': { target: behind.address, headers: { cookie: behind.cookie } } };
  const server = await preview({
    ...settings,
    build: { outDir },
    preview: { port: 0, host: '127.0.0.1', ...(proxy ? { proxy } : {}) }
  });
  const executablePath = findChromium() ?? undefined;
  const browser = await chromium.launch({
    ...(executablePath ? { executablePath } : {}),
    args: ['--no-sandbox']
  });
  try {
    return await work(browser, server.resolvedUrls?.local[0] ?? '');
  } finally {
    await browser.close();
    await server.close();
  }
}
