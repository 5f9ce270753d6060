/** Its private half is encrypted like a device key (PBKDF2, AES-GCM). */
import { StartError } from '#couch/base/command.ts';
import { generateDeviceKey, openDeviceKey, type SealedKey, type SigningKey } from '#lib/crypto/key.ts';
import { signBody } from '#lib/crypto/sign.ts';
import { createVault, openVault, type VaultRecord } from '#lib/crypto/vault.ts';
import type { Act, Body } from '#lib/domain/act/body.ts';
import { parseAct } from '#lib/domain/act/parse-act.ts';
import { isInstant } from '#lib/domain/calendar-date.ts';
import type { Instant } from '#lib/domain/ids.ts';
import { isPublicKey, keyIdOf } from '#lib/domain/registration/key-id.ts';
import { isPlainObject } from '#lib/domain/shape/shape.ts';
import { readJsonFile, writeNewFile } from './terminal.ts';

interface RootFile {
  readonly kind: 'i2es-root';
  readonly version: 1;
  readonly madeAt: Instant;
  readonly vault: VaultRecord;
  readonly key: SealedKey;
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

/** The root belongs to the Board, not to a person; the minutes of the ceremony name who was present. */
const BY = { person: 'incb.root', name: 'INCB root key', function: 'Root key of the Board, kept off line' };

/** `seq` is always 1: files carried by hand can be lost, so the root counts nothing. */
export async function stateAsRoot<B extends Body>(
  particulars: { readonly kind: B['kind'] } & Record<string, unknown>,
  key: SigningKey,
  at: Instant
): Promise<Act<B>> {
  const head = { schema: 1, issuer: 'INCB', to: ['*'], seq: { INCB: 1 }, at, by: BY };
  const body: unknown = { ...head, ...particulars };
  const act = await signBody(body as B, key);
  const parsed = parseAct(act);
  if (!parsed.ok) throw new Error(`an act of the root: ${JSON.stringify(parsed.problems)}`);
  return act;
}

export function instantNow(): Instant {
  return new Date().toISOString() as Instant;
}

/** No one corrects that computer's clock. */
export function toMoment(at: Instant): string {
  return `${at.slice(0, 10)} ${at.slice(11, 16)} UTC`;
}
