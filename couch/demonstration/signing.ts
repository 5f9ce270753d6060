/**
 * Demonstration keys, unencrypted in the data folder, readable by its owner only, and signing with them. A real
 * installation keeps its root offline and has none of these.
 */
import { chmodSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeOwnFolder } from '#couch/base/data-folder.ts';
import { generatePrivateJwk, importSigningKey, type PrivateJwk, type SigningKey } from '#lib/crypto/key.ts';
import { signBody } from '#lib/crypto/sign.ts';
import type { Act, Body, Signatory } from '#lib/domain/act/body.ts';
import { parseAct } from '#lib/domain/act/parse-act.ts';
import type { AuthorityCode, CountryCode, Instant } from '#lib/domain/ids.ts';
import { DEPUTY, SECRETARY } from './registered.ts';

/** `INCB`, its secretary and deputy, and `<country>.admin`, `.officer` and `.clerk` of each trading country. */
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
  const names = countries.flatMap((country) =>
    ['admin', 'officer', 'clerk'].map((role) => `${country}.${role}`)
  );
  for (const name of ['INCB', SECRETARY, DEPUTY, ...names]) jwks[name] = await generatePrivateJwk();
  const path = join(dataFolder, FILE);
  // On CouchDB with external secrets the folder does not exist yet.
  makeOwnFolder(dataFolder);
  writeFileSync(`${path}.new`, JSON.stringify(jwks) + '\n', { mode: 0o600 });
  chmodSync(`${path}.new`, 0o600);
  renameSync(`${path}.new`, path);
  return (await readDemonstrationKeys(dataFolder)) as DemonstrationKeys;
}

export function hasKeysOf(keys: DemonstrationKeys, country: CountryCode): boolean {
  return keys[`${country}.admin`] !== undefined;
}

export interface Office {
  readonly authority: AuthorityCode;
  readonly key: SigningKey;
  readonly by: Signatory;
}

/** Writes an authority’s acts in order of time, counting towards each addressee as a device does. */
export class ActSigner {
  readonly #office: Office;
  readonly #counts = new Map<string, number>();
  readonly written: Act[] = [];

  constructor(office: Office) {
    this.#office = office;
  }

  /** `body` without its head. Throws if the act is not well formed. */
  async write<B extends Body>(
    to: readonly (AuthorityCode | '*')[],
    at: Instant,
    body: { readonly kind: B['kind'] } & Record<string, unknown>
  ): Promise<Act<B>> {
    const { authority, key, by } = this.#office;
    const seq: Record<string, number> = {};
    for (const one of [authority, ...to]) if (one !== '*') seq[one] = this.#next(one);
    const full = { schema: 1, issuer: authority, to, seq, at, by, demonstration: true, ...body };
    const act = await signBody(full as Body as B, key);
    const parsed = parseAct(act);
    if (!parsed.ok) throw new Error(`demonstration act: ${JSON.stringify(parsed.problems)}`);
    this.written.push(act);
    return act;
  }

  #next(towards: AuthorityCode): number {
    const count = (this.#counts.get(towards) ?? 0) + 1;
    this.#counts.set(towards, count);
    return count;
  }
}
