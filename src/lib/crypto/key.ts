/**
 * ES256 (RFC 7518 §3.4). A device's private key is extractable only while it is encrypted under the vault's data key;
 * later it cannot leave the browser.
 */
import type { PublicKey } from '#lib/domain/act/body.ts';
import type { KeyId } from '#lib/domain/ids.ts';
import { isPublicKey, keyIdOf } from '#lib/domain/registration/key-id.ts';
import { accept, refuse, type Result } from '#lib/domain/result.ts';
import { base64ToBytes, bytesToBase64, joinBytes, randomBytes, textToBytes } from './bytes.ts';
import type { Vault } from './vault.ts';

export { keyIdOf };

export interface SigningKey {
  readonly keyId: KeyId;
  readonly publicKey: PublicKey;
  readonly privateKey: CryptoKey;
}

export interface SealedKey {
  readonly version: 1;
  readonly keyId: KeyId;
  readonly publicKey: PublicKey;
  readonly wrapped: string;
}

/** Unencrypted, for a server's key file and sample authorities; never for a device. */
export interface PrivateJwk extends PublicKey {
  readonly d: string;
}

const ES256 = { name: 'ECDSA', namedCurve: 'P-256' } as const;

export async function generateDeviceKey(vault: Vault): Promise<{ key: SigningKey; sealed: SealedKey }> {
  const { subtle } = globalThis.crypto;
  const pair = await subtle.generateKey(ES256, true, ['sign', 'verify']);
  const publicKey = toPublicKey(await subtle.exportKey('jwk', pair.publicKey));
  const keyId = keyIdOf(publicKey);
  const iv = randomBytes(12);
  const wrapped = await subtle.wrapKey('pkcs8', pair.privateKey, vault.key, parametersOf(keyId, iv));
  const packed = joinBytes(iv, new Uint8Array(wrapped));
  const sealed: SealedKey = { version: 1, keyId, publicKey, wrapped: bytesToBase64(packed) };
  const key = await openDeviceKey(vault, sealed);
  if (!key.ok) throw new Error('a new key does not open');
  return { key: key.value, sealed };
}

export async function openDeviceKey(vault: Vault, sealed: SealedKey): Promise<Result<SigningKey>> {
  const { keyId, publicKey } = sealed;
  const packed = base64ToBytes(sealed.wrapped);
  if (sealed.version !== 1 || !isPublicKey(publicKey) || keyIdOf(publicKey) !== keyId || packed === null) {
    return refuse({ code: 'seal.malformed' });
  }
  const parameters = parametersOf(keyId, packed.slice(0, 12));
  try {
    const { subtle } = globalThis.crypto;
    const wrapped = packed.slice(12);
    const privateKey = await subtle.unwrapKey('pkcs8', wrapped, vault.key, parameters, ES256, false, [
      'sign'
    ]);
    return accept({ keyId, publicKey, privateKey });
  } catch {
    return refuse({ code: 'seal.broken' });
  }
}

/** One encrypted key cannot pass for another. */
function parametersOf(keyId: KeyId, iv: Uint8Array<ArrayBuffer>): AesGcmParams {
  return { name: 'AES-GCM', iv, additionalData: textToBytes(`i2es device key 1 ${keyId}`) };
}

export async function generatePrivateJwk(): Promise<PrivateJwk> {
  const { subtle } = globalThis.crypto;
  const pair = await subtle.generateKey(ES256, true, ['sign', 'verify']);
  const jwk = await subtle.exportKey('jwk', pair.privateKey);
  return { ...toPublicKey(jwk), d: String(jwk.d) };
}

/** Throws on an invalid key: a broken key file stops the server's start. */
export async function importSigningKey(jwk: PrivateJwk): Promise<SigningKey> {
  const publicKey = toPublicKey(jwk);
  const privateKey = await globalThis.crypto.subtle.importKey('jwk', { ...jwk }, ES256, false, ['sign']);
  return { keyId: keyIdOf(publicKey), publicKey, privateKey };
}

/** Null if the point is not on the curve. */
export async function importPublicKey(key: PublicKey): Promise<CryptoKey | null> {
  if (!isPublicKey(key)) return null;
  try {
    return await globalThis.crypto.subtle.importKey('jwk', { ...key }, ES256, false, ['verify']);
  } catch {
    return null;
  }
}

/** Only the members of RFC 7638: engines add `ext` and `key_ops`. */
function toPublicKey(jwk: { readonly x?: string; readonly y?: string }): PublicKey {
  const key = { kty: 'EC', crv: 'P-256', x: jwk.x, y: jwk.y };
  if (!isPublicKey(key)) throw new Error('not a P-256 key');
  return key;
}
