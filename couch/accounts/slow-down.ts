/**
 * Waits double with each failure up to a minute. Long waits count per person *and* address, so a guesser elsewhere
 * costs the person seconds at most.
 */
import { addressKey } from '#couch/base/address-key.ts';
import { refuse, type Result } from '#lib/domain/result.ts';

interface Tally {
  failures: number;
  nextAt: number;
  forgottenAt: number;
}

interface Rule {
  readonly free: number;
  readonly maxWaitMs: number;
}

const MAX_TALLIES = 50_000;
const FORGET_AFTER_MS = 15 * 60_000;
const RULES = {
  here: { free: 4, maxWaitMs: 60_000 },
  person: { free: 20, maxWaitMs: 4_000 },
  address: { free: 30, maxWaitMs: 60_000 }
} satisfies Record<string, Rule>;

export class SlowDown {
  readonly #tallies = new Map<string, Tally>();

  /** Milliseconds until this attempt is checked; 0 if immediately. */
  waitOf(person: string, address: string, now: number): number {
    const waits = tallyKeys(person, address).map(([key]) => (this.#tallies.get(key)?.nextAt ?? 0) - now);
    return Math.max(0, ...waits);
  }

  noteFailure(person: string, address: string, now: number): void {
    for (const [key, rule] of tallyKeys(person, address)) this.#count(key, rule, now);
  }

  /** The right password clears the person here but not the address, where others might still be guessing. */
  noteSuccess(person: string, address: string): void {
    this.#tallies.delete(`here/${person}/${addressKey(address)}`);
  }

  #count(key: string, rule: Rule, now: number): void {
    const held = this.#tallies.get(key);
    const failures = held && held.forgottenAt > now ? held.failures + 1 : 1;
    const wait = waitAfter(failures, rule);
    this.#tallies.delete(key);
    if (this.#tallies.size >= MAX_TALLIES) this.#forgetOldest();
    this.#tallies.set(key, { failures, nextAt: now + wait, forgottenAt: now + wait + FORGET_AFTER_MS });
  }

  #forgetOldest(): void {
    const oldest = this.#tallies.keys().next();
    if (!oldest.done) this.#tallies.delete(oldest.value);
  }
}

function waitAfter(failures: number, { free, maxWaitMs }: Rule): number {
  return failures <= free ? 0 : Math.min(maxWaitMs, 1000 * 2 ** (failures - free - 1));
}

function tallyKeys(person: string, from: string): [string, Rule][] {
  const address = addressKey(from);
  return [
    [`here/${person}/${address}`, RULES.here],
    [`person/${person}`, RULES.person],
    [`address/${address}`, RULES.address]
  ];
}

export function tooManyAttempts(wait: number): Result<never> {
  return refuse({ code: 'session.tooManyAttempts', values: { seconds: Math.ceil(wait / 1000) } });
}

/**
 * Counted per person before each check: many addresses or gateways give no more guesses (NIST SP 800-63B §5.2.2).
 * Passkeys and recovery codes cannot be guessed.
 */
export interface CodeGuesses {
  readonly wrong: number;
  readonly nextAt: number;
}

/** Each address has its own waits in addition. */
const OF_CODES: Rule = { free: 20, maxWaitMs: 15 * 60_000 };
export const FREE_GUESSES = OF_CODES.free;

export function waitOf(held: CodeGuesses | undefined, now: number): number {
  return Math.max(0, (held?.nextAt ?? 0) - now);
}

export function noteWrong(held: CodeGuesses | undefined, now: number): CodeGuesses {
  const wrong = (held?.wrong ?? 0) + 1;
  return { wrong, nextAt: now + waitAfter(wrong, OF_CODES) };
}
