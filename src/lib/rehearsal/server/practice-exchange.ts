import { signBody } from '#lib/crypto/sign.ts';
import { verifyActs } from '#lib/crypto/verify.ts';
import type { Act } from '#lib/domain/act/body.ts';
import { mayWriteHere } from '#lib/domain/exchange/authority.ts';
import { deliveryOf, deliveryReceipt } from '#lib/domain/exchange/receipts.ts';
import { sortActs, type StoredAct } from '#lib/domain/exchange/sort-acts.ts';
import type { CountryCode, Instant } from '#lib/domain/ids.ts';
import { PRACTICE } from '#lib/domain/act/practice.ts';
import type { PracticeDatabase } from './practice-database.ts';
import type { PracticeDoor } from './practice-door.ts';
import { EXCHANGE, toStored, type PracticeKeys } from './practice-keys.ts';

export interface ExchangeOptions {
  readonly keys: PracticeKeys;
  readonly door: PracticeDoor;
  readonly databases: ReadonlyMap<string, PracticeDatabase>;
  readonly now: () => Instant;
}

interface Waiting {
  readonly from: CountryCode;
  readonly to: string;
  readonly acts: readonly StoredAct[];
}

export class PracticeExchange {
  readonly #options: ExchangeOptions;
  readonly #slow = new Set<string>();
  #waiting: Waiting[] = [];
  readonly #stated = new Map<CountryCode, number>();

  constructor(options: ExchangeOptions) {
    this.#options = options;
  }

  isSlow(database: string): boolean {
    return this.#slow.has(database);
  }

  get waiting(): number {
    return this.#waiting.reduce((sum, { acts }) => sum + acts.length, 0);
  }

  async setSlow(database: string, isSlow: boolean): Promise<void> {
    if (isSlow) this.#slow.add(database);
    else this.#slow.delete(database);
    const free = this.#waiting.filter(({ to }) => !this.#slow.has(to));
    this.#waiting = this.#waiting.filter(({ to }) => this.#slow.has(to));
    for (const one of free) await this.#deliver(one);
  }

  async carry(accepted: readonly object[], from: CountryCode, home: PracticeDatabase): Promise<void> {
    const acts = accepted.filter(({ _id }: { readonly _id?: string }) => _id?.startsWith('act:'));
    if (acts.length === 0) return;
    const verdicts = await verifyActs(acts, await this.#options.door.keyring(home));
    for (const [to, sorted] of sortActs(acts, verdicts, from, true).byTarget) {
      if (this.#slow.has(to)) this.#waiting.push({ from, to, acts: sorted });
      else await this.#deliver({ from, to, acts: sorted });
    }
  }

  async #deliver({ from, to, acts }: Waiting): Promise<void> {
    const target = this.#options.databases.get(to);
    if (!target) return;
    const allowed = acts.filter((act) => mayWriteHere({ kind: 'exchange' }, act, to).ok);
    await target.write(allowed.map(withHistory));
    const delivery = deliveryOf(to, allowed);
    if (delivery !== null) await this.#state(delivery, from);
  }

  async #state(delivery: Parameters<typeof deliveryReceipt>[0], to: CountryCode): Promise<void> {
    const { keys, now, databases } = this.#options;
    const count = (this.#stated.get(to) ?? 0) + 1;
    this.#stated.set(to, count);
    const body = deliveryReceipt(delivery, to, { count, at: now(), by: EXCHANGE });
    const receipt = await signBody({ ...body, demonstration: PRACTICE }, keys.exchange);
    await databases.get(`country-${to.toLowerCase()}`)?.write([toStored(receipt)]);
  }
}

function withHistory({ _id, _rev, body, signature }: StoredAct): Act & { readonly _rev: string } {
  return Object.assign({ _id, body, signature, _rev }, { _revisions: { start: 1, ids: [_rev.slice(2)] } });
}
