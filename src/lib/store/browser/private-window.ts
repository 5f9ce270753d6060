/**
 * WebKit stores no Blob in a window that forgets everything when closed. Uses a separate database, since WebKit might
 * never end the test transaction.
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
