/**
 * Tracks this page's IndexedDB transactions. WebKit suspends a page even in the middle of a transaction, which then
 * never ends. All later ones of that database wait, in other pages too, until the browser quits. A page therefore ends
 * them before suspension.
 */
const underWay = new Set<IDBTransaction>();

/** Starts tracking; PouchDB exposes no transaction of its own. */
export function followTransactions(): void {
  if (!('IDBDatabase' in globalThis)) return;
  const { prototype } = IDBDatabase;
  const begin = prototype.transaction;
  prototype.transaction = function (...given) {
    const transaction = begin.apply(this, given);
    underWay.add(transaction);
    const end = (): void => void underWay.delete(transaction);
    for (const turn of ['complete', 'abort']) transaction.addEventListener(turn, end);
    return transaction;
  };
}

/** True if a transaction was aborted. */
export function endTransactions(): boolean {
  let isCut = false;
  for (const transaction of underWay) {
    try {
      transaction.abort();
      isCut = true;
    } catch {
      // It has ended already; its event follows.
    }
  }
  underWay.clear();
  return isCut;
}
