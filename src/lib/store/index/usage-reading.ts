/**
 * The countries' months of usage that the exchange signed. Unreadable or unverified ones are counted and shown, never
 * added up.
 */
import type { Keyring } from '#lib/crypto/keyring.ts';
import { isUsageGenuine } from '#lib/crypto/verify-usage.ts';
import { parseUsage, type UsageRecord } from '#lib/domain/usage/usage-record.ts';

export interface UsageReading {
  readonly usage: readonly UsageRecord[];
  readonly doubtful: readonly string[];
}

/** Good signatures of this session: each is verified once. */
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
