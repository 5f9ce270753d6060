/**
 * Faults that no part of the program has answered for. Whoever pressed something would wait without a word: they are
 * told what failed, here alone, since it may name what they work on.
 */
import { causeOf } from './unforeseen.ts';

class StrayFaults {
  /** The cause of the last one; null where there is none, or where it was read. */
  cause = $state.raw<string | null>(null);
  #isFollowing = false;
  #isLeft = false;

  follow(): void {
    if (this.#isFollowing) return;
    this.#isFollowing = true;
    addEventListener('error', ({ error }) => this.#note(error));
    addEventListener('unhandledrejection', ({ reason }) => this.#note(reason));
    // What a page that is left cuts off did not fail.
    addEventListener('pagehide', () => (this.#isLeft = true));
    addEventListener('pageshow', () => (this.#isLeft = false));
  }

  #note(fault: unknown): void {
    if (!this.#isLeft) this.cause = causeOf(fault) ?? this.cause;
  }
}

export const strayFaults = new StrayFaults();
