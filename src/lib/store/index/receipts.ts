/** Only an acknowledgement, a signed receipt or the partner's own act on it sets a hop (invariant 8). */
import type { Act, ReceiptBody } from '#lib/domain/act/body.ts';
import type { CarriedAct } from '#lib/domain/act/later-act.ts';
import { foldFindings, type StatedFinding } from '#lib/domain/exchange/receipts.ts';
import type { ActId, AuthorityCode, Instant } from '#lib/domain/ids.ts';
import type { Ledger } from '../api.ts';

interface Hops {
  readonly delivered: Map<AuthorityCode, Instant>;
  readonly opened: Map<AuthorityCode, { readonly at: Instant; readonly by: string }>;
}

export class Receipts {
  readonly #hops = new Map<ActId, Hops>();
  readonly #findings = new Set<Act<ReceiptBody>>();
  readonly #reached = new Set<AuthorityCode>();
  #cleared = 0;

  /** Between two clearings, what has been delivered stays delivered. */
  get cleared(): number {
    return this.#cleared;
  }

  clear(): void {
    this.#cleared++;
    this.#reached.clear();
    this.#hops.clear();
    this.#findings.clear();
  }

  /** Expects a good signature. Only the opener signs openings, only the exchange all else. */
  add(receipt: Act<ReceiptBody>): void {
    const { body } = receipt;
    if (body.stage !== 'opened' && body.issuer !== 'EXCHANGE') return;
    if (body.stage !== 'opened' && body.stage !== 'delivered') return void this.#findings.add(receipt);
    if (body.stage === 'opened' && body.issuer !== body.where) return;
    if (body.stage === 'delivered') this.#reached.add(body.where);
    for (const id of body.of) this.#set(this.#hopsOf(id), body);
  }

  /** Its author has opened the other one. */
  addUpon(act: Act, upon: ActId): void {
    const { issuer, at, by } = act.body;
    const opened = { at, where: issuer, by, stage: 'opened' } as const;
    const hops = this.#hopsOf(upon);
    this.#set(hops, opened);
    if (!hops.delivered.has(issuer)) hops.delivered.set(issuer, at);
  }

  findings(): readonly StatedFinding[] {
    return foldFindings(this.#findings);
  }

  #set(hops: Hops, body: Pick<ReceiptBody, 'at' | 'where' | 'by' | 'stage'>): void {
    const before =
      body.stage === 'delivered' ? hops.delivered.get(body.where) : hops.opened.get(body.where)?.at;
    if (before !== undefined && before <= body.at) return;
    if (body.stage === 'delivered') hops.delivered.set(body.where, body.at);
    else hops.opened.set(body.where, { at: body.at, by: body.by.name });
  }

  #hopsOf(id: ActId): Hops {
    const known = this.#hops.get(id);
    if (known) return known;
    const hops: Hops = { delivered: new Map(), opened: new Map() };
    this.#hops.set(id, hops);
    return hops;
  }

  /** A receipt says that a document arrived in its database. */
  hasReached(authority: AuthorityCode): boolean {
    return this.#reached.has(authority);
  }

  isDelivered({ _id, body }: CarriedAct): boolean {
    const hops = this.#hops.get(_id);
    return body.to.every((to) => to === '*' || to === body.issuer || hops?.delivered.has(to) === true);
  }

  wasOpenedBy(id: ActId, authority: AuthorityCode): boolean {
    return this.#hops.get(id)?.opened.has(authority) ?? false;
  }

  ledgerOf(act: Act, server: Instant | null, refused: boolean): Ledger {
    const hops = this.#hops.get(act._id);
    const partners = act.body.to.filter((to) => to !== '*' && to !== act.body.issuer);
    return {
      device: act.body.at,
      server,
      partner: Object.fromEntries(
        partners.map((to) => [to, hops?.delivered.get(to as AuthorityCode) ?? null])
      ),
      opened: Object.fromEntries(partners.map((to) => [to, hops?.opened.get(to as AuthorityCode) ?? null])),
      refused
    };
  }
}
