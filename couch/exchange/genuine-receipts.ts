/** Receipts under the exchange's own signature. A database's administrator can add others, which have no effect. */
import type { Database } from '#couch/engine/engine.ts';
import { verifyAct, verifyActs, type Keyring } from '#lib/crypto/verify.ts';
import type { Act, ReceiptBody } from '#lib/domain/act/body.ts';
import type { ActId } from '#lib/domain/ids.ts';
import { dayBefore, readReceipts } from './read-receipts.ts';

async function listTold(
  database: Database,
  ids: readonly ActId[],
  keyring: Keyring,
  isMeant: (body: ReceiptBody) => boolean
): Promise<ReadonlySet<ActId>> {
  const asked = new Set(ids);
  const told = new Set<ActId>();
  if (asked.size === 0) return told;
  for await (const receipts of readReceipts(database, dayBefore(ids)))
    for (const receipt of receipts) {
      const news = receipt.body.of.filter((id) => asked.has(id) && !told.has(id));
      if (news.length === 0 || !isMeant(receipt.body) || !(await isGenuine(receipt, keyring))) continue;
      for (const id of news) told.add(id);
    }
  return told;
}

export async function listTelling(
  database: Database,
  ids: readonly ActId[],
  keyring: Keyring,
  isMeant: (body: ReceiptBody) => boolean
): Promise<readonly Act<ReceiptBody>[]> {
  const asked = new Set(ids);
  const telling: Act<ReceiptBody>[] = [];
  if (asked.size === 0) return telling;
  for await (const receipts of readReceipts(database, dayBefore(ids))) {
    const meant = receipts.filter(({ body }) => isMeant(body) && body.of.some((id) => asked.has(id)));
    telling.push(...(await listGenuine(meant, keyring)));
  }
  return telling;
}

export async function listGenuine(
  receipts: readonly Act<ReceiptBody>[],
  keyring: Keyring
): Promise<readonly Act<ReceiptBody>[]> {
  const verifications = await verifyActs(receipts, keyring);
  return receipts.filter(
    ({ body }, index) => body.issuer === 'EXCHANGE' && verifications[index]?.verdict === 'good'
  );
}

export function listDelivered(
  issuers: Database,
  ids: readonly ActId[],
  keyring: Keyring,
  isMeant: (body: ReceiptBody) => boolean = () => true
): Promise<ReadonlySet<ActId>> {
  return listTold(issuers, ids, keyring, (body) => body.stage === 'delivered' && isMeant(body));
}

async function isGenuine(receipt: Act<ReceiptBody>, keyring: Keyring): Promise<boolean> {
  return (await verifyAct(receipt, keyring)).verdict === 'good';
}
