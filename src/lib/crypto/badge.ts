/** Signs and verifies a training certificate: a compact JWS (RFC 7515) with ES256, by whoever its issuer is. */
import { badgeText, readBadge, type BadgeFacts, type ReadBadge } from '#lib/domain/training/badge.ts';
import { importPublicKey, type SigningKey } from './key.ts';
import { generatePrivateJwk, importSigningKey } from './key.ts';
import { isTextSigned, signText } from './sign-text.ts';

export async function signBadge(facts: BadgeFacts, key: SigningKey): Promise<string> {
  const text = badgeText(facts, key.publicKey);
  return [text, await signText(text, key)].join('.');
}

/** By a key that is made for it and forgotten: it shows that nothing was altered since, and nothing about who it was. */
export async function declareBadge(facts: Omit<BadgeFacts, 'word' | 'authority'>): Promise<string> {
  const key = await importSigningKey(await generatePrivateJwk());
  return signBadge({ ...facts, authority: null, word: 'self-declared' }, key);
}

/** Null where it is no certificate of this product, or one letter of it was altered. */
export async function verifyBadge(jws: string): Promise<ReadBadge | null> {
  const badge = readBadge(jws);
  const key = badge && (await importPublicKey(badge.key));
  return key && (await isTextSigned(badge.signed, badge.signature, key)) ? badge : null;
}
