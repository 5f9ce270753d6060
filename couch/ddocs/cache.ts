/** Cache of built design documents in `built/` (not committed), valid while no source file changes. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseKind } from '#couch/base/databases.ts';
import { FOLDER, hashOfFile } from './bundle.ts';
import type { BuiltDesign } from './contract.ts';

interface Cached {
  readonly sources: Readonly<Record<string, string>>;
  readonly designs: readonly BuiltDesign[];
}

const BUILT = join(FOLDER, 'built');
/** Files that decide on a bundle without being bundled. */
const MAKERS = ['build.ts', 'bundle.ts', 'catalog.ts'];

export function readCache(kind: DatabaseKind): readonly BuiltDesign[] | null {
  try {
    const cached = JSON.parse(readFileSync(join(BUILT, `${kind}.json`), 'utf8')) as Cached;
    const fresh = Object.entries(cached.sources).every(([source, hash]) => hashOfFile(source) === hash);
    return fresh && MAKERS.every((maker) => maker in cached.sources) ? cached.designs : null;
  } catch {
    return null;
  }
}

/** A read-only folder (an image) costs a build at each start. */
export function writeCache(kind: DatabaseKind, { sources, designs }: Cached): void {
  const makers = Object.fromEntries(MAKERS.map((maker) => [maker, hashOfFile(maker)]));
  try {
    mkdirSync(BUILT, { recursive: true });
    writeFileSync(
      join(BUILT, `${kind}.json`),
      JSON.stringify({ sources: { ...sources, ...makers }, designs })
    );
  } catch {
    return;
  }
}
