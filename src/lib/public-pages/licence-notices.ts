/**
 * Build step: writes `licences.txt`, because the licences of the app's packages require their text in every copy. A
 * package without a licence text stops the build: its terms are then unknown.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Plugin } from 'vite';

const SERVICE_WORKER = 'src/service-worker.ts';
const PACKAGE = /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/;
const LICENCE_FILE = /^(?:licen[cs]e|copying|notice)/i;

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}

function readManifest(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
}

/** Kit builds the service worker without this plugin, so its imports and what they need are read here. */
function serviceWorkerFolders(): string[] {
  const found = new Set<string>();
  const add = (name: string): void => {
    const folder = resolve('node_modules', name);
    if (found.has(folder)) return;
    found.add(folder);
    Object.keys(readManifest(folder).dependencies ?? {}).forEach(add);
  };
  for (const [, name] of readFileSync(SERVICE_WORKER, 'utf8').matchAll(/from '([a-z@][^']*)'/g)) add(name!);
  return [...found];
}

function licenceTextOf(folder: string): string {
  const texts = readdirSync(folder).filter((file) => LICENCE_FILE.test(file));
  if (texts.length === 0)
    throw new Error(`${folder} has no licence text. Use another package, or ask its author for a text.`);
  return texts.map((file) => readFileSync(join(folder, file), 'utf8').trim()).join('\n\n');
}

export function noticesOf(folders: readonly string[]): string {
  const namesByText = new Map<string, string[]>();
  for (const folder of [...folders].sort()) {
    const { name, version } = readManifest(folder);
    const text = licenceTextOf(folder);
    namesByText.set(text, [...new Set(namesByText.get(text)).add(`${name} ${version}`)]);
  }
  const notices = [...namesByText].map(([text, names]) => `${names.join('\n')}\n\n${text}\n`);
  return notices.join(`\n${'-'.repeat(80)}\n\n`);
}

export function licenceNotices(): Plugin {
  return {
    name: 'i2es-licence-notices',
    apply: 'build',
    generateBundle(_options, bundle) {
      if (this.environment.name !== 'client') return;
      const modules = Object.values(bundle).flatMap((part) => (part.type === 'chunk' ? part.moduleIds : []));
      const folders = modules.flatMap((id) => PACKAGE.exec(id)?.[0] ?? []);
      const source = noticesOf([...new Set([...folders, ...serviceWorkerFolders()])]);
      this.emitFile({ type: 'asset', fileName: 'licences.txt', source });
    }
  };
}
