// @ts-check
/**
 * Runs a command of `cli.ts`: compiled if the build matches these sources, else through the TypeScript loader. Plain
 * JavaScript, because Node starts with it.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const COMPILED = join(ROOT, '.server');

/** Checks requirements before anything is loaded that would fail without them. */
function hindrance() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19))
    return `I2ES needs Node 20.19 or newer, and this is Node ${process.versions.node}. Install a newer one from nodejs.org, then run the command again.`;
  if (ROOT.includes('?'))
    return `I2ES cannot run in ${ROOT}: its path has a ?, which Node takes for the end of a name. Move it to a folder without one.`;
  return null;
}

/** Compares content: dates are unreliable after a checkout or in an image. */
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

/** @param {string} sentence */
function end(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}

const hindered = hindrance();
if (hindered !== null) end(hindered);
if (isFresh()) await import(pathToFileURL(join(COMPILED, 'cli.js')).href);
else {
  const loader = await import('tsx/esm/api').catch(() => null);
  if (loader === null) end(`The packages of I2ES are not installed in ${ROOT}. Run npm ci there first.`);
  else loader.register();
  await import('./cli.ts');
}
