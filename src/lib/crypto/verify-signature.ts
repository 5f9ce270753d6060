/** Verifies only that a key signed a body; `verify.ts` judges the owner of the key. */
import type { Act, PublicKey } from '#lib/domain/act/body.ts';
import { base64urlToBytes } from '#lib/domain/bytes.ts';
import { canonicalJson } from '#lib/domain/canonical.ts';
import { textToBytes, type Bytes } from './bytes.ts';
import { importPublicKey, keyIdOf } from './key.ts';
import { isLowS } from './low-s.ts';
import { ES256_SIGNING } from './sign.ts';

/** The act must be well formed and name this key. */
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
  readonly signature: Bytes;
  /** Signed as UTF-8. */
  readonly message: string;
}

/** Null unless the signature is in its only spelling. `text`: the body's canonical JSON if available. */
export function readSigned({ body, signature }: Act, text?: string): Signed | null {
  const bytes = readSignature(signature.value);
  return bytes === null ? null : { signature: bytes, message: text ?? canonicalJson(body) };
}

function readSignature(value: string): Bytes | null {
  const bytes = base64urlToBytes(value);
  return bytes?.length === 64 && isLowS(bytes as Bytes) ? (bytes as Bytes) : null;
}
