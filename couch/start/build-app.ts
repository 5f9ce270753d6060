/** Builds the app if it is missing or older than its sources, so that `npm start` is one command. */
import { spawn } from 'node:child_process';
import { accessSync, constants, existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { StartError } from '#couch/base/env.ts';
import { buildInTurn } from './build-turn.ts';
import { compiledFolder, compileServer } from './compile-server.ts';

const SOURCES = ['src', 'static', 'svelte.config.js', 'vite.config.ts', 'package-lock.json'];
const GENERATED = join('src', 'lib', 'i18n', 'paraglide');
const LAST = join('build', '200.html');
const BUILDER = join('node_modules', 'vite', 'bin', 'vite.js');

export class BuildStopped extends Error {}

interface Building {
  readonly root: string;
  readonly say: (sentence: string) => void;
  readonly stopping: AbortSignal;
}

/** Returns the folder of the built app. An installation without build tools serves the app delivered with it. */
export async function ensureBuiltApp({ root, say, stopping }: Building): Promise<string> {
  const built = join(root, 'build');
  const isThere = existsSync(join(root, LAST));
  const isCurrent = (): boolean => existsSync(join(root, LAST)) && !isOlder(root);
  const canBuild = existsSync(join(root, BUILDER)) && existsSync(join(root, 'src'));
  if (!canBuild && !isThere)
    throw new StartError('The app is not built and the build tools are not installed: run npm ci.');
  if (isThere && (!canBuild || isCurrent() || !isWritable(root))) return built;
  refuseUnbuildable(root);
  await buildInTurn(root, say, async () => {
    if (isCurrent()) return;
    say(isThere ? 'The app has changed since it was built; building it …' : 'Building the app (once) …');
    const started = Date.now();
    await runBuild(root, stopping);
    await compileServer(root, compiledFolder(root));
    say(`Built in ${Math.round((Date.now() - started) / 1000)} s.`);
  });
  return built;
}

function isWritable(root: string): boolean {
  try {
    accessSync(root, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

function refuseUnbuildable(root: string): void {
  if (!isWritable(root))
    throw new StartError(
      `The app is not built, and ${root} cannot be written. Run npm run build where it can be, or name a built app in APP_DIR.`
    );
  if (root.includes('#'))
    throw new StartError(
      `The app cannot be built in ${root}: its path has a #, which the build tools take for the end of a name. Move it to a folder without one.`
    );
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

function runBuild(root: string, stopping: AbortSignal): Promise<void> {
  if (stopping.aborted) return Promise.reject(new BuildStopped());
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(root, BUILDER), 'build'], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe']
    });
    let tail = '';
    const keep = (chunk: Buffer): void => void (tail = (tail + chunk.toString()).slice(-4000));
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    const end = (): void => void child.kill('SIGTERM');
    stopping.addEventListener('abort', end);
    child.on('error', reject);
    child.on('close', (code) => {
      stopping.removeEventListener('abort', end);
      if (code === 0) resolve();
      else if (stopping.aborted) reject(new BuildStopped());
      else reject(new StartError(`The app cannot be built:\n${tail.trim()}`));
    });
  });
}
