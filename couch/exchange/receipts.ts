/**
 * The exchange's own receipts, its only memory of what it issued. A receipt follows its copy (architecture, invariant 8).
 * A database's administrator can add others, which have no effect: only those under the exchange's signature count.
 */
import { createHash } from 'node:crypto';
import type { Database } from '#couch/engine/engine.ts';
import type { SigningKey } from '#lib/crypto/key.ts';
import { verifyActs, type Keyring } from '#lib/crypto/verify.ts';
import { parseActId } from '#lib/domain/act/act-id.ts';
import type { Act, Body, ReceiptBody, Signatory } from '#lib/domain/act/body.ts';
import { parseAct } from '#lib/domain/act/parse-act.ts';
import { addDays } from '#lib/domain/calendar-date.ts';
import type { ActId, CalendarDate } from '#lib/domain/ids.ts';
import { readPage, type Sequence } from './feed.ts';

export type Receipt = Act<ReceiptBody>;

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

interface Stated {
  /** `<act id> <authority>` */
  readonly deliveries: Set<string>;
  /** The highest count among the receipts of `key`, or 0. */
  readonly count: number;
}

const CHANGES_AT_ONCE = 500;

export async function readStated(database: Database, since: Sequence, key: SigningKey): Promise<Stated> {
  const deliveries = new Set<string>();
  let count = 0;
  for (let from = since; ;) {
    const { changes, until } = await readPage(database, from, CHANGES_AT_ONCE);
    for (const { id, document } of changes) {
      const parsed = id.includes(':EXCHANGE:receipt:') ? parseAct(document) : null;
      if (!parsed?.ok || parsed.value.signature.key !== key.keyId) continue;
      const { body } = parsed.value;
      if (body.kind !== 'receipt' || body.stage !== 'delivered') continue;
      for (const of of body.of) deliveries.add(`${of} ${body.where}`);
      count = Math.max(count, body.seq['EXCHANGE'] ?? 0);
    }
    if (changes.length < CHANGES_AT_ONCE) return { deliveries, count };
    from = until;
  }
}

const PAGE = 1000;
const READ_AT_ONCE = 200;

export async function* readReceipts(
  database: Database,
  since: CalendarDate
): AsyncGenerator<readonly Receipt[], void> {
  let startkey = `act:${since.replace(/-/g, '')}`;
  for (let isMore = true; isMore;) {
    const { rows } = await database.allDocs({ startkey, endkey: 'act:\uffff', limit: PAGE });
    const ids = rows.map(({ id }) => id).filter((id) => id.includes(':EXCHANGE:receipt:'));
    for (let at = 0; at < ids.length; at += READ_AT_ONCE)
      yield await readByIds(database, ids.slice(at, at + READ_AT_ONCE));
    startkey = `${rows[rows.length - 1]?.id ?? ''}\u0000`;
    isMore = rows.length === PAGE;
  }
}

export async function readByIds(database: Database, keys: string[]): Promise<Receipt[]> {
  const { rows } = await database.allDocs<Receipt>({ keys, include_docs: true });
  return rows.flatMap((row) => ('doc' in row && isReceipt(row.doc) ? [row.doc] : []));
}

export function isReceipt(document: unknown): document is Receipt {
  const { body } = (document ?? {}) as { readonly body?: Partial<ReceiptBody> | null };
  return body?.kind === 'receipt' && Array.isArray(body.of);
}

export async function listGenuine(
  receipts: readonly Receipt[],
  keyring: Keyring
): Promise<readonly Receipt[]> {
  const verifications = await verifyActs(receipts, keyring);
  return receipts.filter(
    ({ body }, index) => body.issuer === 'EXCHANGE' && verifications[index]?.verdict === 'good'
  );
}

/** Clocks of offices can be a day ahead of the exchange's. */
const DAYS_AHEAD = 2;

export async function listTelling(
  database: Database,
  ids: readonly ActId[],
  keyring: Keyring,
  isMeant: (body: ReceiptBody) => boolean
): Promise<readonly Receipt[]> {
  const asked = new Set(ids);
  const telling: Receipt[] = [];
  const [first] = ids.flatMap((id) => parseActId(id)?.date ?? []).sort();
  if (asked.size === 0) return telling;
  // Receipts come after their acts, so this day leaves none out.
  const since = addDays(first ?? ('1970-01-01' as CalendarDate), -DAYS_AHEAD);
  for await (const receipts of readReceipts(database, since)) {
    const meant = receipts.filter(({ body }) => isMeant(body) && body.of.some((id) => asked.has(id)));
    telling.push(...(await listGenuine(meant, keyring)));
  }
  return telling;
}

export async function listDelivered(
  issuers: Database,
  ids: readonly ActId[],
  keyring: Keyring,
  isMeant: (body: ReceiptBody) => boolean = () => true
): Promise<ReadonlySet<ActId>> {
  const isDelivery = (body: ReceiptBody): boolean => body.stage === 'delivered' && isMeant(body);
  const told = await listTelling(issuers, ids, keyring, isDelivery);
  const asked = new Set(ids);
  return new Set(told.flatMap(({ body }) => body.of.filter((id) => asked.has(id))));
}
