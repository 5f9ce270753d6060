/**
 * Free disk space. LevelDB must not fill the disk, since a half-written write needs reopening. Documents are refused at
 * the reserve, the server's own writes at half of it.
 */
import { statfs } from 'node:fs/promises';
import { EngineError } from './problem.ts';

/** Reserve for LevelDB's later work: some files of 2 MB, its logs of 4 MB. */
export const KEPT_FREE = 32 * 1024 * 1024;

/** Below it new sessions are refused, so that sessions can still end. */
export const ROOM_TO_SIGN_IN = KEPT_FREE / 2;

/** Opening a store reads its log and writes it as a table: twice its size. */
export const ROOM_TO_OPEN = 8 * 1024 * 1024;

export async function readFreeBytes(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

/** Throws `disk-full` with a sentence for the server operator. */
export async function ensureRoom(folder: string, least = KEPT_FREE): Promise<void> {
  const freeBytes = await readFreeBytes(folder);
  if (freeBytes >= least) return;
  throw diskFull(freeBytes, least, ` of ${folder}`);
}

export function diskFull(freeBytes: number, least: number, where = ''): EngineError {
  const [free, needed] = [freeBytes, least].map((bytes) => `${Math.floor(bytes / 1024 / 1024)} MB`);
  return new EngineError('disk-full', `The disk${where} is full: ${free} are free, ${needed} are needed.`);
}
