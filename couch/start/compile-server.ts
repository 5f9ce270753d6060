/** With a hash of each source by which `run.js` sees changes. */
import { build } from 'esbuild';
import { createHash } from 'node:crypto';
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Surroundings } from '#couch/base/command.ts';

/** Installed packages are not compiled in; `#lib` and `#couch` are. */
const PACKAGES = /^[^.#/]/;

export function compiledFolder(root: string): string {
  return join(root, '.server');
}

export async function runCompile(_words: readonly string[], { root, say }: Surroundings): Promise<number> {
  const files = await compileServer(root, compiledFolder(root));
  say(`Compiled the server of ${files} files.`);
  return 0;
}

export async function compileServer(root: string, folder: string): Promise<number> {
  const making = `${folder}-${process.pid}`;
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: [join('couch', 'cli.ts')],
    outdir: making,
    plugins: [
      {
        name: 'packages',
        setup: ({ onResolve }) =>
          void onResolve({ filter: PACKAGES }, ({ path, kind }) =>
            kind === 'entry-point' ? null : { path, external: true }
          )
      }
    ],
    // A fresh clone has no .svelte-kit yet, which the project's tsconfig extends.
    tsconfigRaw: '{}',
    bundle: true,
    splitting: true,
    metafile: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    legalComments: 'none'
  });
  const sources = Object.keys(metafile.inputs).sort();
  const hashes = sources.map((source) => [source, hashOf(join(root, source))]);
  writeFileSync(join(making, 'sources.json'), JSON.stringify(Object.fromEntries(hashes)));
  // A process that starts now finds the old or the new folder, never half of one.
  rmSync(folder, { recursive: true, force: true });
  renameSync(making, folder);
  return sources.length;
}

function hashOf(file: string): string {
  return createHash('sha256')
    .update(new Uint8Array(readFileSync(file)))
    .digest('base64url');
}
