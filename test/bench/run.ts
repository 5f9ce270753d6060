/**
 * `npm run bench [-- --keep] [-- NAME …]`: every measurement against a floor or a peer in the same run. `--keep` writes
 * `results/<version>.json` and its chart. Never part of the tests: a figure that is too large is told, not failed.
 */
import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { createServer } from 'vite';
import type * as Queues from './applications.ts';
import type * as Balances from './balance.ts';
import type * as Forms from './forms.ts';
import type * as OneAuthorization from './one-authorization.ts';
import type * as OneMore from './one-more.ts';
import { keepResults } from './results.ts';
import type { Row } from './row.ts';
import type * as Verdict from './verdict.ts';

const BENCHES: Readonly<Record<string, () => Promise<readonly Row[]>>> = {
  overview: async () => (await import('./overview.ts')).benchOverview(),
  board: async () => (await import('./board.ts')).benchBoard(),
  fold: async () => (await import('./fold.ts')).benchFold(),
  exchange: async () => (await import('./exchange.ts')).benchExchange(),
  gateway: async () => (await import('./gateway.ts')).benchGateway(),
  growth: async () => (await import('./growth.ts')).benchGrowth(),
  fairness: async () => (await import('./fairness.ts')).benchFairness(),
  sync: async () => [
    ...(await (await import('./first-sync.ts')).benchFirstSync()),
    ...(await compiled<typeof OneAuthorization>('./one-authorization.ts', (module) =>
      module.benchOneAuthorization()
    ))
  ],
  cluster: async () => (await import('./cluster.ts')).benchCluster(),
  cost: async () => (await import('./running-cost.ts')).benchRunningCost(),
  vitals: async () => (await import('./vitals.ts')).benchVitals(),
  rehearsal: async () => (await import('./rehearsal.ts')).benchRehearsal(),
  size: async () => [
    ...(await (await import('./first-desk.ts')).benchFirstDesk()),
    ...(await import('./page-weight.ts')).benchPages()
  ],
  desk: async () => [
    ...(await (await import('./open-desk.ts')).benchDesk()),
    ...(await (await import('./full-desk.ts')).benchFullDesk())
  ],
  phone: async () => (await import('./phone.ts')).benchPhone(),
  more: () => compiled<typeof OneMore>('./one-more.ts', (module) => module.benchOneMore()),
  forms: () => compiled<typeof Forms>('./forms.ts', (module) => module.benchForms()),
  matching: async () => (await import('./matching.ts')).benchMatching(),
  verdict: () => compiled<typeof Verdict>('./verdict.ts', (module) => module.benchVerdict()),
  balance: () => compiled<typeof Balances>('./balance.ts', (module) => module.benchBalance()),
  applications: () => compiled<typeof Queues>('./applications.ts', (module) => module.benchApplications()),
  import: async () => (await import('./import.ts')).benchImport()
};

/** Runes, and messages cut by language, are compiled first. */
async function compiled<M>(
  path: string,
  bench: (module: M) => Promise<readonly Row[]>
): Promise<readonly Row[]> {
  const file = fileURLToPath(new URL(path, import.meta.url));
  const server = await createServer({
    configFile: false,
    plugins: [svelte()],
    resolve: {
      alias: {
        '$app/navigation': fileURLToPath(new URL('../ui/gallery/navigation.ts', import.meta.url)),
        '$app/paths': fileURLToPath(new URL('../ui/gallery/paths.ts', import.meta.url))
      }
    },
    appType: 'custom',
    server: { middlewareMode: true, watch: null, hmr: false, ws: false }
  });
  try {
    return await bench((await server.ssrLoadModule(file)) as M);
  } finally {
    await server.close();
  }
}

function figure(value: number | null): string {
  return value === null ? '–' : String(value);
}

function verdict({ ratio, ours, goal }: Row): string {
  if (goal === null) return '';
  return (ratio ?? ours) <= goal ? 'within the goal' : 'ABOVE THE GOAL';
}

function print(row: Row): void {
  console.log(`\n${row.name}`);
  console.log(
    `  ours ${figure(row.ours)} ${row.unit} · reference ${figure(row.reference)} · ratio ${figure(row.ratio)}`
  );
  console.log(`  goal ${figure(row.goal)} · growth ${figure(row.growth)} · ${verdict(row)}`);
}

async function run(words: readonly string[]): Promise<void> {
  const names = words.filter((word) => !word.startsWith('--'));
  const unknown = names.find((name) => !(name in BENCHES));
  if (unknown)
    throw new Error(`There is no bench “${unknown}”. There are: ${Object.keys(BENCHES).join(', ')}.`);
  for (const name of Object.keys(BENCHES).filter((one) => names.length === 0 || names.includes(one))) {
    console.log(`\n── ${name}`);
    const rows = (await BENCHES[name]?.()) ?? [];
    for (const row of rows) print(row);
    if (words.includes('--keep')) keepResults(name, rows);
  }
}

run(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
