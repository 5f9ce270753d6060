/**
 * Deliveries with receipts, and the fixed revision that makes equal receipts one. A receipt follows its copy
 * (architecture, invariant 8).
 */
import { createHash } from 'node:crypto';
import type { Database } from '#couch/engine/engine.ts';
import type { SigningKey } from '#lib/crypto/key.ts';
import { parseAct } from '#lib/domain/act/parse-act.ts';
import type { Act, Body, ReceiptBody, Signatory } from '#lib/domain/act/body.ts';
import { readPage, type Change, type Sequence } from './feed.ts';

export interface ExchangeKey {
  readonly key: SigningKey;
  /** Equal to the holder in its certificate. */
  readonly by: Signatory;
}

/** The first revision comes from the id, so that a repeated receipt is the same document. */
export function withFirstRevision<B extends Body>(act: Act<B>): Act<B> & { readonly _rev: string } {
  const hash = createHash('md5').update(act._id).digest('hex');
  const _revisions = { start: 1, ids: [hash] };
  return Object.assign({ ...act, _rev: `1-${hash}` }, { _revisions });
}

/** Read after a crash, so that no receipt is repeated. */
export interface Stated {
  /** `<act id> <authority>` */
  readonly deliveries: Set<string>;
  /** The highest count among the receipts of `key`, or 0. */
  readonly count: number;
}

const PAGE = 500;

export async function readStated(database: Database, since: Sequence, key: SigningKey): Promise<Stated> {
  const deliveries = new Set<string>();
  let count = 0;
  for (let from = since; ;) {
    const { changes, until } = await readPage(database, from, PAGE);
    for (const { body } of receiptsOf(changes, key)) {
      for (const id of body.of) deliveries.add(`${id} ${body.where}`);
      count = Math.max(count, body.seq['EXCHANGE'] ?? 0);
    }
    if (changes.length < PAGE) return { deliveries, count };
    from = until;
  }
}

function receiptsOf(changes: readonly Change[], key: SigningKey): Act<ReceiptBody>[] {
  const receipts: Act<ReceiptBody>[] = [];
  for (const { id, document } of changes) {
    const parsed = id.includes(':EXCHANGE:receipt:') ? parseAct(document) : null;
    if (!parsed?.ok || parsed.value.signature.key !== key.keyId) continue;
    const { body } = parsed.value;
    if (body.kind === 'receipt' && body.stage === 'delivered')
      receipts.push(parsed.value as Act<ReceiptBody>);
  }
  return receipts;
}
