/** Builds the app where it is missing or older than what it is made of, so that `npm start` is one command. */
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { StartError } from '#couch/base/env.ts';
import { compiledFolder, compileServer } from './compile-server.ts';

const SOURCES = ['src', 'static', 'svelte.config.js', 'vite.config.ts', 'package-lock.json'];
/** Written by the build itself. */
const GENERATED = join('src', 'lib', 'i18n', 'paraglide');
/** Written last by the build. */
const LAST = join('build', '200.html');
const BUILDER = join('node_modules', 'vite', 'bin', 'vite.js');

/** The folder of the built app. An installation without the build tools serves what it was delivered with. */
export async function ensureBuiltApp(root: string, say: (sentence: string) => void): Promise<string> {
  const built = join(root, 'build');
  const isThere = existsSync(join(root, LAST));
  const canBuild = existsSync(join(root, BUILDER)) && existsSync(join(root, 'src'));
  if (!canBuild && !isThere)
    throw new StartError('The app is not built and the build tools are not installed: run npm ci.');
  if (isThere && (!canBuild || !isOlder(root))) return built;
  say(isThere ? 'The app has changed since it was built; building it …' : 'Building the app (once) …');
  const started = Date.now();
  await runBuild(root);
  await compileServer(root, compiledFolder(root));
  say(`Built in ${Math.round((Date.now() - started) / 1000)} s.`);
  return built;
}

function isOlder(root: string): boolean {
  const built = statSync(join(root, LAST)).mtimeMs;
  return SOURCES.some((source) => newestOf(root, source) > built);
}

function newestOf(root: string, path: string): number {
  const full = join(root, path);
  if (path === GENERATED || !existsSync(full)) return 0;
  const status = statSync(full);
  if (!status.isDirectory()) return status.mtimeMs;
  return Math.max(0, ...readdirSync(full).map((name) => newestOf(root, join(path, name))));
}

function runBuild(root: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(root, BUILDER), 'build'], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe']
    });
    let tail = '';
    const keep = (chunk: Buffer): void => void (tail = (tail + chunk.toString()).slice(-4000));
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', reject);
    child.on('close', (code) =>
      code === 0 ? resolve() : reject(new StartError(`The app cannot be built:\n${tail.trim()}`))
    );
  });
}
