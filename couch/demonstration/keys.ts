/**
 * Keys of the demonstration: an invented Board's root, each administrator's, each officer's of the year before, and
 * the key of each country that certifies devices automatically. They lie in the clear in the data folder, readable by its owner alone: an invented authority has
 * nothing to lose. A real installation keeps the root off line and has none of these.
 */
import { chmodSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeOwnFolder } from '#couch/base/own-folder.ts';
import { generatePrivateJwk, importSigningKey, type PrivateJwk, type SigningKey } from '#lib/crypto/key.ts';
import type { CountryCode } from '#lib/domain/ids.ts';

/** Of the Board, and `<country>.admin`, `.officer` and `.clerk` of each country that trades in this demonstration. */
export type DemonstrationKeys = Readonly<Record<'INCB', SigningKey>> &
  Readonly<Record<string, SigningKey | undefined>>;

const FILE = 'demonstration-keys.json';

/** Null where this data folder holds no demonstration. */
export async function readDemonstrationKeys(dataFolder: string): Promise<DemonstrationKeys | null> {
  const path = join(dataFolder, FILE);
  if (!existsSync(path)) return null;
  const jwks = JSON.parse(readFileSync(path, 'utf8')) as Record<string, PrivateJwk>;
  const keys: Record<string, SigningKey> = {};
  for (const [name, jwk] of Object.entries(jwks)) keys[name] = await importSigningKey(jwk);
  return keys as DemonstrationKeys;
}

/** Those that are there, or new ones. */
export async function ensureDemonstrationKeys(
  dataFolder: string,
  countries: readonly CountryCode[]
): Promise<DemonstrationKeys> {
  const held = await readDemonstrationKeys(dataFolder);
  if (held) return held;
  const jwks: Record<string, PrivateJwk> = {};
  for (const name of ['INCB', ...countries.flatMap(namesOf)]) jwks[name] = await generatePrivateJwk();
  const path = join(dataFolder, FILE);
  // On CouchDB with secrets that were handed over nothing has made it yet.
  makeOwnFolder(dataFolder);
  writeFileSync(`${path}.new`, JSON.stringify(jwks) + '\n', { mode: 0o600 });
  chmodSync(`${path}.new`, 0o600);
  renameSync(`${path}.new`, path);
  return (await readDemonstrationKeys(dataFolder)) as DemonstrationKeys;
}

function namesOf(country: CountryCode): readonly string[] {
  return [`${country}.admin`, `${country}.officer`, `${country}.clerk`];
}

/** The administrator's key tells that a country trades here. */
export function hasKeysOf(keys: DemonstrationKeys, country: CountryCode): boolean {
  return keys[`${country}.admin`] !== undefined;
}
