/**
 * Folders with secrets and the hashes of passwords are their owner's alone; those of before are mended whenever
 * they are used. Only folders that we have made, or filled, are closed: one that is everybody's, such as /tmp, or
 * holds nothing of ours stays as it is, and the doctor says so.
 */
import { chmodSync, existsSync, mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** What lies in a folder of ours. */
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
