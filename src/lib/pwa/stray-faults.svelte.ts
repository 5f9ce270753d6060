/**
 * Faults that no part of the program has answered for. Whoever pressed something would wait without a word: they are
 * told what failed, here alone, since it may name what they work on.
 */
import { causeOf } from './unforeseen.ts';

class StrayFaults {
  /** The cause of the last one; null where there is none, or where it was read. */
  cause = $state.raw<string | null>(null);
  #isFollowing = false;

  follow(): void {
    if (this.#isFollowing) return;
    this.#isFollowing = true;
    addEventListener('error', ({ error }) => this.#note(error));
    addEventListener('unhandledrejection', ({ reason }) => this.#note(reason));
  }

  #note(fault: unknown): void {
    this.cause = causeOf(fault) ?? this.cause;
  }
}

export const strayFaults = new StrayFaults();
