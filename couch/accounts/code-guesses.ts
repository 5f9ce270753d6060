/**
 * Wrong codes of an authenticator app in a row, counted with the person's factors and before each is looked at:
 * whoever has the password and many addresses, or many gateways, guesses no oftener for it (NIST SP 800-63B
 * §5.2.2). A passkey and a recovery code are not slowed by it; nobody guesses those.
 */
export interface CodeGuesses {
  readonly wrong: number;
  /** No code is looked at before. */
  readonly nextAt: number;
}

/** Slips that cost nothing here; each address has waits of its own before. */
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
