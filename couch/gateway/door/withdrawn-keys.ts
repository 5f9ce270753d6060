/** Everywhere (threats P7), by whatever way the revocation came: push, national server, other gateway or console. */
import type { Accounts } from '#couch/accounts/accounts.ts';
import { openNamed } from '#couch/database/named-database.ts';
import type { KeyRegister, WithdrawalListener } from '#couch/database/registers.ts';
import type { Engine } from '#couch/engine/engine.ts';
import { parseActId } from '#lib/domain/act/act-id.ts';
import { isKeyKind } from '#lib/domain/act/kinds.ts';
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

  async #end(key: KeyId, trust: Trust): Promise<boolean> {
    const { accounts, clock } = this.#options;
    const now = new Date(clock()).toISOString() as Instant;
    const holders = trust.standingsOf(key).flatMap(({ certificate }) => certificate?.body.holder ?? []);
    const out = holders.filter((holder) => keyStandingOf(trust, key, holder, now).state === 'withdrawn');
    for (const { person } of out) await accounts.sessions.endAllOf(person, key);
    return out.length > 0;
  }
}

const AGAIN_AFTER_MS = 1_000;

interface KeyWatchOptions {
  readonly engine: Engine;
  readonly keys: KeyRegister;
  readonly warn: (about: string, error: unknown) => void;
}

/** Also written behind the gateway by exchange, other gateways, the central connection or the console. */
export class KeyWatch {
  readonly #options: KeyWatchOptions;
  #cancel: () => void = () => undefined;
  #beginning: Promise<void> = Promise.resolve();
  #reading: Promise<void> = Promise.resolve();
  #again: ReturnType<typeof setTimeout> | undefined;
  #closed = false;

  constructor(options: KeyWatchOptions) {
    this.#options = options;
  }

  begin(): Promise<void> {
    this.#beginning = this.#begin();
    return this.#beginning;
  }

  async #begin(): Promise<void> {
    try {
      const opened = await openNamed(this.#options.engine, 'reference');
      const since = opened && (await opened.database.info()).update_seq;
      if (this.#closed) return;
      if (opened === null || since === null) return this.#beginLater();
      const feed = opened.database.changes({ live: true, since, return_docs: false });
      this.#cancel = () => feed.cancel();
      feed.on('change', ({ id }) => {
        const parts = parseActId(id);
        if (parts !== null && isKeyKind(parts.kind)) void this.#read();
      });
      feed.on('error', (error) => {
        this.#warn(error);
        this.#beginLater();
      });
      await this.#read();
    } catch (error) {
      this.#warn(error);
      this.#beginLater();
    }
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#again);
    this.#cancel();
  }

  async settled(): Promise<void> {
    await this.#beginning;
    await this.#reading;
    await this.#options.keys.settled();
  }

  #read(): Promise<void> {
    this.#reading = this.#reading.then(async () => {
      try {
        if (this.#closed) return;
        const opened = await openNamed(this.#options.engine, 'reference');
        if (opened) await this.#options.keys.keyring([opened]);
        await this.#options.keys.settled();
      } catch (error) {
        this.#warn(error);
      }
    });
    return this.#reading;
  }

  #warn(error: unknown): void {
    if (!this.#closed) this.#options.warn('reference', error);
  }

  #beginLater(): void {
    this.#cancel();
    clearTimeout(this.#again);
    if (this.#closed) return;
    this.#again = setTimeout(() => void this.begin(), AGAIN_AFTER_MS);
    this.#again.unref();
  }
}
