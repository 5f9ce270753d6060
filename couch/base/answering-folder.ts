/**
 * Checks in another process that a folder answers: an absent network share blocks the process for ever, beyond signals.
 */
import { spawn } from 'node:child_process';
import { StartError } from './start-error.ts';

/** Sufficient for a spinning-up disk or a share on a slow connection. */
const MAX_ANSWER_MS = 15_000;
/** Lists the folder and reads the small files at its top. Their own readers report errors. */
const LOOK = `
const { readdirSync, readFileSync } = require('node:fs');
const folder = process.argv[1];
for (const name of readdirSync(folder)) if (/\\.(?:json|txt)$/.test(name)) try { readFileSync(folder + '/' + name) } catch {}
`;

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
