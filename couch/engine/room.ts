/**
 * How much room the disk has. LevelDB is not let to the end of it, since a write that fails half way leaves
 * it in a state that only opening it anew puts right: documents are refused while a little is left, and
 * what the server writes for itself while half of that is.
 */
import { statfs } from 'node:fs/promises';
import { EngineError } from './problem.ts';

/** Left for what LevelDB does later with writes that it has taken: some of its files of 2 MB, its logs of 4 MB. */
export const KEPT_FREE = 32 * 1024 * 1024;

/** With less new sessions are refused, so that sessions can still end. */
export const ROOM_TO_SIGN_IN = KEPT_FREE / 2;

/** Twice the log that is read, and written as a table, when a store is opened. */
export const ROOM_TO_OPEN = 8 * 1024 * 1024;

export async function readFreeBytes(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

/** Throws `disk-full`, in a sentence for whoever runs the server. */
export async function ensureRoom(folder: string, least = KEPT_FREE): Promise<void> {
  const freeBytes = await readFreeBytes(folder);
  if (freeBytes >= least) return;
  throw diskFull(freeBytes, least, ` of ${folder}`);
}

export function diskFull(freeBytes: number, least: number, where = ''): EngineError {
  const [free, needed] = [freeBytes, least].map((bytes) => `${Math.floor(bytes / 1024 / 1024)} MB`);
  return new EngineError('disk-full', `The disk${where} is full: ${free} are free, ${needed} are needed.`);
}
