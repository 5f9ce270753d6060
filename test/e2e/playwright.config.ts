import { defineConfig } from '@playwright/test';
import { findChromium } from '../run/find-chromium.ts';

const chromium = findChromium();
if (!chromium) throw new Error('No Chromium: name one in the environment variable CHROMIUM.');

/** Debian's Chromium, quiet: it looks up nobody but the server of the story. */
const args = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--disable-quic',
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])
];

export default defineConfig({
  testDir: './stories',
  globalSetup: './seed.ts',
  testMatch: '**/*.spec.ts',
  outputDir: '../../test-results/stories',
  // Each story starts its own server with its own data; its browser and its server wait for each other half the time.
  workers: 2,
  retries: 0,
  // It ends what hangs: the longest stories take minutes where the machine has much to do beside them.
  timeout: 600_000,
  expect: { timeout: 20_000 },
  reporter: [['list'], ['json'], ['./print-page.ts']],
  use: {
    browserName: 'chromium',
    locale: 'en-GB',
    timezoneId: 'Europe/Zurich',
    viewport: { width: 1440, height: 900 },
    // Asked for by the stories that need it: KEPT in story.ts.
    serviceWorkers: 'block',
    launchOptions: { executablePath: chromium, args },
    actionTimeout: 20_000,
    // It costs a fifth of the processor's time: `--trace on` for the story that fails.
    trace: 'off',
    screenshot: 'only-on-failure'
  }
});
