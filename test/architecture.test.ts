/** Holds the house's table of rooms, as below, against every import of the product, and that each has its README. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { findCircles, type Arrows } from './architecture/circles.ts';
import { COUCH_ARROWS, couchRoomOf, judgeBeneath } from './architecture/couch-arrows.ts';
import { DOMAIN_FLOORS, domainFloorOf, importsUpward } from './architecture/domain-floors.ts';
import { FEATURE_ARROWS } from './architecture/feature-arrows.ts';
import { mayImportInStore, STORE_FLOORS, storeFloorOf } from './architecture/store-floors.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

type Room =
  | 'domain'
  | 'store'
  | 'crypto'
  | 'print-code'
  | 'pdf'
  | 'i18n'
  | 'pwa'
  | 'ui'
  | 'feature'
  | 'routes'
  | 'couch'
  | 'worker';

/** Which rooms each room may import from; its own is always allowed, among features as their own table says. */
const ARROWS: Readonly<Record<Room, readonly Room[]>> = {
  domain: [],
  crypto: ['domain'],
  'print-code': ['domain'],
  i18n: ['domain'],
  pwa: ['i18n'],
  pdf: ['domain', 'i18n', 'print-code'],
  store: ['domain', 'crypto', 'print-code'],
  ui: ['domain', 'i18n', 'pwa', 'print-code'],
  feature: ['domain', 'crypto', 'store', 'print-code', 'pdf', 'i18n', 'pwa', 'ui'],
  routes: ['domain', 'crypto', 'store', 'print-code', 'pdf', 'i18n', 'pwa', 'ui', 'feature'],
  worker: ['domain', 'feature', 'pwa'],
  couch: ['domain', 'crypto']
};

/** Packages that only one room may know. */
const PACKAGES: readonly { readonly name: RegExp; readonly rooms: readonly Room[] }[] = [
  { name: /^(pouchdb|transform-pouch)/, rooms: ['store', 'couch'] },
  { name: /^@internationalized\//, rooms: ['ui'] },
  { name: /^(jspdf|bidi-js|harfbuzzjs|@libpdf)/, rooms: ['pdf'] },
  { name: /^lean-qr/, rooms: ['print-code', 'ui'] },
  {
    name: /^(nano|leveldown|nodemailer|fastify|@fastify|@node-rs|esbuild|pino|prom-client)/,
    rooms: ['couch']
  },
  { name: /^node:/, rooms: ['couch'] },
  {
    name: /^(svelte|bits-ui|\$app|\$service-worker)/,
    rooms: ['ui', 'feature', 'routes', 'store', 'worker', 'i18n', 'pwa']
  },
  { name: /^workbox-/, rooms: ['worker'] }
];

const NAMED: readonly Room[] = ['domain', 'store', 'crypto', 'print-code', 'pdf', 'i18n', 'pwa', 'ui'];
/** Made by a tool at build time, or run by one: they serve the build, not the product. */
const BUILD_TIME = [
  /^src\/lib\/i18n\/paraglide\//,
  /^src\/lib\/i18n\/(locale-split|review)\.ts$/,
  /^src\/lib\/pdf\/subset\//,
  /^src\/lib\/archive\/build-reader\.ts$/,
  /^src\/lib\/lists\/pack-edition\.ts$/,
  /^src\/lib\/public-pages\/licence-notices\.ts$/,
  /^src\/lib\/pwa\/write-packs\.ts$/,
  /^src\/lib\/reply-file\/build-page\.ts$/,
  /^src\/lib\/training\/compile\//
];

function roomOf(path: string): Room | null {
  const parts = path.split(sep).join('/').split('/');
  if (parts[0] === 'couch') return 'couch';
  if (parts[0] !== 'src') return null;
  if (parts[1] === 'routes') return 'routes';
  if (parts[1] === 'service-worker.ts') return 'worker';
  if (parts[1] !== 'lib' || parts[2] === undefined) return null;
  return NAMED.find((room) => room === parts[2]) ?? 'feature';
}

function codeOf(source: string): string {
  return source.replace(/^\s*(?:\/\*|\*|\/\/).*$/gm, '');
}

function importsOf(source: string): string[] {
  const found: string[] = [];
  const code = codeOf(source);
  const expression = /(?:\bfrom\s*|\bimport\s*\(\s*|\bimport\s+)['"]([^'"]+)['"]/g;
  for (const match of code.matchAll(expression)) if (match[1]) found.push(match[1]);
  return found;
}

/** The path that an import names, from the top of the house; null for a package. */
function targetOf(specifier: string, file: string): string | null {
  if (specifier.startsWith('#lib/') || specifier.startsWith('$lib/'))
    return join('src/lib', specifier.slice(5));
  if (specifier.startsWith('#couch/')) return join('couch', specifier.slice(7));
  if (specifier.startsWith('.')) return relative(root, resolve(root, dirname(file), specifier));
  return null;
}

function featureOf(path: string): string | null {
  return roomOf(path) === 'feature' ? (path.split(sep)[2] ?? null) : null;
}

function couchFloorOf(path: string): string | null {
  return couchRoomOf(path.split(sep).join('/'));
}

const SAYS = join('couch/api/');
const WORDS = ['messages/', 'country-tables.ts', 'plain-format.ts'].map((name) => join('src/lib/i18n', name));

function mayImport(file: string, target: string): boolean {
  const [from, to] = [roomOf(file), roomOf(target)];
  if (from === null || to === null) return true;
  // The server says problems in the words of the screens, without the screens.
  if (file.startsWith(SAYS) && WORDS.some((word) => target.startsWith(word))) return true;
  const [floor, below] = [couchFloorOf(file), couchFloorOf(target)];
  if (floor !== null && below !== null) return floor === below || (COUCH_ARROWS[floor] ?? []).includes(below);
  const [feature, other] = [featureOf(file), featureOf(target)];
  if (feature !== null && other !== null)
    return feature === other || (FEATURE_ARROWS[feature] ?? []).includes(other);
  return (from === to || ARROWS[from].includes(to)) && mayImportInStore(file, target);
}

/** Violations of one file, as sentences; empty where it keeps to the table. */
function judgeFile(file: string, source: string): string[] {
  const room = roomOf(file);
  if (room === null || BUILD_TIME.some((expression) => expression.test(file.split(sep).join('/')))) return [];
  const found: string[] = [];
  for (const specifier of importsOf(source)) {
    const target = targetOf(specifier, file);
    if (target !== null) {
      if (!mayImport(file, target))
        found.push(`${file} (${room}) imports ${specifier} (${String(roomOf(target))})`);
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

function arrowsOf(paths: readonly string[]): Arrows {
  const targetsOf = (file: string): string[] =>
    importsOf(readFileSync(join(root, file), 'utf8')).flatMap((specifier) => targetOf(specifier, file) ?? []);
  return new Map(paths.map((file) => [file, targetsOf(file)]));
}

/** Which others each imports, by what `nameOf` says that a file belongs to. */
function namesImported(arrows: Arrows, nameOf: (path: string) => string | null): Record<string, string[]> {
  const found: Record<string, Set<string>> = {};
  for (const [file, targets] of arrows) {
    const name = nameOf(file);
    if (name === null) continue;
    const others = (found[name] ??= new Set());
    for (const target of targets) {
      const other = nameOf(target);
      if (other !== null && other !== name) others.add(other);
    }
  }
  return Object.fromEntries(Object.entries(found).map(([name, others]) => [name, [...others].sort()]));
}

function sortRows(table: Readonly<Record<string, readonly string[]>>): Record<string, string[]> {
  return Object.fromEntries(Object.entries(table).map(([name, others]) => [name, [...others].sort()]));
}

describe('the house', () => {
  test('every import follows the arrows: routes → features → ui, store, pdf, crypto, i18n → domain ← couch', () => {
    expect(files.length).toBeGreaterThan(100);
    expect(files.flatMap((file) => judgeFile(file, readFileSync(join(root, file), 'utf8')))).toEqual([]);
  });

  test('each feature has its row among the arrows, and the row says what it imports and no more', () => {
    expect(namesImported(arrowsOf(files), featureOf)).toEqual(sortRows(FEATURE_ARROWS));
  });

  test('each room and floor of couch has its row, and the row says what it imports and no more', () => {
    expect(namesImported(arrowsOf(files), couchFloorOf)).toEqual(sortRows(COUCH_ARROWS));
  });

  test('nothing outside of the engine’s room knows what lies beneath it', () => {
    const judge = (file: string, source: string): string[] => {
      const targets = importsOf(source).flatMap((specifier) => targetOf(specifier, file) ?? []);
      return judgeBeneath(file.split(sep).join('/'), codeOf(source), targets);
    };
    expect(files.flatMap((file) => judge(file, readFileSync(join(root, file), 'utf8')))).toEqual([]);
    const planted = [
      "import { openPouch } from '#couch/engine/pouch.ts';",
      "import { serviceUserOf } from '../engine/service-user.ts';",
      "import PouchCore from 'pouchdb-core';",
      "const level = await import('leveldown');",
      'export type Page = PouchDB.Core.ChangesResponse<object>;'
    ];
    for (const source of planted) expect(judge('couch/gateway/x.ts', source), source).toHaveLength(1);
    expect(judge('couch/engine/x.ts', planted.join('\n'))).toEqual([]);
  });

  test('no rooms, no features and no floors lead back to themselves', () => {
    expect(findCircles(new Map(Object.entries(ARROWS)))).toEqual([]);
    expect(findCircles(new Map(Object.entries(FEATURE_ARROWS)))).toEqual([]);
    expect(findCircles(new Map(Object.entries(COUCH_ARROWS)))).toEqual([]);
    expect(findCircles(new Map(Object.entries(STORE_FLOORS)))).toEqual([]);
  });

  test('no file leads back to itself by what it imports', () => {
    const arrows = arrowsOf(files);
    const known = new Set(files);
    expect([...arrows.values()].flat().filter((target) => known.has(target)).length).toBeGreaterThan(1000);
    expect(findCircles(arrows)).toEqual([]);
  });

  test('each floor of the store stands in the table, and its row says what it imports and no more', () => {
    expect(namesImported(arrowsOf(files), storeFloorOf)).toEqual(sortRows(STORE_FLOORS));
  });

  test('no folder of the domain imports one above it, and each has its place', () => {
    const own = files.filter((file) => domainFloorOf(file) !== null);
    const upward = [...arrowsOf(own)].flatMap(([file, targets]) =>
      targets.filter((target) => importsUpward(file, target)).map((target) => `${file} imports ${target}`)
    );
    expect(upward).toEqual([]);
    expect(new Set(own.map(domainFloorOf)).size).toBe(DOMAIN_FLOORS.length);
    expect(importsUpward('src/lib/domain/act/x.ts', 'src/lib/domain/dossier/y.ts')).toBe(true);
    expect(importsUpward('src/lib/domain/new/x.ts', 'src/lib/domain/act/y.ts')).toBe(true);
    expect(importsUpward('src/lib/domain/dossier/x.ts', 'src/lib/domain/quantity.ts')).toBe(false);
  });

  test('a planted circle is found, be it of one, two or three', () => {
    const around: Arrows = new Map([
      ['a', ['b']],
      ['b', ['c']],
      ['c', ['a', 'd']],
      ['d', ['e']],
      ['e', []],
      ['f', ['f', 'e']]
    ]);
    const onward: Arrows = new Map([
      ['a', ['b', 'c']],
      ['b', ['c']],
      ['c', []]
    ]);
    expect(findCircles(around)).toEqual([['a', 'b', 'c'], ['f']]);
    expect(findCircles(onward)).toEqual([]);
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
      ['couch/base/x.ts', "import type { Engine } from '#couch/engine/engine.ts';"],
      ['couch/exchange/x.ts', "import { LargeBodies } from '#couch/gateway/bounds/bodies.ts';"],
      ['couch/demonstration/x.ts', "import { requestDevice } from '../gateway/routes/devices.ts';"],
      ['couch/gateway/bounds/x.ts', "import type { Call } from '../calls/call.ts';"],
      ['couch/gateway/door/x.ts', "import { buildGateway } from '../gateway.ts';"],
      ['couch/provision/backup/x.ts', "import { runKeys } from '../keys-command.ts';"],
      ['couch/unheard-of/x.ts', "import { Mutex } from '#couch/base/turns.ts';"],
      ['src/lib/pdf/x.ts', "import { page } from '../../routes/page.ts';"],
      ['src/lib/pwa/x.ts', "import Notice from '#lib/ui/notice/Notice.svelte';"],
      ['src/lib/i18n/x.ts', "import { saveOrRefuse } from '#lib/pwa/safe-reload.ts';"],
      ['src/lib/sync/X.svelte', "<script>import { word } from '#lib/register/row-words.ts';</script>"],
      ['src/lib/store/disk/x.ts', "import type { Records } from '../index/records.ts';"],
      ['src/lib/store/index/x.ts', "import { callServer } from '../server/call-server.ts';"],
      ['src/lib/store/sync/x.ts', "const part = await import('#lib/store/commands/act-signer.ts');"],
      ['src/lib/store/opening/x.ts', "import { store } from '../store.svelte.ts';"],
      ['src/lib/store/api/x.ts', "export type { Opened } from '../disk/sealed-database.ts';"],
      ['src/lib/store/unheard-of/x.ts', "import type { Person } from '../api.ts';"],
      ['src/lib/registration/x.ts', "import { queue } from '../country-accounts/queue.ts';"],
      ['src/lib/unheard-of/x.ts', "import { word } from '#lib/register/row-words.ts';"]
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
    const floors = Object.keys(COUCH_ARROWS).filter((room) => room.includes('/'));
    const rooms = [
      ...foldersOf('src/lib'),
      'src/routes',
      'changes',
      'couch',
      ...foldersOf('couch'),
      ...floors.map((floor) => `couch/${floor}`),
      'test'
    ];
    expect(rooms.length).toBeGreaterThan(25);
    const without = rooms.filter((room) => !readdirSync(join(root, room)).includes('README.md'));
    expect(without).toEqual([]);
  });

  test('the top level holds what the house says and nothing else', () => {
    const allowed =
      /^(package(-lock)?\.json|tsconfig\.json|(svelte|vite)\.config\.(js|ts)|src|static|couch|test|changes|(README|CONTRIBUTING|SECURITY|CHANGELOG)\.md|LICENSE|build|data|node_modules|coverage|test-results|playwright-report|\..+)$/;
    expect(readdirSync(root).filter((name) => !allowed.test(name))).toEqual([]);
  });
});
