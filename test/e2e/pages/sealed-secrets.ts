/**
 * What a sealed store holds, taken out with the passphrase: the secrets that a search of the disk has to look for,
 * and the acts as they lie there. The program never holds the secrets so: its keys cannot be taken out.
 */
import type { Page } from '@playwright/test';
import { base64ToBytes, textToBytes, type Bytes } from '#lib/crypto/bytes.ts';
import type { SealedKey } from '#lib/crypto/key.ts';
import { open } from '#lib/crypto/seal.ts';
import type { VaultRecord } from '#lib/crypto/vault.ts';
import { unwrap } from '#lib/domain/result.ts';

interface Secrets {
  /** 32 bytes, under which everything of the person is sealed. */
  readonly dataKey: Buffer;
  /** The secret number of this device's signing key. */
  readonly d: Buffer;
}

type Stored = Record<string, unknown>;

/** Every revision as PouchDB keeps it, in this page's browser. */
function readRows(page: Page, database: string): Promise<Stored[]> {
  return page.evaluate(async (name) => {
    const settle = <T>(request: IDBRequest<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(new Error('not read'));
      });
    const held = await settle(indexedDB.open(`_pouch_${name}`));
    const rows = await settle<unknown[]>(held.transaction('by-sequence').objectStore('by-sequence').getAll());
    held.close();
    return rows as Record<string, unknown>[];
  }, database);
}

function idOf(row: Stored): string {
  return String(row['_doc_id_rev']).split('::')[0] ?? '';
}

async function readDocument(page: Page, database: string, id: string): Promise<Stored> {
  const last = (await readRows(page, database)).filter((row) => idOf(row) === id).at(-1);
  if (!last) throw new Error(`no ${id}`);
  return last;
}

export async function takeOutSecrets(page: Page, person: string, passphrase: string): Promise<Secrets> {
  const { dataKey, key } = await openVault(page, person, passphrase);
  const stored = await readDocument(page, `i2es-${person}-device`, 'device');
  const device = unwrap(await open({ key }, 'device', String(stored['sealed']))) as { key: SealedKey };
  return { dataKey: Buffer.from(dataKey), d: await unwrapSigningKey(key, device.key) };
}

/** The acts of the person's country as they lie on this computer, opened. */
export async function readKeptActs(page: Page, person: string, passphrase: string): Promise<unknown[]> {
  const { key } = await openVault(page, person, passphrase);
  const rows = await readRows(page, `i2es-${person}-country`);
  const acts = rows.filter((row) => idOf(row).startsWith('act:') && typeof row['sealed'] === 'string');
  return Promise.all(
    acts.map(async (row) => {
      const _id = idOf(row);
      return { _id, ...(unwrap(await open({ key }, _id, String(row['sealed']))) as object) };
    })
  );
}

async function openVault(page: Page, person: string, passphrase: string) {
  const { vault } = (await readDocument(page, 'i2es-devices', `store:${person}`)) as { vault: VaultRecord };
  const dataKey = await unwrapDataKey(vault, passphrase);
  const key = await crypto.subtle.importKey('raw', dataKey, 'AES-GCM', false, ['decrypt', 'unwrapKey']);
  return { dataKey, key };
}

async function unwrapDataKey(record: VaultRecord, passphrase: string): Promise<Bytes> {
  const secret = await crypto.subtle.importKey('raw', textToBytes(passphrase), 'PBKDF2', false, [
    'deriveKey'
  ]);
  const { salt, iterations } = record;
  const derivation = { name: 'PBKDF2', hash: 'SHA-256', salt: bytesOf(salt), iterations };
  const aes = { name: 'AES-GCM', length: 256 };
  const wrapping = await crypto.subtle.deriveKey(derivation, secret, aes, false, ['decrypt']);
  const packed = bytesOf(record.wrappedKey);
  const bound = textToBytes(`i2es vault ${record.version} ${iterations} ${salt}`);
  const parameters = { name: 'AES-GCM', iv: packed.slice(0, 12), additionalData: bound };
  return new Uint8Array(await crypto.subtle.decrypt(parameters, wrapping, packed.slice(12)));
}

async function unwrapSigningKey(key: CryptoKey, { keyId, wrapped }: SealedKey): Promise<Buffer> {
  const packed = bytesOf(wrapped);
  const bound = textToBytes(`i2es device key 1 ${keyId}`);
  const parameters = { name: 'AES-GCM', iv: packed.slice(0, 12), additionalData: bound };
  const es256 = { name: 'ECDSA', namedCurve: 'P-256' };
  const unwrapped = await crypto.subtle.unwrapKey('pkcs8', packed.slice(12), key, parameters, es256, true, [
    'sign'
  ]);
  const { d = '' } = await crypto.subtle.exportKey('jwk', unwrapped);
  return Buffer.from(d, 'base64url');
}

function bytesOf(base64: string): Bytes {
  const bytes = base64ToBytes(base64);
  if (bytes === null) throw new Error('no Base64');
  return bytes;
}
