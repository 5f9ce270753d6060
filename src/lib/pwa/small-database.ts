/** Work on the one place of a small database of this browser, which needs no passphrase. */
export async function withPlace<T>(
  [name, place]: readonly [name: string, place: string],
  mode: IDBTransactionMode,
  work: (place: IDBObjectStore) => IDBRequest<T>
): Promise<T> {
  const opening = indexedDB.open(name, 1);
  opening.onupgradeneeded = () => void opening.result.createObjectStore(place);
  const database = await settled(opening);
  try {
    return await settled(work(database.transaction(place, mode).objectStore(place)));
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
