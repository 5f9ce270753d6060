/**
 * A random data key wrapped under the passphrase (PBKDF2, RFC 8018; AES-GCM, NIST SP 800-38D). A lost passphrase is
 * final: the server fills a new vault.
 */
import { guessOf } from '#lib/domain/registration/password.ts';
import { accept, refuse, type Result, type Problem } from '#lib/domain/result.ts';
import { base64ToBytes, bytesToBase64, randomBytes, textToBytes, type Bytes } from './bytes.ts';

/** OWASP's figure for PBKDF2-HMAC-SHA-256; this code never writes fewer rounds. */
export const MIN_ROUNDS = 600_000;
/** Prevents a record from blocking a computer for minutes. */
const MAX_ROUNDS = 10_000_000;

export interface VaultRecord {
  readonly version: 1;
  readonly iterations: number;
  readonly salt: string;
  /** base64: 12 bytes of IV, then the wrapped data key. */
  readonly wrappedKey: string;
}

export interface Vault {
  readonly key: CryptoKey;
}

const GCM = 'AES-GCM';
const IN_MEMORY: readonly KeyUsage[] = ['encrypt', 'decrypt', 'wrapKey', 'unwrapKey'];

export async function createVault(passphrase: string): Promise<{ record: VaultRecord; vault: Vault }> {
  const { subtle } = globalThis.crypto;
  const dataKey = await subtle.generateKey({ name: GCM, length: 256 }, true, [...IN_MEMORY]);
  const record = await wrapDataKey(dataKey, passphrase);
  const raw = new Uint8Array(await subtle.exportKey('raw', dataKey));
  const key = await subtle.importKey('raw', raw, GCM, false, [...IN_MEMORY]);
  raw.fill(0);
  return { record, vault: { key } };
}

/** A wrong passphrase and an altered record give the same answer. */
export async function openVault(record: VaultRecord, passphrase: string): Promise<Result<Vault>> {
  const key = await unwrapDataKey(record, passphrase, false);
  return key.ok ? accept({ key: key.value }) : key;
}

/** The same data key: no document is written again. */
export async function changePassphrase(
  record: VaultRecord,
  passphrase: string,
  next: string
): Promise<Result<VaultRecord>> {
  const key = await unwrapDataKey(record, passphrase, true);
  return key.ok ? accept(await wrapDataKey(key.value, next)) : key;
}

async function wrapDataKey(dataKey: CryptoKey, passphrase: string): Promise<VaultRecord> {
  const salt = randomBytes(16);
  const iv = randomBytes(12);
  const bound = { version: 1, iterations: MIN_ROUNDS, salt: bytesToBase64(salt) } as const;
  const wrapping = await deriveKey(passphrase, salt, bound.iterations, 'wrapKey');
  const parameters = { name: GCM, iv, additionalData: boundText(bound) };
  const wrapped = await globalThis.crypto.subtle.wrapKey('raw', dataKey, wrapping, parameters);
  const packed = new Uint8Array(12 + wrapped.byteLength);
  packed.set(iv);
  packed.set(new Uint8Array(wrapped), 12);
  return { ...bound, wrappedKey: bytesToBase64(packed) };
}

/** `extractable`: only to wrap it once more and then forget it. */
export async function unwrapDataKey(
  record: VaultRecord,
  passphrase: string,
  extractable: boolean
): Promise<Result<CryptoKey>> {
  const parts = readRecord(record);
  if (parts === null) return refuse({ code: 'vault.record.malformed' });
  const wrapping = await deriveKey(passphrase, parts.salt, record.iterations, 'unwrapKey');
  const parameters = { name: GCM, iv: parts.iv, additionalData: boundText(record) };
  try {
    const { subtle } = globalThis.crypto;
    return accept(
      await subtle.unwrapKey('raw', parts.wrapped, wrapping, parameters, GCM, extractable, [...IN_MEMORY])
    );
  } catch {
    return refuse({ code: 'vault.passphrase.wrong' });
  }
}

function readRecord(record: VaultRecord): { salt: Bytes; iv: Bytes; wrapped: Bytes } | null {
  const { version, iterations } = record;
  if (version !== 1 || !Number.isSafeInteger(iterations)) return null;
  if (iterations < MIN_ROUNDS || iterations > MAX_ROUNDS) return null;
  const salt = base64ToBytes(record.salt);
  const packed = base64ToBytes(record.wrappedKey);
  if (salt?.length !== 16 || packed?.length !== 12 + 32 + 16) return null;
  return { salt, iv: packed.slice(0, 12), wrapped: packed.slice(12) };
}

/** Bound into the cipher, so that no field can be taken from another record. */
function boundText(record: Pick<VaultRecord, 'version' | 'iterations' | 'salt'>): Bytes {
  return textToBytes(`i2es vault ${record.version} ${record.iterations} ${record.salt}`);
}

/** NFKC (NIST SP 800-63B): one passphrase gives the same bytes on every keyboard. */
async function deriveKey(
  passphrase: string,
  salt: Bytes,
  iterations: number,
  usage: 'wrapKey' | 'unwrapKey'
): Promise<CryptoKey> {
  const { subtle } = globalThis.crypto;
  const secret = await subtle.importKey('raw', textToBytes(passphrase.normalize('NFKC')), 'PBKDF2', false, [
    'deriveKey'
  ]);
  const derivation = { name: 'PBKDF2', hash: 'SHA-256', salt, iterations };
  return subtle.deriveKey(derivation, secret, { name: GCM, length: 256 }, false, [usage]);
}

export const MIN_CHARACTERS = 12;
const MAX_CHARACTERS = 200;

/**
 * Rules after NIST SP 800-63B §5.1.1: long, not guessable, no composition rules, no forced change. `about`: words that
 * an attacker knows of the person, such as account id and name.
 */
export function judgePassphrase(passphrase: string, about: readonly string[] = []): Problem[] {
  const { length } = [...passphrase.normalize('NFKC')];
  if (length < MIN_CHARACTERS)
    return [{ code: 'vault.passphrase.tooShort', values: { least: MIN_CHARACTERS } }];
  if (length > MAX_CHARACTERS)
    return [{ code: 'vault.passphrase.tooLong', values: { most: MAX_CHARACTERS } }];
  const guess = guessOf(passphrase, about, MIN_CHARACTERS / 2);
  if (guess === 'names-you') return [{ code: 'vault.passphrase.namesYou' }];
  return guess === null ? [] : [{ code: 'vault.passphrase.tooCommon' }];
}
