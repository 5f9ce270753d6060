/**
 * Wrapped under the device lock's answer (WebAuthn Level 3, extension `prf`; HKDF, RFC 5869; AES-GCM). The
 * authenticator answers only a verified person, and no answer is stored.
 */
import { accept, refuse, type Result } from '#lib/domain/result.ts';
import { base64ToBytes, bytesToBase64, joinBytes, randomBytes, textToBytes, type Bytes } from './bytes.ts';
import { unwrapDataKey, type Vault, type VaultRecord } from './vault.ts';

export interface DeviceLockRecord {
  readonly version: 1;
  readonly credential: string;
  /** base64, 32 bytes. */
  readonly salt: string;
  /** base64: 12 bytes of IV, then the wrapped data key. */
  readonly wrappedKey: string;
}

export interface DeviceAnswer {
  readonly credential: Bytes;
  readonly salt: Bytes;
  readonly secret: Bytes;
}

const GCM = 'AES-GCM';
const SECRET_BYTES = 32;

export function newLockSalt(): Bytes {
  return randomBytes(32);
}

/** The passphrase is required again: an unlocked device must not be enough to add a lock. */
export async function addDeviceLock(
  vault: VaultRecord,
  passphrase: string,
  answer: DeviceAnswer
): Promise<Result<DeviceLockRecord>> {
  const dataKey = await unwrapDataKey(vault, passphrase, true);
  if (!dataKey.ok) return dataKey;
  const bound = {
    version: 1,
    credential: bytesToBase64(answer.credential),
    salt: bytesToBase64(answer.salt)
  } as const;
  const iv = randomBytes(12);
  const wrapping = await deriveKey(answer.secret, bound, 'wrapKey');
  const parameters = { name: GCM, iv, additionalData: boundText(bound) };
  const wrapped = await globalThis.crypto.subtle.wrapKey('raw', dataKey.value, wrapping, parameters);
  return accept({ ...bound, wrappedKey: bytesToBase64(joinBytes(iv, new Uint8Array(wrapped))) });
}

/** A wrong credential, a wrong salt and an altered record give the same answer. */
export async function openByDeviceLock(record: DeviceLockRecord, secret: Bytes): Promise<Result<Vault>> {
  const packed = base64ToBytes(record.wrappedKey);
  if (record.version !== 1 || packed?.length !== 12 + 32 + 16)
    return refuse({ code: 'vault.record.malformed' });
  if (secret.length !== SECRET_BYTES) return refuse({ code: 'deviceLock.wrong' });
  const wrapping = await deriveKey(secret, record, 'unwrapKey');
  const parameters = { name: GCM, iv: packed.slice(0, 12), additionalData: boundText(record) };
  const uses: KeyUsage[] = ['encrypt', 'decrypt', 'wrapKey', 'unwrapKey'];
  try {
    const { subtle } = globalThis.crypto;
    const wrapped = packed.slice(12);
    return accept({ key: await subtle.unwrapKey('raw', wrapped, wrapping, parameters, GCM, false, uses) });
  } catch {
    return refuse({ code: 'deviceLock.wrong' });
  }
}

type Bound = Pick<DeviceLockRecord, 'version' | 'credential' | 'salt'>;

/** Bound into key and cipher, so that no field can be taken from another record. */
function boundText({ version, credential, salt }: Bound): Bytes {
  return textToBytes(`i2es device lock ${version} ${credential} ${salt}`);
}

async function deriveKey(secret: Bytes, bound: Bound, usage: 'wrapKey' | 'unwrapKey'): Promise<CryptoKey> {
  const { subtle } = globalThis.crypto;
  const source = await subtle.importKey('raw', secret, 'HKDF', false, ['deriveKey']);
  const derivation = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info: boundText(bound) };
  return subtle.deriveKey(derivation, source, { name: GCM, length: 256 }, false, [usage]);
}
