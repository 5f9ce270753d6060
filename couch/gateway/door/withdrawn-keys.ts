/**
 * A revoked key ends its device's sessions everywhere (threats P7), by whatever way the revocation came: push, national
 * server, other gateway or console.
 */
import type { Accounts } from '#couch/accounts/accounts.ts';
import type { WithdrawalListener } from '#couch/database/registers.ts';
import type { Instant, KeyId } from '#lib/domain/ids.ts';
import { keyStandingOf } from '#lib/domain/registration/key-standing.ts';
import type { Trust } from '#lib/domain/registration/trust.ts';

interface WithdrawnKeysOptions {
  readonly accounts: Pick<Accounts, 'sessions'>;
  readonly clock: () => number;
  readonly warn: (about: string, error: unknown) => void;
}

export class WithdrawnKeys implements WithdrawalListener {
  /** Revocations that do not count yet, or sessions that could not be ended. */
  readonly #pending = new Set<KeyId>();
  readonly #options: WithdrawnKeysOptions;
  #ending: Promise<void> = Promise.resolve();

  constructor(options: WithdrawnKeysOptions) {
    this.#options = options;
  }

  note(key: KeyId): void {
    this.#pending.add(key);
  }

  /** Uses the certificates and revocations that count now, not the latest arrival. */
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

  /** False if the key does not count as revoked yet. */
  async #end(key: KeyId, trust: Trust): Promise<boolean> {
    const { accounts, clock } = this.#options;
    const now = new Date(clock()).toISOString() as Instant;
    const holders = trust.standingsOf(key).flatMap(({ certificate }) => certificate?.body.holder ?? []);
    const out = holders.filter((holder) => keyStandingOf(trust, key, holder, now).state === 'withdrawn');
    for (const { person } of out) await accounts.sessions.endAllOf(person, key);
    return out.length > 0;
  }
}
