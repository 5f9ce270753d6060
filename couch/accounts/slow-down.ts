/**
 * Password guessing is slowed, never locked: waits double with each failure up to a minute. Long waits count per person
 * *and* address, so a guesser elsewhere costs the person seconds at most.
 */
import { addressKey } from '#couch/base/address-key.ts';
import { refuse, type Result } from '#lib/domain/result.ts';

interface Tally {
  failures: number;
  nextAt: number;
  forgottenAt: number;
}

interface Rule {
  /** Free failures, for typing errors. */
  readonly free: number;
  readonly longestWait: number;
}

const MAX_KEPT = 50_000;
const FORGET_AFTER = 15 * 60_000;
const RULES = {
  here: { free: 4, longestWait: 60_000 },
  person: { free: 20, longestWait: 4_000 },
  address: { free: 30, longestWait: 60_000 }
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
    const wait =
      failures <= rule.free ? 0 : Math.min(rule.longestWait, 1000 * 2 ** (failures - rule.free - 1));
    this.#tallies.delete(key);
    if (this.#tallies.size >= MAX_KEPT) this.#forgetOldest();
    this.#tallies.set(key, { failures, nextAt: now + wait, forgottenAt: now + wait + FORGET_AFTER });
  }

  #forgetOldest(): void {
    const oldest = this.#tallies.keys().next();
    if (!oldest.done) this.#tallies.delete(oldest.value);
  }
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
