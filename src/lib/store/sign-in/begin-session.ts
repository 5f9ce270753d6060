/** The part of the store that loads after the page. */
import type { StoreDeps } from '../browser/deps.ts';
import { Identity } from './identity.ts';

export function beginSession(deps: StoreDeps, changed: () => void): Identity {
  const session = new Identity(deps);
  session.state.changed = changed;
  new PageSuspension(session).follow();
  return session;
}

/** Milliseconds: aborted calls might never answer. */
const SAVED_WITHIN_MS = 3_000;

/**
 * The page might return as it was (the back-forward cache). Databases and long polls must close, or WebKit blocks the
 * database for every other page.
 */
class PageSuspension {
  readonly #session: Pick<Identity, 'suspend' | 'resume'>;
  #isCut = false;

  constructor(session: Pick<Identity, 'suspend' | 'resume'>) {
    this.#session = session;
  }

  follow(): void {
    followTransactions();
    globalThis.addEventListener?.('pagehide', ({ persisted }) => persisted && this.#suspend());
    globalThis.addEventListener?.('pageshow', ({ persisted }) => persisted && void this.#resume());
  }

  #suspend(): void {
    this.#session.suspend();
    this.#isCut = endTransactions();
  }

  /** After an abort the page reloads: callers would wait for ever. */
  async #resume(): Promise<void> {
    const resuming = this.#session.resume();
    if (!this.#isCut) return resuming;
    await Promise.race([resuming, new Promise((done) => setTimeout(done, SAVED_WITHIN_MS))]);
    globalThis.location.reload();
  }
}

/**
 * WebKit suspends a page even in the middle of a transaction, which then blocks that database in all pages until the
 * browser quits.
 */
const underWay = new Set<IDBTransaction>();

/** PouchDB exposes no transaction of its own. */
function followTransactions(): void {
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

function endTransactions(): boolean {
  let isCut = false;
  for (const transaction of underWay) {
    try {
      transaction.abort();
      isCut = true;
    } catch {
      // The transaction has ended already.
    }
  }
  underWay.clear();
  return isCut;
}
