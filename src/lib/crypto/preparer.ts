/** Who prepared an authorization, by the signature over its content (`domain/authorization/two-people.ts`). */
import type { CertificateBody } from '#lib/domain/act/body.ts';
import {
  approvalText,
  type Content,
  type Preparation,
  type Prepared
} from '#lib/domain/authorization/two-people.ts';
import type { Keyring } from './keyring.ts';
import { isTextSigned } from './sign.ts';

/** The holder of the key, or null without a valid signature by a key that the issuer had certified to issue. */
export async function preparerOf(
  content: Content,
  prepared: Prepared | null | undefined,
  of: Omit<Preparation, 'at'>,
  keyring: Keyring
): Promise<CertificateBody['holder'] | null> {
  if (!prepared) return null;
  const { at, key: keyId, signature } = prepared;
  const standing = keyring.trust.standingsOf(keyId).find(({ certificate }) => {
    if (certificate?.body.holder.authority !== content.issuer) return false;
    const { validFrom, validUntil } = certificate.body;
    const end = keyring.trust.withdrawnFrom(keyId, content.issuer);
    return validFrom <= at && at < validUntil && (end === null || at < end);
  });
  const key = standing ? await keyring.verifyingKeyOf(keyId) : null;
  const isSigned = key !== null && (await isTextSigned(approvalText(content, { ...of, at }), signature, key));
  return isSigned ? (standing?.certificate?.body.holder ?? null) : null;
}
