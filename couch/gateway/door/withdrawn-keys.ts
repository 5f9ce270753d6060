/**
 * A withdrawn key ends the sessions of its device at once, wherever they are open (threats P7), and by whatever
 * way the withdrawal came: pushed here, by a national server's line, from another gateway or from the keeper's console.
 */
import type { Accounts } from '#couch/accounts/accounts.ts';
import type { WithdrawalListener } from '#couch/database/registers.ts';
import type { Instant, KeyId } from '#lib/domain/ids.ts';
import { keyStandingOf } from '#lib/domain/registration/key-standing.ts';
import type { Trust } from '#lib/domain/registration/trust.ts';

export interface WithdrawnKeysOptions {
  readonly accounts: Pick<Accounts, 'sessions'>;
  readonly clock: () => number;
  readonly warn: (about: string, error: unknown) => void;
}

export class WithdrawnKeys implements WithdrawalListener {
  /** Named by a withdrawal that does not count yet, or whose sessions could not be ended. */
  readonly #pending = new Set<KeyId>();
  readonly #options: WithdrawnKeysOptions;
  #ending: Promise<void> = Promise.resolve();

  constructor(options: WithdrawnKeysOptions) {
    this.#options = options;
  }

  note(key: KeyId): void {
    this.#pending.add(key);
  }

  /** By the certificates and withdrawals that count, not by the one that has just come. */
  settle(trust: () => Trust): Promise<void> {
    if (this.#pending.size > 0) this.#ending = this.#ending.then(() => this.#endAll(trust()));
    return this.#ending;
  }

  async #endAll(trust: Trust): Promise<void> {
    for (const key of [...this.#pending]) {
      try {
        if (await this.#end(key, trust)) this.#pending.delete(key);
      } catch (error) {
        this.#options.warn(key, error);
      }
    }
  }

  /** False where it does not stand as withdrawn, by what is known until now. */
  async #end(key: KeyId, trust: Trust): Promise<boolean> {
    const { accounts, clock } = this.#options;
    const now = new Date(clock()).toISOString() as Instant;
    const holders = trust.standingsOf(key).flatMap(({ certificate }) => certificate?.body.holder ?? []);
    const out = holders.filter((holder) => keyStandingOf(trust, key, holder, now).state === 'withdrawn');
    for (const { person } of out) await accounts.sessions.endAllOf(person, key);
    return out.length > 0;
  }
}
