/**
 * WebKit suspends a page even in the middle of a transaction, which then blocks that database in all pages until the
 * browser quits. A page therefore ends its IndexedDB transactions before suspension.
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
