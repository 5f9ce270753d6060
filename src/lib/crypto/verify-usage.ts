/** Verifies that a month's usage is signed by a key certified as an exchange's. */
import { usageText, type UsageRecord } from '#lib/domain/usage/usage-record.ts';
import type { Keyring } from './keyring.ts';
import { isTextSigned } from './sign-text.ts';

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
