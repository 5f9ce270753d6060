/**
 * Signs a body as an act: ES256 over the UTF-8 of its canonical JSON (RFC 8785), low-s form. Members stay in that
 * order, the fastest for verification.
 */
import { actId } from '#lib/domain/act/act-id.ts';
import type { Act, Body, Signature } from '#lib/domain/act/body.ts';
import { bytesToBase64url } from '#lib/domain/bytes.ts';
import { canonicalJson } from '#lib/domain/canonical.ts';
import { textToBytes } from './bytes.ts';
import type { SigningKey } from './key.ts';
import { toLowS } from './low-s.ts';

export const ES256_SIGNING = { name: 'ECDSA', hash: 'SHA-256' } as const;

export async function signBody<B extends Body>(body: B, key: SigningKey): Promise<Act<B>> {
  const text = canonicalJson(body);
  const message = textToBytes(text);
  const raw = await globalThis.crypto.subtle.sign(ES256_SIGNING, key.privateKey, message);
  const value = bytesToBase64url(toLowS(new Uint8Array(raw)));
  const signature: Signature = { alg: 'ES256', key: key.keyId, value };
  return { _id: actId(body, signature), body: JSON.parse(text) as B, signature };
}
