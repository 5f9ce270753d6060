/** The mathematics alone: was this body signed by this key? Who the key belongs to is `verify.ts`. */
import type { Act, PublicKey } from '#lib/domain/act/body.ts';
import { base64urlToBytes } from '#lib/domain/base64url.ts';
import { canonicalJson } from '#lib/domain/canonical.ts';
import { textToBytes, type Bytes } from './bytes.ts';
import { importPublicKey, keyIdOf } from './key.ts';
import { isLowS } from './low-s.ts';
import { ES256_SIGNING } from './sign.ts';

/** The act is well formed, and the key must be the one that its signature names. */
export async function verifySignature(act: Act, publicKey: PublicKey, text?: string): Promise<boolean> {
  const key = keyIdOf(publicKey) === act.signature.key ? await importPublicKey(publicKey) : null;
  return key !== null && verifyWith(act, key, text);
}

export async function verifyWith(act: Act, key: CryptoKey, text?: string): Promise<boolean> {
  const signed = readSigned(act, text);
  if (signed === null) return false;
  const message = textToBytes(signed.message);
  return globalThis.crypto.subtle.verify(ES256_SIGNING, key, signed.signature, message);
}

export interface Signed {
  /** 64 bytes r‖s. */
  readonly signature: Bytes;
  /** Signed as UTF-8. */
  readonly message: string;
}

/**
 * What the mathematics is done on; null where the signature is not in its only spelling. `text` is the body's
 * canonical JSON where it is known already.
 */
export function readSigned({ body, signature }: Act, text?: string): Signed | null {
  const bytes = readSignature(signature.value);
  return bytes === null ? null : { signature: bytes, message: text ?? canonicalJson(body) };
}

/** 64 bytes in their only spelling, or null. */
function readSignature(value: string): Bytes | null {
  const bytes = base64urlToBytes(value);
  return bytes?.length === 64 && isLowS(bytes as Bytes) ? (bytes as Bytes) : null;
}
