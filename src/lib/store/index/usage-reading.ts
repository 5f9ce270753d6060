/** Signed by the exchange. Unreadable or unverified months are counted and shown, never added up. */
import type { Keyring } from '#lib/crypto/keyring.ts';
import { parseUsage, usageText, type UsageRecord } from '#lib/domain/usage/usage-record.ts';
import { isTextSigned } from '#lib/crypto/sign.ts';

export interface UsageReading {
  readonly usage: readonly UsageRecord[];
  readonly doubtful: readonly string[];
}

/** Of each document that was read: its record, or null if it cannot be read. */
const records = new WeakMap<object, UsageRecord | null>();
const verified = new WeakSet<object>();

/** A document is parsed and verified once; those of all countries for years are ten thousand. */
export async function readUsage(
  documents: readonly { readonly _id: string }[],
  keyring: Keyring
): Promise<UsageReading> {
  const fresh = documents.filter((document) => !verified.has(document));
  await Promise.all(fresh.map((document) => verify(document, keyring)));
  const [usage, doubtful]: [UsageRecord[], string[]] = [[], []];
  for (const document of documents) {
    const record = verified.has(document) ? records.get(document) : null;
    if (record) usage.push(record);
    else doubtful.push(document._id);
  }
  return { usage, doubtful };
}

async function verify(document: { readonly _id: string }, keyring: Keyring): Promise<void> {
  let record = records.get(document);
  if (record === undefined) {
    const parsed = parseUsage(document);
    record = parsed.ok ? parsed.value : null;
    records.set(document, record);
  }
  if (record && (await isUsageGenuine(record, keyring))) verified.add(document);
}

export function isSameUsage(held: UsageReading | null, { usage, doubtful }: UsageReading): boolean {
  return (
    held?.usage.length === usage.length &&
    usage.every((record, at) => record === held.usage[at]) &&
    doubtful.join() === held.doubtful.join()
  );
}

export async function isUsageGenuine(usage: UsageRecord, keyring: Keyring): Promise<boolean> {
  const isExchange = keyring.trust.standingsOf(usage.by).some(({ certificate }) => {
    if (certificate?.body.holder.authority !== 'EXCHANGE') return false;
    const { validFrom, validUntil } = certificate.body;
    const end = keyring.trust.withdrawnFrom(usage.by, 'EXCHANGE');
    return usage.at >= validFrom && usage.at < validUntil && (end === null || usage.at < end);
  });
  const key = isExchange ? await keyring.verifyingKeyOf(usage.by) : null;
  return key !== null && isTextSigned(usageText(usage), usage.signature, key);
}
