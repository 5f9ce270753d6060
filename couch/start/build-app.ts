/** Only if it is missing or older than its sources, so that `npm start` is one command. */
import { spawn } from 'node:child_process';
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync
} from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { StartError } from '#couch/base/command.ts';
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

/** An installation without build tools serves the app delivered with it. */
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

/** Two builds in one folder delete each other's files, so the second waits for the process named in a file. */
const LOOK_EVERY_MS = 500;
/** A build takes minutes on a slow computer. After an hour the number belongs to another process. */
const MAX_BUILD_MS = 60 * 60 * 1000;

async function buildInTurn(
  root: string,
  say: (sentence: string) => void,
  build: () => Promise<void>
): Promise<void> {
  const path = join(root, '.svelte-kit', 'i2es-building');
  mkdirSync(dirname(path), { recursive: true });
  for (let isTold = false; !take(path); isTold = true) {
    if (!isTold) say('Another I2ES is building the app in this folder: waiting for it …');
    await pause(LOOK_EVERY_MS);
  }
  try {
    await build();
  } finally {
    rmSync(path, { force: true });
  }
}

function take(path: string): boolean {
  try {
    writeFileSync(path, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as { code?: string }).code !== 'EEXIST') throw error;
  }
  if (!isUnderWay(path)) rmSync(path, { force: true });
  return false;
}

function isUnderWay(path: string): boolean {
  try {
    if (Date.now() - statSync(path).mtimeMs > MAX_BUILD_MS) return false;
    process.kill(Number(readFileSync(path, 'utf8')), 0);
    return true;
  } catch (error) {
    // EPERM: the process exists but belongs to another user.
    return (error as { code?: string }).code === 'EPERM';
  }
}
