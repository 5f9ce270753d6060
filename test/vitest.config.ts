import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

/** Everything but the browser stories (`test/e2e`, Playwright) and the measurements (`test/bench`). */
export default defineConfig({
  plugins: [svelte()],
  define: { 'import.meta.env.SSR': 'false' },
  test: {
    root: fileURLToPath(new URL('..', import.meta.url)),
    include: ['test/**/*.test.ts'],
    setupFiles: ['test/run/watch-servers.setup.ts'],
    exclude: ['test/e2e/**', 'node_modules/**'],
    environment: 'node',
    // Two cores: more workers only make the servers in the tests wait for each other.
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000
  }
});
