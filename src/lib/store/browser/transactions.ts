/**
 * What IndexedDB is doing for this page. WebKit puts a page that is left aside as it stands, a transaction in its middle
 * too, which then never ends: every later one of that database waits, in other pages and after the return, until the
 * browser is quit. So a page that is put aside ends them first.
 */
const underWay = new Set<IDBTransaction>();

/** From now on; PouchDB hands out no transaction of its own. */
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

/** True where something was cut off. */
export function endTransactions(): boolean {
  let isCut = false;
  for (const transaction of underWay) {
    try {
      transaction.abort();
      isCut = true;
    } catch {
      // It has ended, and says so in a moment.
    }
  }
  underWay.clear();
  return isCut;
}
