/**
 * Bundles an entry into one expression for CouchDB: SpiderMonkey parses with esprima 4, which supports ES2017 at most.
 */
import { build } from 'esbuild';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { SOURCE_FOLDER } from '#couch/base/source-folder.ts';

export const FOLDER = join(SOURCE_FOLDER, 'couch/ddocs');

export interface Bundle {
  /** `(function () { var $; …; return $; })()` */
  readonly expression: string;
  /** Source files relative to this folder, with their SHA-256. */
  readonly sources: Readonly<Record<string, string>>;
}

export type Wrapper = 'asMap' | 'asStructure' | 'asAuthority';

/** `wrapper` names a function of `couch-manner.ts`. */
export async function bundleEntry(entry: string, wrapper: Wrapper): Promise<Bundle> {
  const result = await build({
    stdin: {
      contents: `import entry from './${entry}.ts'; import { ${wrapper} } from './couch-manner.ts'; $ = ${wrapper}(entry);`,
      resolveDir: FOLDER,
      loader: 'ts'
    },
    absWorkingDir: FOLDER,
    // The project's tsconfig extends .svelte-kit, which a fresh clone does not have yet.
    tsconfigRaw: '{}',
    bundle: true,
    write: false,
    metafile: true,
    format: 'iife',
    target: 'es2017',
    charset: 'ascii',
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: 'none',
    treeShaking: true,
    supported: { 'object-rest-spread': false, bigint: false }
  });
  const code = (result.outputFiles[0]?.text ?? '').trim();
  const inputs = Object.keys(result.metafile.inputs).filter((input) => input !== '<stdin>');
  return { expression: `(function () { var $; ${code} return $; })()`, sources: sourceHashes(inputs) };
}

function sourceHashes(inputs: string[]): Record<string, string> {
  return Object.fromEntries(
    inputs.sort().map((input) => [relative(FOLDER, join(FOLDER, input)), hashOfFile(input)])
  );
}

export function hashOfFile(source: string): string {
  try {
    return contentHash(readFileSync(join(FOLDER, source), 'utf8'));
  } catch {
    return '';
  }
}

export function contentHash(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}
