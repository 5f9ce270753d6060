/**
 * JavaScript that each page imports before it is drawn: the entry of the app, English, its layouts, itself, and all
 * that these import statically, packed as the server sends it. Parts that a page fetches later are not counted:
 * first-desk.ts counts them for Today. `page-budgets.json` holds each page's budget in kB. Lower a budget after a page
 * has become lighter.
 */
import { readFileSync } from 'node:fs';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import budgets from './page-budgets.json' with { type: 'json' };
import { round, type Row } from './row.ts';

const PACKERS = ['gzip', 'brotli'] as const;

type Packer = (typeof PACKERS)[number];
type Weight = Readonly<Record<Packer, number>>;

interface Chunk {
  readonly file: string;
  readonly imports?: readonly string[];
}

const BUILT = new URL('../../.svelte-kit/', import.meta.url);
const CLIENT = new URL('output/client/', BUILT);
const GENERATED = '.svelte-kit/generated/client-optimized/';
const ENTRIES = [
  'node_modules/@sveltejs/kit/src/runtime/client/entry.js',
  `${GENERATED}app.js`,
  'src/lib/i18n/paraglide/messages/en.js'
];

/** A row of SvelteKit's dictionary: `"/(app)/today": [55,[2]],` is node 55 in the layouts 0 and 2. */
const DICTIONARY_ROW = /^\s*"(\/[^"]*)": \[~?(\d+)(?:,\[([\d,]*)\])?/gm;

/** kB by route, of the last build. */
export function weighPages(): ReadonlyMap<string, Weight> {
  const manifest = JSON.parse(readFileSync(new URL('.vite/manifest.json', CLIENT), 'utf8')) as Record<
    string,
    Chunk
  >;
  const known = new Map<string, Weight>();
  const weigh = (key: string): Weight => {
    const file = new Uint8Array(readFileSync(new URL(manifest[key]?.file ?? key, CLIENT)));
    const weight = known.get(key) ?? { gzip: gzipSync(file).length, brotli: brotliCompressSync(file).length };
    known.set(key, weight);
    return weight;
  };
  const app = readFileSync(new URL('generated/client-optimized/app.js', BUILT), 'utf8');
  return new Map(
    [...app.matchAll(DICTIONARY_ROW)].map(([, route = '', page = '', layouts = '']) => {
      const nodes = ['0', ...layouts.split(',').filter((one) => one !== ''), page];
      const keys = importedBy(manifest, [...ENTRIES, ...nodes.map((node) => `${GENERATED}nodes/${node}.js`)]);
      const sum = (packer: Packer): number =>
        round([...keys].reduce((bytes, key) => bytes + weigh(key)[packer], 0) / 1000, 1);
      return [route, { gzip: sum('gzip'), brotli: sum('brotli') }] as const;
    })
  );
}

function importedBy(manifest: Readonly<Record<string, Chunk>>, entries: readonly string[]): Set<string> {
  const found = new Set(entries);
  for (const key of found) for (const next of manifest[key]?.imports ?? []) found.add(next);
  return found;
}

/** How many pages are above their budget, and a row for each of these; a page without a budget is one of them. */
export function benchPages(): Row[] {
  const table: Readonly<Record<string, Weight>> = budgets;
  const measured = [...weighPages()];
  const above = measured.flatMap(([route, weight]) =>
    PACKERS.flatMap((packer) => {
      const goal = table[route]?.[packer] ?? 0;
      const row = { reference: null, ratio: null, growth: null, unit: `kB ${packer}`, goal };
      return weight[packer] > goal ? { ...row, name: `JavaScript to ${route}`, ours: weight[packer] } : [];
    })
  );
  const pages = new Set(above.map(({ name }) => name)).size;
  const unit = `of ${measured.length} pages`;
  return [
    {
      name: 'Pages above their budget',
      ours: pages,
      unit,
      reference: null,
      ratio: null,
      goal: 0,
      growth: null
    },
    ...above
  ];
}
