/** The cause is only shown on this device, since it might name the person's work. */

class StrayFaults {
  cause = $state.raw<string | null>(null);
  #isFollowing = false;
  #isLeft = false;

  follow(): void {
    if (this.#isFollowing) return;
    this.#isFollowing = true;
    addEventListener('error', ({ error }) => this.#note(error));
    addEventListener('unhandledrejection', ({ reason }) => this.#note(reason));
    // Requests cut off by leaving the page did not fail.
    addEventListener('pagehide', () => (this.#isLeft = true));
    addEventListener('pageshow', () => (this.#isLeft = false));
  }

  #note(fault: unknown): void {
    if (!this.#isLeft) this.cause = causeOf(fault) ?? this.cause;
  }
}

export const strayFaults = new StrayFaults();

/** Characters; the rest of a long message does not help a person who reads it aloud on the telephone. */
const MAX_CAUSE_LENGTH = 200;

/** Aborted by the browser or the program: nothing failed. */
const TAKEN_BACK = 'AbortError';

/** A query on the database of a device that has been locked since, as PouchDB and browsers word it. */
const LOCKED = /\bdatabase is (?:closed|destroyed)\b|\bconnection is clos(?:ed|ing)\b/i;

/** Browser extensions run on the same page; their faults are not ours to report. */
const EXTENSION = /\b[a-z-]+-extension:\/\//;

/** Null if nothing of ours failed. Browsers report late layouts without an error. */
export function causeOf(fault: unknown): string | null {
  if (!(fault instanceof Error || fault instanceof DOMException)) return null;
  if (fault.name === TAKEN_BACK || LOCKED.test(fault.message) || EXTENSION.test(fault.stack ?? ''))
    return null;
  return String(fault).slice(0, MAX_CAUSE_LENGTH);
}
