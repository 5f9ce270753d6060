/** The built app's files and the hashes of its inline scripts, read once at start. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

export interface BuiltApp {
  readonly folder: string;
  /** Paths with `/` between the parts. */
  readonly files: ReadonlySet<string>;
  /** `'sha256-…'` of every inline script in the pages. */
  readonly scriptHashes: readonly string[];
}

export function readBuiltApp(folder: string): BuiltApp {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'));
  const pages = paths.filter((path) => path.endsWith('.html'));
  const hashes = pages.flatMap((page) => readHashes(readFileSync(join(folder, page), 'utf8')));
  return { folder, files: new Set(paths), scriptHashes: [...new Set(hashes)].sort() };
}

function readHashes(page: string): string[] {
  const policy = /http-equiv="content-security-policy" content="([^"]*)"/i.exec(page)?.[1] ?? '';
  const scripts = /script-src([^;]*)/.exec(policy)?.[1] ?? '';
  return scripts.match(/'sha256-[A-Za-z0-9+/=]+'/g) ?? [];
}
