/** Unhandled faults. The person sees the cause, only on this device, since it might name their work. */
import { causeOf } from './unforeseen.ts';

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
