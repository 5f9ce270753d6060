/** Compact JWS (RFC 7515) with ES256. */
import {
  badgeText,
  readBadge,
  type BadgeFacts,
  type PathFacts,
  type ReadBadge,
  readShortBadge
} from '#lib/domain/training/badge.ts';
import { importPublicKey, type SigningKey } from './key.ts';
import { generatePrivateJwk, importSigningKey } from './key.ts';
import { isTextSigned, signText } from './sign.ts';

export async function signBadge(facts: BadgeFacts, key: SigningKey): Promise<string> {
  const text = badgeText(facts, key.publicKey);
  return [text, await signText(text, key)].join('.');
}

/** The key is made for one certificate and forgotten: it proves integrity, not origin. */
export async function declareBadge(facts: Omit<PathFacts, 'word' | 'authority'>): Promise<string> {
  const key = await importSigningKey(await generatePrivateJwk());
  return signBadge({ ...facts, authority: null, word: 'self-declared' }, key);
}

/** `text`: the certificate or the content of its QR code. */
export async function verifyBadge(text: string): Promise<ReadBadge | null> {
  const badge = readBadge(text) ?? readShortBadge(text);
  const key = badge && (await importPublicKey(badge.key));
  return key && (await isTextSigned(badge.signed, badge.signature, key)) ? badge : null;
}
