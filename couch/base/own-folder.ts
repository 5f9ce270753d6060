/**
 * Secrets and password hashes are readable by their owner only. Only folders that I2ES made or filled are closed.
 * Shared folders such as /tmp stay open, and the doctor reports it.
 */
import { chmodSync, existsSync, mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Marks of a folder of ours. */
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
