/**
 * ES256 over the UTF-8 of canonical JSON (RFC 8785), low-s form. Members stay in that order, the fastest for
 * verification.
 */
import { actId } from '#lib/domain/act/content-id.ts';
import type { Act, Body, Signature, PublicKey } from '#lib/domain/act/body.ts';
import type { CarriedAct } from '#lib/domain/act/later-act.ts';
import { bytesToBase64url, base64urlToBytes } from '#lib/domain/bytes.ts';
import { canonicalJson } from '#lib/domain/canonical.ts';
import { textToBytes, type Bytes } from './bytes.ts';
import { type SigningKey, importPublicKey, keyIdOf } from './key.ts';

const ES256_SIGNING = { name: 'ECDSA', hash: 'SHA-256' } as const;

export async function signBody<B extends Body>(body: B, key: SigningKey): Promise<Act<B>> {
  const text = canonicalJson(body);
  const message = textToBytes(text);
  const raw = await globalThis.crypto.subtle.sign(ES256_SIGNING, key.privateKey, message);
  const value = bytesToBase64url(toLowS(new Uint8Array(raw)));
  const signature: Signature = { alg: 'ES256', key: key.keyId, value };
  return { _id: actId(body, signature), body: JSON.parse(text) as B, signature };
}

// ECDSA accepts (r, s) and (r, n − s); I2ES accepts only the smaller s. Otherwise anyone could turn a genuine act into
// a second one with another id.

/** Order n of P-256 (FIPS 186-5), and its half. */
const ORDER = hexToBytes('ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551');
const HALF = hexToBytes('7fffffff800000007fffffffffffffffde737d56d38bcf4279dce5617e3192a8');

function hexToBytes(hex: string): Bytes {
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16));
}

export function isLowS(signature: Bytes): boolean {
  for (let i = 0; i < 32; i++) {
    const [s, half] = [signature[32 + i] ?? 0, HALF[i] ?? 0];
    if (s !== half) return s < half;
  }
  return true;
}

export function toLowS(signature: Bytes): Bytes {
  if (isLowS(signature)) return signature;
  const low = signature.slice();
  let borrow = 0;
  for (let i = 31; i >= 0; i--) {
    const difference = (ORDER[i] ?? 0) - (signature[32 + i] ?? 0) - borrow;
    borrow = difference < 0 ? 1 : 0;
    low[32 + i] = difference & 255;
  }
  return low;
}

/** Root handovers and monthly usage: the `kind` is not an act's, so neither passes for the other. */
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

/** The act must be well formed and name this key. */
export async function verifySignature(
  act: CarriedAct,
  publicKey: PublicKey,
  text?: string
): Promise<boolean> {
  const key = keyIdOf(publicKey) === act.signature.key ? await importPublicKey(publicKey) : null;
  return key !== null && verifyWith(act, key, text);
}

export async function verifyWith(act: CarriedAct, key: CryptoKey, text?: string): Promise<boolean> {
  const signed = readSigned(act, text);
  if (signed === null) return false;
  const message = textToBytes(signed.message);
  return globalThis.crypto.subtle.verify(ES256_SIGNING, key, signed.signature, message);
}

interface Signed {
  readonly signature: Bytes;
  /** Signed as UTF-8. */
  readonly message: string;
}

/** Null unless the signature is in its only spelling. `text`: the body's canonical JSON if available. */
export function readSigned({ body, signature }: CarriedAct, text?: string): Signed | null {
  const bytes = readSignature(signature.value);
  return bytes === null ? null : { signature: bytes, message: text ?? canonicalJson(body) };
}

function readSignature(value: string): Bytes | null {
  const bytes = base64urlToBytes(value);
  return bytes?.length === 64 && isLowS(bytes as Bytes) ? (bytes as Bytes) : null;
}
