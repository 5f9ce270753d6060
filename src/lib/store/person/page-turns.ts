/**
 * The page is left, and perhaps come back to as it was (the back-forward cache): no database and no long poll stays open
 * meanwhile, or WebKit blocks the database for every other page.
 */
import type { PersonSession } from './person-session.ts';
import { endTransactions, followTransactions } from '../browser/transactions.ts';

/** What was cut off may never answer: longer than this nothing waits for what was typed. */
const SAVED_WITHIN_MS = 3_000;

export class PageTurns {
  readonly #session: Pick<PersonSession, 'putAside' | 'wake'>;
  #isCut = false;

  constructor(session: Pick<PersonSession, 'putAside' | 'wake'>) {
    this.#session = session;
  }

  /** A page that is not to come back ends by itself, with all it holds. */
  follow(): void {
    followTransactions();
    globalThis.addEventListener?.('pagehide', ({ persisted }) => persisted && this.#putAside());
    globalThis.addEventListener?.('pageshow', ({ persisted }) => persisted && void this.#wake());
  }

  #putAside(): void {
    this.#session.putAside();
    this.#isCut = endTransactions();
  }

  /** Where something was cut off the page begins anew: whoever waited for the answer would wait for ever. */
  async #wake(): Promise<void> {
    const waking = this.#session.wake();
    if (!this.#isCut) return waking;
    await Promise.race([waking, new Promise((done) => setTimeout(done, SAVED_WITHIN_MS))]);
    globalThis.location.reload();
  }
}
