/** One record in a small database of its own, so that no page needs the records of an authority to verify a form. */
import type { KeptLists } from '#lib/crypto/public-lists.ts';

const [DATABASE, PLACE, RECORD] = ['i2es-lists', 'lists', 'held'] as const;

/** Null without a record, and where the browser keeps nothing. */
export async function readKept(): Promise<KeptLists | null> {
  const kept: unknown = await withPlace('readonly', (place) => place.get(RECORD)).catch(() => null);
  return (kept as KeptLists | undefined) ?? null;
}

export async function writeKept(lists: KeptLists): Promise<void> {
  await withPlace('readwrite', (place) => place.put(lists, RECORD));
}

async function withPlace<T>(
  mode: IDBTransactionMode,
  work: (place: IDBObjectStore) => IDBRequest<T>
): Promise<T> {
  const opening = indexedDB.open(DATABASE, 1);
  opening.onupgradeneeded = () => void opening.result.createObjectStore(PLACE);
  const database = await settled(opening);
  try {
    return await settled(work(database.transaction(PLACE, mode).objectStore(PLACE)));
  } finally {
    database.close();
  }
}

function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('IndexedDB'));
  });
}
