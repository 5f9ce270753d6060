/**
 * AES-GCM (NIST SP 800-38D) under the vault's data key. The document's id is associated data, so a body moved to
 * another document does not open.
 */
import { accept, refuse, type Result } from '#lib/domain/result.ts';
import { base64ToBytes, bytesToBase64, bytesToText, randomBytes, textToBytes, type Bytes } from './bytes.ts';
import type { Vault } from './vault.ts';

const VERSION = 1;
const IV_BYTES = 12;
const HEAD_BYTES = 1 + IV_BYTES;

/** base64 of version, IV and ciphertext of the JSON of `value`. */
export async function seal(vault: Vault, id: string, value: unknown): Promise<string> {
  const text = JSON.stringify(value);
  if (text === undefined) throw new Error('nothing to seal');
  return sealBytes(vault, id, textToBytes(text));
}

export async function open(vault: Vault, id: string, sealed: string): Promise<Result<unknown>> {
  const bytes = await openBytes(vault, id, sealed);
  if (!bytes.ok) return bytes;
  try {
    return accept(JSON.parse(bytesToText(bytes.value)) as unknown);
  } catch {
    return refuse({ code: 'seal.broken' });
  }
}

export async function sealBytes(vault: Vault, id: string, plain: Bytes): Promise<string> {
  const iv = randomBytes(IV_BYTES);
  const cipher = await globalThis.crypto.subtle.encrypt(parametersOf(id, iv), vault.key, plain);
  const packed = new Uint8Array(HEAD_BYTES + cipher.byteLength);
  packed[0] = VERSION;
  packed.set(iv, 1);
  packed.set(new Uint8Array(cipher), HEAD_BYTES);
  return bytesToBase64(packed);
}

/** Another vault, another document and altered bytes give the same refusal. */
export async function openBytes(vault: Vault, id: string, sealed: string): Promise<Result<Bytes>> {
  const packed = base64ToBytes(sealed);
  if (packed === null || packed.length < HEAD_BYTES || packed[0] !== VERSION) {
    return refuse({ code: 'seal.malformed' });
  }
  const parameters = parametersOf(id, packed.slice(1, HEAD_BYTES));
  try {
    const plain = await globalThis.crypto.subtle.decrypt(parameters, vault.key, packed.subarray(HEAD_BYTES));
    return accept(new Uint8Array(plain));
  } catch {
    return refuse({ code: 'seal.broken' });
  }
}

function parametersOf(id: string, iv: Bytes): AesGcmParams {
  return { name: 'AES-GCM', iv, additionalData: textToBytes(`i2es document ${VERSION} ${id}`) };
}
