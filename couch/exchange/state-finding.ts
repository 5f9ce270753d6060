/** Signs and stores a finding or a withdrawal. */
import { signBody } from '#lib/crypto/sign.ts';
import type { Act, ReceiptBody } from '#lib/domain/act/body.ts';
import { findingReceipt, type Finding } from '#lib/domain/exchange/receipts.ts';
import { authorityToDatabase, type DatabaseName } from '#lib/domain/exchange/share-scope.ts';
import type { AuthorityCode } from '#lib/domain/ids.ts';
import type { StatingTools } from './stating-tools.ts';
import type { FindingBook } from './finding-book.ts';
import { withFirstRevision } from './receipt.ts';
import type { StoredAct } from '#lib/domain/exchange/sort-acts.ts';

export class FindingScribe {
  readonly #tools: Pick<StatingTools, 'copies' | 'key' | 'log' | 'now'>;
  readonly #book: FindingBook;
  #count = 0;

  constructor(tools: Pick<StatingTools, 'copies' | 'key' | 'log' | 'now'>, book: FindingBook) {
    this.#tools = tools;
    this.#book = book;
  }

  async state(what: Finding): Promise<void> {
    const { key, by } = this.#tools.key;
    this.#count++;
    const body = findingReceipt(what, { count: this.#count, at: this.#tools.now(), by });
    const receipt = withFirstRevision(await signBody(body, key));
    await Promise.all(what.to.map((one) => this.#store(one, receipt)));
  }

  async #store(to: AuthorityCode, receipt: Act<ReceiptBody> & StoredAct): Promise<void> {
    const name = authorityToDatabase(to) as DatabaseName;
    const outcome = await this.#tools.copies.write(name, [receipt]);
    if (outcome === 'unreached' || outcome.size > 0)
      this.#tools.log.warn({ authority: to, id: receipt._id }, 'A finding could not be told.');
    else await this.#book.add(name, receipt);
  }
}

/** Acts per receipt, and its recipients (domain: at most 1,000 and 20). */
export const MAX_ACTS = 200;
export const MAX_ADDRESSEES = 20;

export function* inPortions<T>(all: readonly T[], most: number): Generator<readonly T[]> {
  for (let at = 0; at < all.length; at += most) yield all.slice(at, at + most);
}
