// @ts-check
/**
 * Runs a command of `cli.ts`: compiled, where what `npm run build` made of it is of these very sources; else through the
 * loader that reads TypeScript. It is plain JavaScript, since it is what Node starts with.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const COMPILED = join(ROOT, '.server');

/** By content: dates say nothing after a checkout or in an image. */
function isFresh() {
  try {
    const made = JSON.parse(readFileSync(join(COMPILED, 'sources.json'), 'utf8'));
    return Object.entries(made).every(([source, hash]) => hashOf(join(ROOT, source)) === hash);
  } catch {
    return false;
  }
}

/** @param {string} file */
function hashOf(file) {
  return createHash('sha256')
    .update(new Uint8Array(readFileSync(file)))
    .digest('base64url');
}

if (isFresh()) await import(pathToFileURL(join(COMPILED, 'cli.js')).href);
else {
  const { register } = await import('tsx/esm/api');
  register();
  await import('./cli.ts');
}
