/** One file that only its owner can read, shared by several gateways. */
import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeOwnFolder } from '#couch/base/data-folder.ts';
import { StartError } from '#couch/base/command.ts';
import { generatePrivateJwk, type PrivateJwk } from '#lib/crypto/key.ts';
import { isPlainObject } from '#lib/domain/shape/shape.ts';

export interface Secrets {
  readonly service: string;
  readonly exchangeKey: PrivateJwk;
}

export const SECRETS_FILE = 'secrets.json';

/** An unreadable file stops the start. */
export async function ensureSecrets(dataFolder: string): Promise<Secrets> {
  const path = join(dataFolder, SECRETS_FILE);
  makeOwnFolder(dataFolder);
  if (existsSync(path)) return readSecretsFile(path);
  return makeSecretsFile(path);
}

/** External secrets are only read, never made or written. */
export function readSecretsFile(path: string): Secrets {
  const secrets = readJson(path);
  if (!isSecrets(secrets)) throw new StartError(`${path} does not hold the secrets of an installation.`);
  return secrets;
}

/** Renamed, so that it is never half written. */
export async function makeSecretsFile(path: string): Promise<Secrets> {
  const secrets = { service: randomBytes(32).toString('base64url'), exchangeKey: await generatePrivateJwk() };
  writeFileSync(`${path}.new`, JSON.stringify(secrets) + '\n', { mode: 0o600 });
  chmodSync(`${path}.new`, 0o600);
  renameSync(`${path}.new`, path);
  return secrets;
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    throw new StartError(`${path} cannot be read as the secrets of an installation.`);
  }
}

function isSecrets(value: unknown): value is Secrets {
  if (!isPlainObject(value) || !isPlainObject(value['exchangeKey'])) return false;
  return typeof value['service'] === 'string' && value['service'].length >= 32;
}
