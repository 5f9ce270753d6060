/**
 * `npm test`: every check there is, in the order in which a fault is cheapest to see, ending with one line of
 * counts. `npm test -- quick` leaves the browser stories out; `npm test -- NAME …` runs suites by name, and says which
 * there are where it knows none of that name (`suites.ts`).
 */
import { mkdirSync, rmSync } from 'node:fs';
import { provideChromium } from './find-chromium.ts';
import { missingBrowsers, missingTools, provideOtherTools } from './other-tools.ts';
import { playwrightCount, vitestCount } from './report.ts';
import { runStage, runTogether, tool, type Count, type Stage } from './stage.ts';
import { describeSuites, listSuites, suitesNamed, type Suite } from './suites.ts';

const results = 'test-results';
const words = process.argv.slice(2);
const isQuick = words.includes('quick');
const named = words.filter((word) => word !== 'quick');

const paraglide = tool(
  '@inlang/paraglide-js/bin/run.js',
  'compile',
  '--project',
  'src/lib/i18n/project.inlang',
  '--outdir',
  'src/lib/i18n/paraglide',
  '--output-structure',
  'locale-modules',
  '--strategy',
  'localStorage',
  'preferredLanguage',
  'baseLocale'
);

const languages: Stage = { name: 'languages compile', command: paraglide };

/** As `npm run build` does. The languages compile with the app. */
const built: readonly Stage[] = [
  { name: 'build of the app', command: tool('vite/bin/vite.js', 'build', '--logLevel', 'warn') },
  { name: 'build of the server', command: [process.execPath, 'couch/run.js', 'compile'] }
];

/** What the tests' own compiler reads of the app: a build makes it too, and a fresh clone has neither. */
const synced: Stage = { name: 'settings of the app', command: tool('@sveltejs/kit/svelte-kit.js', 'sync') };

/** A build leaves one of two processors free, and lint reads nothing of what it writes. */
const lint: Stage = {
  name: 'lint',
  command: tool('eslint/bin/eslint.js', '-c', 'test/eslint.config.js', '.', '--max-warnings', '0')
};

/** They write nothing; types are those of a built app. */
const read: readonly Stage[] = [
  {
    name: 'domain compiles with lib ES2019 and no types',
    command: tool('typescript/bin/tsc', '-p', 'src/lib/domain')
  },
  {
    name: 'types',
    command: tool(
      'svelte-check/bin/svelte-check',
      '--tsconfig',
      './tsconfig.json',
      '--output',
      'human',
      '--fail-on-warnings'
    )
  },
  { name: 'format', command: tool('prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.') }
];

function ruleStage(paths: readonly string[] = []): Stage {
  return {
    name: 'rules, rooms and servers (vitest)',
    command: tool(
      'vitest/vitest.mjs',
      'run',
      '--config',
      'test/vitest.config.ts',
      '--reporter',
      'default',
      '--reporter',
      'json',
      '--outputFile.json',
      `${results}/vitest.json`,
      ...paths
    ),
    count: () => vitestCount(`${results}/vitest.json`)
  };
}

function storyStage(chromium: string, paths: readonly string[] = []): Stage {
  return {
    name: 'browser stories (Playwright)',
    command: tool('@playwright/test/cli.js', 'test', '--config', 'test/e2e/playwright.config.ts', ...paths),
    environment: { CHROMIUM: chromium, PLAYWRIGHT_JSON_OUTPUT_FILE: `${results}/playwright.json` },
    count: () => playwrightCount(`${results}/playwright.json`)
  };
}

function add(a: Count, b: Count): Count {
  return {
    passed: a.passed + b.passed,
    failed: a.failed + b.failed,
    skipped: a.skipped + b.skipped,
    failures: [...(a.failures ?? []), ...(b.failures ?? [])]
  };
}

async function runAll(): Promise<Count> {
  rmSync(results, { recursive: true, force: true });
  mkdirSync(results, { recursive: true });
  provideOtherTools();
  const tried = [ruleStage(), ...(isQuick ? [] : [storyStage(provideChromium())])];
  const [ofBuild, ofLint] = await Promise.all([runEach(built), runTogether([lint])]);
  const counts = [ofBuild, ...ofLint, ...(await runTogether(read)), await runEach(tried)];
  return counts.reduce(add);
}

async function runEach(stages: readonly Stage[]): Promise<Count> {
  let total: Count = { passed: 0, failed: 0, skipped: 0 };
  for (const stage of stages) total = add(total, await runStage(stage));
  return total;
}

/** What the suites stand on is made first: the messages for any, a build for the stories. */
async function runNamed(): Promise<Count> {
  const all = listSuites();
  const found = named.map((name) => suitesNamed(name, all));
  const unknown = named.filter((_, at) => found[at]?.length === 0);
  if (unknown.length > 0)
    throw new Error(`No suite is called ${unknown.join(', ')}.\n${describeSuites(all)}`);
  mkdirSync(results, { recursive: true });
  const pathsOf = (by: Suite['by']): string[] =>
    found.flat().flatMap((suite) => (suite.by === by ? [suite.path] : []));
  const [rules, stories] = [pathsOf('vitest'), pathsOf('playwright')];
  const stages = [...(stories.length > 0 ? built : [languages, synced])];
  if (rules.length > 0) stages.push(ruleStage(rules));
  if (stories.length > 0) stages.push(storyStage(provideChromium(), stories));
  return runEach(stages);
}

try {
  const total = named.length > 0 ? await runNamed() : await runAll();
  if (!process.env['COUCHDB_URL']) {
    console.log('\nNOT RUN against Apache CouchDB: COUCHDB_URL is not set. The embedded engine was tested.');
  }
  for (const sentence of [...missingTools(), ...(isQuick ? [] : missingBrowsers())])
    console.log(`\n${sentence}`);
  for (const failure of total.failures ?? []) console.log(`\nFAILED ${failure}`);
  console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
  process.exitCode = total.failed === 0 ? 0 : 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
