/** Readable by their owner only. Shared folders such as /tmp stay open, and the doctor reports it. */
import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { StartError } from './command.ts';

const OURS = ['i2es-data.json', 'secrets.json'];

const EVERYBODY = 0o1000;

export function makeOwnFolder(path: string): void {
  const isNew = mkdirSync(path, { recursive: true, mode: 0o700 }) !== undefined;
  if (isNew || process.platform === 'win32') return;
  const { mode } = statSync(path);
  const isOurs = OURS.some((name) => existsSync(join(path, name)));
  if ((mode & 0o077) === 0 || (mode & EVERYBODY) !== 0 || !isOurs) return;
  try {
    chmodSync(path, 0o700);
  } catch (error) {
    if ((error as { code?: string }).code !== 'EPERM') throw error;
  }
}

/** Sufficient for a spinning-up disk or a share on a slow connection. */
const MAX_ANSWER_MS = 15_000;
/** The small files at its top are read too. Their own readers report errors. */
const LOOK = `
const { readdirSync, readFileSync } = require('node:fs');
const folder = process.argv[1];
for (const name of readdirSync(folder)) if (/\\.(?:json|txt)$/.test(name)) try { readFileSync(folder + '/' + name) } catch {}
`;

/** In another process: an absent network share blocks the process for ever, beyond signals. */
export async function ensureAnswers(folder: string, within = MAX_ANSWER_MS): Promise<void> {
  const child = spawn(process.execPath, ['-e', LOOK, folder], { stdio: 'ignore' });
  const ended = new Promise<boolean>((resolve) => {
    child.once('error', () => resolve(true));
    child.once('exit', () => resolve(true));
  });
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => (timer = setTimeout(() => resolve(false), within)));
  const hasAnswered = await Promise.race([ended, late]);
  clearTimeout(timer);
  if (hasAnswered) return;
  // A process that waits for such a disk might survive being killed.
  child.kill('SIGKILL');
  child.unref();
  throw new StartError(
    `The data folder ${folder} does not answer. See that its disk or network share is connected, then start again.`
  );
}
