/** Holds the house's table of rooms, as below, against every import of the product, and that each has its README. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));

type Room = 'domain' | 'store' | 'crypto' | 'pdf' | 'i18n' | 'ui' | 'feature' | 'routes' | 'couch' | 'worker';

/** Which rooms each room may import from; its own is always allowed. */
const ARROWS: Readonly<Record<Room, readonly Room[]>> = {
  domain: [],
  crypto: ['domain'],
  i18n: ['domain'],
  pdf: ['domain', 'i18n'],
  store: ['domain', 'crypto'],
  ui: ['domain', 'i18n'],
  feature: ['domain', 'crypto', 'store', 'pdf', 'i18n', 'ui'],
  routes: ['domain', 'crypto', 'store', 'pdf', 'i18n', 'ui', 'feature'],
  worker: [],
  couch: ['domain', 'crypto']
};

/** Packages that only one room may know. */
const PACKAGES: readonly { readonly name: RegExp; readonly rooms: readonly Room[] }[] = [
  { name: /^(pouchdb|transform-pouch)/, rooms: ['store', 'couch'] },
  { name: /^(jspdf|bidi-js|harfbuzzjs)/, rooms: ['pdf'] },
  { name: /^(nano|leveldown|fastify|@fastify|@node-rs|esbuild|pino|prom-client)/, rooms: ['couch'] },
  { name: /^node:/, rooms: ['couch'] },
  {
    name: /^(svelte|bits-ui|\$app|\$service-worker)/,
    rooms: ['ui', 'feature', 'routes', 'store', 'worker', 'i18n']
  },
  { name: /^workbox-/, rooms: ['worker', 'ui', 'feature'] }
];

const NAMED: readonly Room[] = ['domain', 'store', 'crypto', 'pdf', 'i18n', 'ui'];
/** Made by a tool at build time, or run by one: they serve the build, not the product. */
const BUILD_TIME = [
  /^src\/lib\/i18n\/paraglide\//,
  /^src\/lib\/i18n\/(locale-split|review)\.ts$/,
  /^src\/lib\/pdf\/subset\//
];

export function roomOf(path: string): Room | null {
  const parts = path.split(sep).join('/').split('/');
  if (parts[0] === 'couch') return 'couch';
  if (parts[0] !== 'src') return null;
  if (parts[1] === 'routes') return 'routes';
  if (parts[1] === 'service-worker.ts') return 'worker';
  if (parts[1] !== 'lib' || parts[2] === undefined) return null;
  return NAMED.find((room) => room === parts[2]) ?? 'feature';
}

export function importsOf(source: string): string[] {
  const found: string[] = [];
  const expression = /(?:\bfrom\s*|\bimport\s*\(\s*|\bimport\s+)['"]([^'"]+)['"]/g;
  for (const match of source.matchAll(expression)) if (match[1]) found.push(match[1]);
  return found;
}

function targetRoom(specifier: string, file: string): Room | null {
  if (specifier.startsWith('#lib/')) return roomOf(join('src/lib', specifier.slice(5)));
  if (specifier.startsWith('#couch/')) return 'couch';
  if (specifier.startsWith('$lib/')) return roomOf(join('src/lib', specifier.slice(5)));
  if (specifier.startsWith('.')) return roomOf(relative(root, resolve(root, dirname(file), specifier)));
  return null;
}

/** Violations of one file, as sentences; empty where it keeps to the table. */
export function judgeFile(file: string, source: string): string[] {
  const room = roomOf(file);
  if (room === null || BUILD_TIME.some((expression) => expression.test(file.split(sep).join('/')))) return [];
  const found: string[] = [];
  for (const specifier of importsOf(source)) {
    const target = targetRoom(specifier, file);
    if (target !== null) {
      if (target !== room && !ARROWS[room].includes(target))
        found.push(`${file} (${room}) imports ${specifier} (${target})`);
      continue;
    }
    if (room === 'domain') {
      found.push(`${file} (domain) imports ${specifier}`);
      continue;
    }
    const rule = PACKAGES.find((one) => one.name.test(specifier));
    if (rule && !rule.rooms.includes(room)) found.push(`${file} (${room}) imports package ${specifier}`);
  }
  return found;
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return filesBelow(path);
    return /\.(ts|js|svelte)$/.test(name) ? [path] : [];
  });
}

const files = ['src', 'couch']
  .flatMap((folder) => filesBelow(join(root, folder)))
  .map((path) => relative(root, path));

describe('the house', () => {
  test('every import follows the arrows: routes → features → ui, store, pdf, crypto, i18n → domain ← couch', () => {
    expect(files.length).toBeGreaterThan(100);
    expect(files.flatMap((file) => judgeFile(file, readFileSync(join(root, file), 'utf8')))).toEqual([]);
  });

  test('a planted violation of each kind is found', () => {
    const planted: [string, string][] = [
      ['src/lib/domain/act/x.ts', "import { store } from '../../store/store.svelte.ts';"],
      ['src/lib/domain/act/x.ts', "import { readFileSync } from 'node:fs';"],
      ['src/lib/domain/act/x.ts', "const v = await import('valibot');"],
      ['src/lib/ui/X.svelte', "<script>import { store } from '#lib/store/store.svelte.ts';</script>"],
      ['src/lib/ui/X.svelte', "<script>import PouchDB from 'pouchdb-core';</script>"],
      ['src/lib/crypto/x.ts', "import { m } from '#lib/i18n/messages.ts';"],
      ['src/lib/store/x.ts', "import { m } from '../i18n/messages.ts';"],
      ['src/routes/(app)/x/+page.svelte', "import { jsPDF } from 'jspdf';"],
      ['src/lib/register/x.ts', "import { engine } from '#couch/engine/engine.ts';"],
      ['couch/gateway/x.ts', "import { m } from '#lib/i18n/messages.ts';"],
      ['couch/gateway/x.ts', "import { thing } from '../../src/lib/store/thing.ts';"],
      ['src/lib/pdf/x.ts', "import { page } from '../../routes/page.ts';"]
    ];
    for (const [file, source] of planted)
      expect(judgeFile(file, source), `${file}: ${source}`).toHaveLength(1);
  });

  test('no page awaits a part of the program without words for its absence', () => {
    const awaits = (path: string): boolean =>
      /\{#await\s+import\(/.test(readFileSync(join(root, path), 'utf8'));
    expect(files.filter(awaits)).toEqual([]);
  });

  test('every room has its README', () => {
    const foldersOf = (folder: string): string[] =>
      readdirSync(join(root, folder))
        .map((name) => `${folder}/${name}`)
        .filter((path) => statSync(join(root, path)).isDirectory());
    const commands = ['couch/provision/keys', 'couch/provision/backup'];
    const rooms = [
      ...foldersOf('src/lib'),
      'src/routes',
      'couch',
      ...foldersOf('couch'),
      ...commands,
      'test'
    ];
    expect(rooms.length).toBeGreaterThan(25);
    const without = rooms.filter((room) => !readdirSync(join(root, room)).includes('README.md'));
    expect(without).toEqual([]);
  });

  test('the top level holds what the house says and nothing else', () => {
    const allowed =
      /^(package(-lock)?\.json|tsconfig\.json|(svelte|vite)\.config\.(js|ts)|src|static|couch|test|README\.md|LICENSE|CHANGELOG\.md|build|data|node_modules|coverage|test-results|playwright-report|\..+)$/;
    expect(readdirSync(root).filter((name) => !allowed.test(name))).toEqual([]);
  });
});
