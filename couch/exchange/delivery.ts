/**
 * Carries one authority's acts by share-scope: copies first, then receipts. An undeliverable act waits and delays
 * nothing else.
 */
import type { Semaphore } from '#couch/base/turns.ts';
import type { Database } from '#couch/engine/engine.ts';
import { isKeyKind } from '#lib/domain/act/kinds.ts';
import { verifyActs, type Keyring, type Verification } from '#lib/crypto/verify.ts';
import { isCountry } from '#lib/domain/country.ts';
import type { DatabaseName } from '#lib/domain/exchange/share-scope.ts';
import type { ActId, AuthorityCode, Instant } from '#lib/domain/ids.ts';
import { deliveryOf, deliveryReceipt, type Delivery } from '#lib/domain/exchange/receipts.ts';
import { sortActs, type StoredAct } from '#lib/domain/exchange/sort-acts.ts';
import { signBody } from '#lib/crypto/sign.ts';
import type { CopiesFirst } from './copies.ts';
import type { Change, Sequence } from './feed.ts';
import type { Findings } from './findings.ts';
import { readStated, withFirstRevision, type Receipt } from './receipts.ts';
import type { StatingTools } from './tools.ts';
import { RowWriter } from './write-rows.ts';

export interface Listener {
  follow(authority: AuthorityCode): void;
  leave(authority: AuthorityCode): void;
  record(authority: AuthorityCode, documents: readonly unknown[]): void;
}

/** Receives everything that is read in an authority’s database, and again what the integrity scan reads. */
export type StopListener = Pick<Listener, 'record'>;

export interface ExchangeTools extends StatingTools {
  readonly findings: Findings;
  readonly semaphore: Semaphore;
  readonly copiesFirst: CopiesFirst;
  readonly listener?: Listener | undefined;
  readonly stops?: StopListener | undefined;
}

export interface Carried {
  readonly unreached: readonly DatabaseName[];
  readonly unknownKey: readonly ActId[];
}

type ReadAct = Pick<Change, 'id' | 'document'>;
type DeliveryResult = Delivery | 'unreached' | null;

const MAX_REMEMBERED = 100_000;
/** Of one authority: a cluster that lost a node tells changes again that its feed has already told. */
const MAX_RECENT = 5000;

export class ActDelivery {
  readonly authority: AuthorityCode;
  readonly #home: Database;
  readonly #tools: ExchangeTools;
  readonly #writer = new RowWriter();
  readonly #named = new Set<string>();
  #remembered = new Set<string>();
  readonly #recent = new Set<string>();
  #stated = 0;
  readonly counts = { carried: 0, skipped: 0 };

  constructor(authority: AuthorityCode, home: Database, tools: ExchangeTools) {
    this.authority = authority;
    this.#home = home;
    this.#tools = tools;
  }

  get stated(): number {
    return this.#stated;
  }

  /** A crash between receipt and checkpoint repeats no receipt. */
  async recall(since: Sequence, stated: number): Promise<void> {
    const before = await readStated(this.#home, since, this.#tools.key.key);
    this.#remembered = before.deliveries;
    this.#stated = Math.max(stated, before.count);
  }

  /**
   * `only`: carry to this database only, and `remember` deliveries that the feed might bring again. `firstSeen`: the
   * acts were absent before.
   */
  async carry(changes: readonly ReadAct[], only?: DatabaseName, firstSeen?: Instant): Promise<Carried> {
    const deliver = () => this.#deliverAll(changes, only, firstSeen);
    const { results, ...carried } = await this.#tools.copiesFirst.deliver(deliver);
    await this.#tools.copiesFirst.quiet();
    await this.#state(
      results.filter((one) => one !== null && one !== 'unreached'),
      only !== undefined
    );
    return carried;
  }

  async #deliverAll(
    changes: readonly ReadAct[],
    only?: DatabaseName,
    firstSeen?: Instant
  ): Promise<Carried & { results: DeliveryResult[] }> {
    const documents = changes.flatMap(({ document }) => (document ? [document] : []));
    const verdicts = await verifyBatch(documents, this.#tools.keyring, firstSeen);
    const sorted = sortActs(documents, verdicts, this.authority);
    if (only === undefined) {
      for (const { id, document } of changes) if (!document) this.#skip(id, 'act.deleted');
      for (const { id, problem } of sorted.skipped) this.#skip(id, problem.code);
    }
    const groups = [...sorted.byTarget].filter(([name]) => only === undefined || name === only);
    const results = await Promise.all(groups.map(([name, acts]) => this.#deliver(name, acts)));
    const unreached = groups.flatMap(([name], index) => (results[index] === 'unreached' ? [name] : []));
    return { results, unreached, unknownKey: sorted.unknownKey };
  }

  /** Logged once, since a feed that is read again repeats it. */
  #skip(id: string, code: string, why?: string): void {
    this.counts.skipped++;
    if (this.#named.has(`${id} ${code}`)) return;
    if (this.#named.size >= MAX_REMEMBERED) this.#named.clear();
    this.#named.add(`${id} ${code}`);
    this.#tools.log.warn({ authority: this.authority, id, code, why }, 'An act is not carried.');
  }

  async #deliver(name: DatabaseName, acts: readonly StoredAct[]): Promise<DeliveryResult> {
    const refused = await this.#tools.copies.write(name, acts);
    if (refused === 'unreached') return 'unreached';
    const stored = acts.filter(({ _id }) => !refused.has(_id));
    for (const [id, why] of refused)
      if (acts.some(({ _id }) => _id === id)) this.#skip(id, 'act.refused', why);
    this.counts.carried += stored.length;
    return deliveryOf(name, stored);
  }

  /** `again`: to a database that was replaced, where it is stated again; the feed might bring the same acts later. */
  async #state(deliveries: readonly Delivery[], again: boolean): Promise<void> {
    const { authority } = this;
    // The Board's acts are for everyone, so no delivery receipt is due.
    if (!isCountry(authority)) return;
    const isStated = (one: string): boolean =>
      this.#remembered.delete(one) || (!again && this.#recent.has(one));
    const fresh = deliveries
      .map(({ where, of }) => ({ where, of: of.filter((id) => !isStated(`${id} ${where}`)) }))
      .filter(({ of }) => of.length > 0);
    const { key, by } = this.#tools.key;
    const first = this.#stated + 1;
    const at = this.#tools.now();
    const receipts: Receipt[] = await Promise.all(
      fresh.map((delivery, index) =>
        signBody(deliveryReceipt(delivery, authority, { count: first + index, at, by }), key)
      )
    );
    if (receipts.length > 0) await this.#store(receipts);
    this.#stated += receipts.length;
    if (again) this.#remember(fresh);
    else this.#keepRecent(deliveries);
  }

  async #store(receipts: readonly Receipt[]): Promise<void> {
    const documents = receipts.map(withFirstRevision);
    const refused = await this.#tools.semaphore.pass(() =>
      this.#writer.write(this.authority, this.#home, documents)
    );
    for (const { id, code } of refused) this.#skip(id, 'receipt.refused', code);
  }

  /** Only what is stored: after a failure the same acts come again. */
  #keepRecent(deliveries: readonly Delivery[]): void {
    for (const { where, of } of deliveries) for (const id of of) this.#recent.add(`${id} ${where}`);
    for (const oldest of this.#recent) {
      if (this.#recent.size <= MAX_RECENT) return;
      this.#recent.delete(oldest);
    }
  }

  #remember(deliveries: readonly Delivery[]): void {
    if (this.#remembered.size > MAX_REMEMBERED) this.#remembered.clear();
    for (const { where, of } of deliveries) for (const id of of) this.#remembered.add(`${id} ${where}`);
  }
}

/**
 * Keys certified in a batch are learned first. `firstSeen`: the documents were absent before. This reveals backdated acts
 * that bypassed the door.
 */
async function verifyBatch(
  documents: readonly unknown[],
  keyring: Keyring,
  firstSeen?: Instant
): Promise<readonly Verification[]> {
  for (const act of documents.filter(isOfKeys)) await keyring.addAct(act, firstSeen);
  return verifyActs(documents, keyring, () => firstSeen);
}

function isOfKeys(document: unknown): boolean {
  return isKeyKind((document as { body?: { kind?: unknown } | null } | null)?.body?.kind);
}
