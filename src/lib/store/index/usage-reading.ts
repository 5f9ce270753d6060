/** Signed by the exchange. Unreadable or unverified months are counted and shown, never added up. */
import type { Keyring } from '#lib/crypto/keyring.ts';
import { parseUsage, usageText, type UsageRecord } from '#lib/domain/usage/usage-record.ts';
import { isTextSigned } from '#lib/crypto/sign.ts';

export interface UsageReading {
  readonly usage: readonly UsageRecord[];
  readonly doubtful: readonly string[];
}

const verified = new Set<string>();

export async function readUsage(
  documents: readonly { readonly _id: string }[],
  keyring: Keyring
): Promise<UsageReading> {
  const read = await Promise.all(documents.map((document) => readOne(document, keyring)));
  return {
    usage: read.flatMap((one) => (typeof one === 'string' ? [] : [one])),
    doubtful: read.filter((one) => typeof one === 'string')
  };
}

async function readOne(document: { readonly _id: string }, keyring: Keyring): Promise<UsageRecord | string> {
  const parsed = parseUsage(document);
  if (!parsed.ok) return document._id;
  const { _id, by, signature } = parsed.value;
  const name = `${_id} ${by} ${signature}`;
  if (verified.has(name)) return parsed.value;
  if (!(await isUsageGenuine(parsed.value, keyring))) return _id;
  verified.add(name);
  return parsed.value;
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
