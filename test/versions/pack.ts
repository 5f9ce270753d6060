/** Packs `party.ts` of this checkout into one file; packages stay outside, as the tests of a later version have them. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build, transform, type Plugin } from 'esbuild';
import { compileModule } from 'svelte/compiler';

const ROOT = join(import.meta.dirname, '../..');

/** The store's reactive classes, compiled as for a server: they keep values and draw nothing. */
const reactive: Plugin = {
  name: 'reactive classes',
  setup: ({ onLoad }) => {
    onLoad({ filter: /\.svelte\.ts$/ }, async ({ path }) => {
      const { code } = await transform(await readFile(path, 'utf8'), { loader: 'ts', target: 'es2022' });
      return { contents: compileModule(code, { filename: path, generate: 'server' }).js.code };
    });
  }
};

/** No suite is run, and the embedded engine runs no design function as text: it only needs their hash. */
const INSTEAD: Readonly<Record<string, string>> = {
  vitest: 'export const describe = null;',
  esbuild: `export const build = async ({ stdin }) =>
    ({ outputFiles: [{ text: stdin.contents }], metafile: { inputs: {} } });`
};
const unused: Plugin = {
  name: 'unused here',
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /^(?:vitest|esbuild)$/ }, ({ path }) => ({ path, namespace: 'unused' }));
    // Five of six megabytes, for texts that no test of two versions reads.
    onLoad({ filter: /[\\/]messages[\\/]\w\w\.json$/ }, () => ({ contents: '{}', loader: 'json' }));
    onLoad({ filter: /./, namespace: 'unused' }, ({ path }) => ({ contents: INSTEAD[path] ?? '' }));
  }
};

/** An ES module, minified. */
export async function packParty(): Promise<Uint8Array> {
  const { outputFiles } = await build({
    entryPoints: [join(ROOT, 'test/versions/party.ts')],
    absWorkingDir: ROOT,
    bundle: true,
    minify: true,
    write: false,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    external: ['*.md'],
    plugins: [unused, reactive],
    define: { 'import.meta.env.SSR': 'false' },
    logLevel: 'error'
  });
  return outputFiles[0]!.contents;
}
