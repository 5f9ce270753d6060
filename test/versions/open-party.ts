/** A packed version, opened in this process next to this version. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { brotliDecompressSync } from 'node:zlib';
import type * as Party from './party.ts';

const HERE = import.meta.dirname;
/** Packages are found from here as from a source file: both versions share PouchDB, and with it the databases in memory. */
const OPENED = join(HERE, '../../test-results/versions');

/** In a folder with its own `package.json`, which it takes for its source folder. */
export async function openParty(version: string, folder = join(HERE, version)): Promise<typeof Party> {
  const packed = readFileSync(join(folder, 'party.mjs.br')) as unknown as Uint8Array;
  const name = createHash('sha256').update(packed).digest('hex').slice(0, 16);
  const opened = join(OPENED, name);
  if (!existsSync(opened)) {
    const begun = join(OPENED, `${name}.${process.pid}`);
    mkdirSync(begun, { recursive: true });
    writeFileSync(join(begun, 'party.mjs'), brotliDecompressSync(packed) as unknown as Uint8Array);
    writeFileSync(join(begun, 'package.json'), JSON.stringify({ version, type: 'module' }));
    renameSync(begun, opened);
  }
  return (await import(/* @vite-ignore */ pathToFileURL(join(opened, 'party.mjs')).href)) as typeof Party;
}
