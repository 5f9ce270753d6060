/** The root key as a file, its private half encrypted under a passphrase like a device key (PBKDF2, AES-GCM). */
import { StartError } from '#couch/base/env.ts';
import { generateDeviceKey, openDeviceKey, type SealedKey, type SigningKey } from '#lib/crypto/key.ts';
import { judgePassphrase } from '#lib/crypto/passphrase.ts';
import { createVault, openVault, type VaultRecord } from '#lib/crypto/vault.ts';
import { isPlainObject } from '#lib/domain/shape/shape.ts';
import { isInstant } from '#lib/domain/calendar-date.ts';
import type { Instant } from '#lib/domain/ids.ts';
import { isPublicKey, keyIdOf } from '#lib/domain/registration/certify.ts';
import { readJsonFile, writeNewFile } from './files.ts';

interface RootFile {
  readonly kind: 'i2es-root';
  readonly version: 1;
  readonly madeAt: Instant;
  readonly vault: VaultRecord;
  readonly key: SealedKey;
}

const SENTENCES: Readonly<Record<string, string>> = {
  'vault.passphrase.tooShort': 'The passphrase is too short: at least twelve characters, better six words.',
  'vault.passphrase.tooLong': 'The passphrase is too long: at most two hundred characters.',
  'vault.passphrase.namesYou': 'The passphrase is made of the names that everybody would try first.',
  'vault.passphrase.tooCommon': 'The passphrase is too easily guessed.'
};

export function refuseWeak(passphrase: string): void {
  const [problem] = judgePassphrase(passphrase, ['INCB', 'root key', 'I2ES']);
  if (problem) throw new StartError(SENTENCES[problem.code] ?? 'The passphrase will not do.');
}

export async function makeRootFile(path: string, passphrase: string, madeAt: Instant): Promise<SigningKey> {
  const { record, vault } = await createVault(passphrase);
  const { key, sealed } = await generateDeviceKey(vault);
  const file: RootFile = { kind: 'i2es-root', version: 1, madeAt, vault: record, key: sealed };
  writeNewFile(path, file, true);
  return key;
}

export function readRootFile(path: string): RootFile {
  const file = readJsonFile(path);
  if (!isRootFile(file)) throw new StartError(`${path} is not a root key file.`);
  return file;
}

export async function openRootFile(path: string, passphrase: string): Promise<SigningKey> {
  const file = readRootFile(path);
  const vault = await openVault(file.vault, passphrase);
  if (!vault.ok) throw new StartError(`The passphrase does not open ${path}, or the file was altered.`);
  const key = await openDeviceKey(vault.value, file.key);
  if (!key.ok) throw new StartError(`${path} was altered: its key does not open.`);
  return key.value;
}

function isRootFile(value: unknown): value is RootFile {
  if (!isPlainObject(value) || value['kind'] !== 'i2es-root' || value['version'] !== 1) return false;
  const { vault, key, madeAt } = value;
  if (!isInstant(madeAt) || !isPlainObject(vault) || !isPlainObject(key)) return false;
  const texts = [vault['salt'], vault['wrappedKey'], key['wrapped']];
  const publicKey = key['publicKey'];
  return (
    texts.every((text) => typeof text === 'string') &&
    typeof vault['iterations'] === 'number' &&
    isPublicKey(publicKey) &&
    key['keyId'] === keyIdOf(publicKey)
  );
}
