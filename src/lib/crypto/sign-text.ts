/**
 * Signatures over non-acts (root handover, monthly usage): ES256 over the UTF-8 of canonical text. Its `kind` is not an
 * act's, so neither passes for the other.
 */
import { base64urlToBytes, bytesToBase64url } from '#lib/domain/bytes.ts';
import { textToBytes, type Bytes } from './bytes.ts';
import type { SigningKey } from './key.ts';
import { isLowS, toLowS } from './low-s.ts';
import { ES256_SIGNING } from './sign.ts';

export async function signText(text: string, { privateKey }: SigningKey): Promise<string> {
  const raw = await globalThis.crypto.subtle.sign(ES256_SIGNING, privateKey, textToBytes(text));
  return bytesToBase64url(toLowS(new Uint8Array(raw)));
}

/** False unless the signature is in its only spelling. */
export async function isTextSigned(text: string, signature: string, key: CryptoKey): Promise<boolean> {
  const bytes = base64urlToBytes(signature) as Bytes | null;
  if (bytes?.length !== 64 || !isLowS(bytes)) return false;
  return globalThis.crypto.subtle.verify(ES256_SIGNING, key, bytes, textToBytes(text));
}
