import { refuse, accept, type Result } from '#lib/domain/result.ts';
import type { StorageState } from '../api.ts';

const TIGHT_SHARE = 0.9;

export const UNKNOWN_STORAGE: StorageState = {
  persistent: false,
  usedBytes: null,
  quotaBytes: null,
  tight: false
};

/** Some browsers ask the person, who can leave the question open for hours: nothing waits. */
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

/**
 * WebKit stores no Blob in a private window. A separate database, since WebKit might never end the test transaction.
 */
const NAME = 'i2es-private';
const ANSWER_WITHIN_MS = 2_000;

export function isPrivateWindow(): Promise<boolean> {
  return new Promise((tell) => {
    // Only a refused Blob proves it; other errors prove nothing.
    const timer = setTimeout(() => tell(false), ANSWER_WITHIN_MS);
    const answer = (isPrivate: boolean): void => {
      clearTimeout(timer);
      tell(isPrivate);
    };
    const opening = globalThis.indexedDB?.open(NAME);
    if (!opening) return answer(false);
    opening.onupgradeneeded = () => void opening.result.createObjectStore('blob');
    opening.onerror = () => answer(false);
    opening.onsuccess = () => tryBlob(opening.result, answer);
  });
}

function tryBlob(database: IDBDatabase, answer: (isPrivate: boolean) => void): void {
  const end = (isPrivate: boolean): void => {
    database.close();
    indexedDB.deleteDatabase(NAME);
    answer(isPrivate);
  };
  const storing = database
    .transaction('blob', 'readwrite')
    .objectStore('blob')
    .put(new Blob(['i']), 'blob');
  storing.onsuccess = () => end(false);
  storing.onerror = (event) => {
    event.preventDefault();
    end(true);
  };
}

/** Opens none, so that a page can greet new people before the larger part loads. True if unknown. */
const OURS = '_pouch_';

export async function mayHoldRecords(): Promise<boolean> {
  try {
    const databases = await globalThis.indexedDB.databases();
    return databases.some(({ name }) => name === undefined || name.startsWith(OURS));
  } catch {
    return true;
  }
}
