/**
 * The installation's secrets, in one file that only its owner may read: what service passwords are derived
 * from, and the key with which the exchange signs deliveries. Several gateways are given the same file.
 */
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generatePrivateJwk, type PrivateJwk } from '#lib/crypto/key.ts';

export interface Secrets {
  readonly service: string;
  readonly exchangeKey: PrivateJwk;
}

const FILE = 'secrets.json';

/** The file's secrets; made at the first start. A file that cannot be read stops the start. */
export async function ensureSecrets(dataFolder: string): Promise<Secrets> {
  const path = join(dataFolder, FILE);
  const held = readSecrets(path);
  if (held) return held;
  const secrets = { service: randomBytes(32).toString('base64url'), exchangeKey: await generatePrivateJwk() };
  mkdirSync(dataFolder, { recursive: true });
  writeFileSync(`${path}.new`, JSON.stringify(secrets) + '\n', { mode: 0o600 });
  chmodSync(`${path}.new`, 0o600);
  renameSync(`${path}.new`, path);
  return secrets;
}

function readSecrets(path: string): Secrets | null {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Secrets;
  } catch (error) {
    if ((error as { code?: string }).code === 'ENOENT') return null;
    throw error;
  }
}
