import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';
import { earlyParts } from './chaos/early-parts.ts';
import { mutate } from './chaos/mutants.ts';
import { MODEL_MUTANTS } from './model/mutants.ts';
import { mutateAt } from './mutation/mutate-at.ts';
import { localeSplit } from '../src/lib/i18n/locale-split.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

const NEVER = ['test/e2e/**', 'node_modules/**'];

/** The simulation has its own clock, so it replaces modules that have another, or threads. */
const SIMULATION = join('test', 'chaos');
const SIMULATED = [`${SIMULATION}/**/*.test.ts`, 'test/model/**/*.test.ts'];
const REAL_FAULTS = join(SIMULATION, 'real.ts');
const CHANGED_MODULES = {
  'node:timers/promises': join(ROOT, SIMULATION, 'timers-promises.ts'),
  'node:worker_threads': join(ROOT, SIMULATION, 'no-threads.ts'),
  '@node-rs/argon2': join(ROOT, SIMULATION, 'quick-passwords.ts')
};

/** The test files of one worker share their modules, which halves the time. A file that puts its own in a module's place does not. */
const SHARED = readdirSync(join(ROOT, 'test'), { recursive: true, encoding: 'utf8' })
  .map((file) => join('test', file))
  .filter((file) => file.endsWith('.test.ts') && !file.startsWith(SIMULATION) && !replacesModules(file));

function replacesModules(file: string): boolean {
  return /vi\.(?:mock|resetModules)\(/.test(readFileSync(join(ROOT, file), 'utf8'));
}

/** Everything but the browser stories (`test/e2e`, Playwright) and the measurements (`test/bench`). */
export default defineConfig({
  // A later part of a language is cut here too: read whole, each of them would be all sentences once more.
  plugins: [localeSplit(), svelte(), mutateAt(process.env['I2ES_MUTANT'])],
  resolve: {
    alias: {
      '$app/navigation': fileURLToPath(new URL('ui/gallery/navigation.ts', import.meta.url)),
      '$app/paths': fileURLToPath(new URL('ui/gallery/paths.ts', import.meta.url))
    }
  },
  define: { 'import.meta.env.SSR': 'false' },
  test: {
    root: ROOT,
    projects: [
      { extends: true, test: { name: 'shared', isolate: false, include: SHARED } },
      {
        extends: true,
        test: { name: 'apart', include: ['test/**/*.test.ts'], exclude: [...NEVER, ...SHARED, ...SIMULATED] }
      },
      {
        extends: true,
        plugins: [
          earlyParts(),
          mutate(process.env['CHAOS_MUTANT']),
          mutate(process.env['MODEL_MUTANT'], MODEL_MUTANTS)
        ],
        resolve: { alias: CHANGED_MODULES },
        test: { name: 'simulated', include: SIMULATED }
      },
      // Only by its own command.
      { extends: true, test: { name: 'real', include: process.env['CHAOS_KILLS'] ? [REAL_FAULTS] : [] } }
    ],
    globalSetup: ['test/ui/gallery-folder.ts'],
    setupFiles: ['test/run/watch-servers.setup.ts'],
    exclude: NEVER,
    environment: 'node',
    // Two cores: more workers only make the servers in the tests wait for each other.
    maxWorkers: 2,
    // All of it is work of the machine, which may have much to do beside it: these end only what hangs.
    testTimeout: 90_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 20_000 } }
  }
});
