/** Two builds in one folder delete each other's files, so the second waits for the process named in a file. */
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const LOOK_EVERY_MS = 500;
/** A build takes minutes on a slow computer. After an hour the number belongs to another process. */
const MAX_BUILD_MS = 60 * 60 * 1000;

export async function buildInTurn(
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
