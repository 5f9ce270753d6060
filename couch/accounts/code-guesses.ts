/**
 * Wrong codes of an authenticator app, counted per person before each check. Many addresses or gateways give no more
 * guesses (NIST SP 800-63B §5.2.2). Passkeys and recovery codes cannot be guessed.
 */
export interface CodeGuesses {
  readonly wrong: number;
  /** No code is checked before this time. */
  readonly nextAt: number;
}

/** Free failures here. Each address has its own waits in addition. */
export const FREE_GUESSES = 20;
const MAX_WAIT_MS = 15 * 60_000;

export function waitOf(held: CodeGuesses | undefined, now: number): number {
  return Math.max(0, (held?.nextAt ?? 0) - now);
}

export function noteWrong(held: CodeGuesses | undefined, now: number): CodeGuesses {
  const wrong = (held?.wrong ?? 0) + 1;
  const wait = wrong <= FREE_GUESSES ? 0 : Math.min(MAX_WAIT_MS, 1000 * 2 ** (wrong - FREE_GUESSES - 1));
  return { wrong, nextAt: now + wait };
}
