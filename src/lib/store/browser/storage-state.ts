/** The browser's promise to keep data and the room left: both measured, never assumed. */
import { refuse, accept, type Result } from '#lib/domain/result.ts';
import type { StorageState } from '../api.ts';

const TIGHT_SHARE = 0.9;

export const UNKNOWN_STORAGE: StorageState = {
  persistent: false,
  usedBytes: null,
  quotaBytes: null,
  tight: false
};

/**
 * Some browsers ask the person, who can leave the question open for hours: nothing waits, and `tell` receives the
 * answer.
 */
export function askToPersist(tell: (storage: StorageState) => void): void {
  const storage = globalThis.navigator?.storage;
  if (!storage) return;
  const ask = async (): Promise<void> => {
    if (!(await storage.persisted())) await storage.persist();
    tell(await readStorage());
  };
  ask().catch(() => undefined);
}

/** Prompts no one; unknown if the browser gives no data. */
export function readStorage(): Promise<StorageState> {
  const storage = globalThis.navigator?.storage;
  return storage ? askStorage(storage).catch(() => UNKNOWN_STORAGE) : Promise.resolve(UNKNOWN_STORAGE);
}

async function askStorage(storage: StorageManager): Promise<StorageState> {
  const persistent = await storage.persisted();
  const { usage = null, quota = null } = await storage.estimate();
  const tight = usage !== null && quota !== null && quota > 0 && usage / quota > TIGHT_SHARE;
  return { persistent, usedBytes: usage, quotaBytes: quota, tight };
}

/** Call before long work: nothing begins that could not be stored at its end. */
export function judgeRoom(storage: StorageState): Result<true> {
  if (!storage.tight) return accept(true);
  const percent = Math.round(((storage.usedBytes ?? 0) / (storage.quotaBytes ?? 1)) * 100);
  return refuse({ code: 'storage.tight', values: { percent } });
}
