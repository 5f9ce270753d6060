/**
 * The page is left, and perhaps come back to as it was (the back-forward cache): no database and no long poll stays open
 * meanwhile, or WebKit blocks the database for every other page.
 */
import type { PersonSession } from './person-session.ts';
import { endTransactions, followTransactions } from '../browser/transactions.ts';

/** What was cut off may never answer: longer than this nothing waits for what was typed. */
const SAVED_WITHIN_MS = 3_000;

export class PageSuspension {
  readonly #session: Pick<PersonSession, 'suspend' | 'resume'>;
  #isCut = false;

  constructor(session: Pick<PersonSession, 'suspend' | 'resume'>) {
    this.#session = session;
  }

  /** A page that is not to come back ends by itself, with all it holds. */
  follow(): void {
    followTransactions();
    globalThis.addEventListener?.('pagehide', ({ persisted }) => persisted && this.#suspend());
    globalThis.addEventListener?.('pageshow', ({ persisted }) => persisted && void this.#resume());
  }

  #suspend(): void {
    this.#session.suspend();
    this.#isCut = endTransactions();
  }

  /** Where something was cut off the page begins anew: whoever waited for the answer would wait for ever. */
  async #resume(): Promise<void> {
    const resuming = this.#session.resume();
    if (!this.#isCut) return resuming;
    await Promise.race([resuming, new Promise((done) => setTimeout(done, SAVED_WITHIN_MS))]);
    globalThis.location.reload();
  }
}
