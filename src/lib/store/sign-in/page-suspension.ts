/**
 * The page is left, perhaps to return as it was (the back-forward cache). Databases and long polls must close, or
 * WebKit blocks the database for every other page.
 */
import type { PersonSession } from './person-session.ts';
import { endTransactions, followTransactions } from '../browser/transactions.ts';

/** Milliseconds. Aborted calls might never answer: leaving waits no longer for typed text. */
const SAVED_WITHIN_MS = 3_000;

export class PageSuspension {
  readonly #session: Pick<PersonSession, 'suspend' | 'resume'>;
  #isCut = false;

  constructor(session: Pick<PersonSession, 'suspend' | 'resume'>) {
    this.#session = session;
  }

  /** A page that will not return ends with all it holds. */
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
