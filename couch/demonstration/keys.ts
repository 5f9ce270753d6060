/**
 * Keys of the demonstration: an invented Board's root, each administrator's, and each officer's of the year
 * before. They lie in the clear in the data folder, readable by its owner alone: an invented authority has
 * nothing to lose. A real installation keeps the root off line and has none of these.
 */
import { chmodSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generatePrivateJwk, importSigningKey, type PrivateJwk, type SigningKey } from '#lib/crypto/key.ts';

const NAMES = ['INCB', 'AU.admin', 'AU.officer', 'CH.admin', 'CH.officer'] as const;
export type KeyName = (typeof NAMES)[number];
export type DemonstrationKeys = Readonly<Record<KeyName, SigningKey>>;

const FILE = 'demonstration-keys.json';

/** Null where this data folder holds no demonstration. */
export async function readDemonstrationKeys(dataFolder: string): Promise<DemonstrationKeys | null> {
  const path = join(dataFolder, FILE);
  if (!existsSync(path)) return null;
  const jwks = JSON.parse(readFileSync(path, 'utf8')) as Record<KeyName, PrivateJwk>;
  const keys: Partial<Record<KeyName, SigningKey>> = {};
  for (const name of NAMES) keys[name] = await importSigningKey(jwks[name]);
  return keys as DemonstrationKeys;
}

/** Those that are there, or new ones. */
export async function ensureDemonstrationKeys(dataFolder: string): Promise<DemonstrationKeys> {
  const held = await readDemonstrationKeys(dataFolder);
  if (held) return held;
  const jwks: Partial<Record<KeyName, PrivateJwk>> = {};
  for (const name of NAMES) jwks[name] = await generatePrivateJwk();
  const path = join(dataFolder, FILE);
  writeFileSync(`${path}.new`, JSON.stringify(jwks) + '\n', { mode: 0o600 });
  chmodSync(`${path}.new`, 0o600);
  renameSync(`${path}.new`, path);
  return (await readDemonstrationKeys(dataFolder)) as DemonstrationKeys;
}
