import { existsSync, readFileSync } from 'node:fs';
import { Accounts } from '#couch/accounts/accounts.ts';
import type { Engine } from '#couch/engine/engine.ts';
import type { Settings } from '#couch/base/env.ts';
import { StartError } from '#couch/base/command.ts';
import { isRestoring, markInstallation } from '#couch/installation/installation-marks.ts';
import { provisionCountry, provisionSystem, refreshCountries } from '#couch/installation/provision.ts';
import {
  readSystemSettings,
  writeSystemSettings,
  type SystemSettings
} from '#couch/installation/system-settings.ts';
import { ensureStandings } from '#couch/registration/standings.ts';
import { seedDemonstration, type SeededPerson } from '#couch/demonstration/seed.ts';
import { importSigningKey, type SigningKey } from '#lib/crypto/key.ts';
import type { CountryCode, Instant } from '#lib/domain/ids.ts';
import { isPublicKey, keyIdOf } from '#lib/domain/registration/key-id.ts';
import { openEngine } from '#couch/installation/open-engine.ts';

export interface Installation {
  readonly engine: Engine;
  readonly accounts: Accounts;
  readonly system: SystemSettings;
  readonly exchangeKey: SigningKey;
  readonly secret: string;
  readonly people: readonly SeededPerson[];
}

export async function openInstallation(
  settings: Settings,
  say: (sentence: string) => void
): Promise<Installation> {
  const { engine, secrets } = await openEngine(settings);
  try {
    if (await isRestoring(engine))
      throw new StartError('A restore was cut short here: run npm run restore again, then start.');
    await provisionSystem(engine);
    await checkKind(engine, settings);
    const accounts = new Accounts({ engine, clock: Date.now });
    const exchangeKey = await importSigningKey(secrets.exchangeKey);
    const people = await setUp({ settings, engine, accounts, exchangeKey, say });
    await refreshCountries(engine);
    await ensureStandings(engine, new Date().toISOString() as Instant);
    await markInstallation(engine, secrets);
    const system = await readSystemSettings(engine);
    if (!system) throw new StartError('This installation has no root keys.');
    return { engine, accounts, system, exchangeKey, secret: secrets.service, people };
  } catch (error) {
    await engine.close();
    throw error;
  }
}

interface SetUp {
  readonly settings: Settings;
  readonly engine: Engine;
  readonly accounts: Accounts;
  readonly exchangeKey: SigningKey;
  readonly say: (sentence: string) => void;
}

async function setUp({
  settings,
  engine,
  accounts,
  exchangeKey,
  say
}: SetUp): Promise<readonly SeededPerson[]> {
  const held = await readSystemSettings(engine);
  if (settings.national !== null) {
    const { country } = settings.national;
    await provisionCountry(engine, country);
    if (held) warnOfOtherRoots(held, settings.rootsFile, say);
    else await writeSystemSettings(engine, nationalSettings(settings, country));
    return [];
  }
  if (held ? held.demonstration : settings.demonstration) {
    const { dataFolder } = settings;
    const now = new Date().toISOString() as Instant;
    const size = settings.demonstration || 'world';
    const context = { engine, accounts, dataFolder, exchangeKey, now, size, log: say };
    const seeded = await seedDemonstration(context);
    return seeded.people;
  }
  if (held) warnOfOtherRoots(held, settings.rootsFile, say);
  else await writeSystemSettings(engine, { roots: readRoots(settings.rootsFile), demonstration: false });
  return [];
}

async function checkKind(engine: Engine, { national }: Settings): Promise<void> {
  const held = await readSystemSettings(engine);
  if (held === null) return;
  if (held.national && national === null)
    throw new StartError(
      `This is the own server of ${held.national}: name the central one in CENTRAL_URL (see couch/README.md).`
    );
  if (national !== null && held.national !== national.country)
    throw new StartError(
      held.national
        ? `This is the own server of ${held.national}, not of ${national.country}.`
        : 'This installation is a central one; a country’s own server is a new installation.'
    );
}

/** Sample data only on request: most national servers hold a country's records. */
function nationalSettings({ rootsFile, demonstration }: Settings, national: CountryCode): SystemSettings {
  return { roots: readRoots(rootsFile), demonstration: demonstration !== false, national };
}

/** The file is read only at the first start. */
function warnOfOtherRoots(held: SystemSettings, file: string | null, say: (sentence: string) => void): void {
  if (file === null || !existsSync(file)) return;
  const known = new Set(held.roots.map(keyIdOf));
  if (readRoots(file).some((root) => !known.has(keyIdOf(root))))
    say(
      `${file} names a root key that this installation does not have; see “Keys” in couch/provision/keys/README.md.`
    );
}

function readRoots(file: string | null): SystemSettings['roots'] {
  if (file !== null && !existsSync(file))
    throw new StartError(`ROOTS_FILE names ${file}, and there is no such file.`);
  if (file === null) {
    throw new StartError(
      'A real installation needs the public keys of the Board: name their file in ROOTS_FILE. For invented data set DEMONSTRATION=yes.'
    );
  }
  const roots = readJson(file);
  if (!Array.isArray(roots) || roots.length === 0 || !roots.every(isPublicKey)) {
    throw new StartError(`${file} is no JSON list of P-256 public keys.`);
  }
  return roots;
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}
