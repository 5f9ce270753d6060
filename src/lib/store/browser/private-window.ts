/**
 * Whether this window forgets everything when it is closed, as far as a browser lets that be known: WebKit stores no
 * Blob then. Asked in a database of its own, since WebKit may never end the transaction that asked.
 */
const NAME = 'i2es-private';
const ANSWER_WITHIN_MS = 2_000;

export function isPrivateWindow(): Promise<boolean> {
  return new Promise((tell) => {
    // Only where a Blob was refused is it known; whatever else goes wrong says nothing.
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
