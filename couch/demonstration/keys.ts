/**
 * Demonstration keys, unencrypted in the data folder, readable by its owner only. A real installation keeps its root
 * offline and has none of these.
 */
import { chmodSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeOwnFolder } from '#couch/base/own-folder.ts';
import { generatePrivateJwk, importSigningKey, type PrivateJwk, type SigningKey } from '#lib/crypto/key.ts';
import type { CountryCode } from '#lib/domain/ids.ts';

/** `INCB`, and `<country>.admin`, `.officer` and `.clerk` of each trading country. */
export type DemonstrationKeys = Readonly<Record<'INCB', SigningKey>> &
  Readonly<Record<string, SigningKey | undefined>>;

const FILE = 'demonstration-keys.json';

export async function readDemonstrationKeys(dataFolder: string): Promise<DemonstrationKeys | null> {
  const path = join(dataFolder, FILE);
  if (!existsSync(path)) return null;
  const jwks = JSON.parse(readFileSync(path, 'utf8')) as Record<string, PrivateJwk>;
  const keys: Record<string, SigningKey> = {};
  for (const [name, jwk] of Object.entries(jwks)) keys[name] = await importSigningKey(jwk);
  return keys as DemonstrationKeys;
}

export async function ensureDemonstrationKeys(
  dataFolder: string,
  countries: readonly CountryCode[]
): Promise<DemonstrationKeys> {
  const held = await readDemonstrationKeys(dataFolder);
  if (held) return held;
  const jwks: Record<string, PrivateJwk> = {};
  for (const name of ['INCB', ...countries.flatMap(namesOf)]) jwks[name] = await generatePrivateJwk();
  const path = join(dataFolder, FILE);
  // On CouchDB with external secrets the folder does not exist yet.
  makeOwnFolder(dataFolder);
  writeFileSync(`${path}.new`, JSON.stringify(jwks) + '\n', { mode: 0o600 });
  chmodSync(`${path}.new`, 0o600);
  renameSync(`${path}.new`, path);
  return (await readDemonstrationKeys(dataFolder)) as DemonstrationKeys;
}

function namesOf(country: CountryCode): readonly string[] {
  return [`${country}.admin`, `${country}.officer`, `${country}.clerk`];
}

/** An administrator's key marks a trading country. */
export function hasKeysOf(keys: DemonstrationKeys, country: CountryCode): boolean {
  return keys[`${country}.admin`] !== undefined;
}
