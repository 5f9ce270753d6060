/** Into an empty installation, which the settings name as for a start; one country also between others. */
import { stat } from 'node:fs/promises';
import { resolve, join } from 'node:path';
import { Audit } from '#couch/accounts/audit.ts';
import { readArguments, StartError, type RunCommand } from '#couch/base/command.ts';
import { DATABASES, databaseToKind } from '#couch/base/databases.ts';
import { readSettings, type Settings } from '#couch/base/env.ts';
import { PROGRAM_VERSION } from '#couch/base/program.ts';
import { ensureEpoch } from '#couch/database/named-database.ts';
import type { Database, Engine } from '#couch/engine/engine.ts';
import { openEngineBeside, secretsOf } from '#couch/installation/open-engine.ts';
import {
  isRestoring,
  markRestored,
  markRestoring,
  unmarkRestoring
} from '#couch/installation/installation-marks.ts';
import { writeSystemSettings } from '#couch/installation/system-settings.ts';
import { isCountry } from '#lib/domain/country.ts';
import { authorityToDatabase, countryToFiles } from '#lib/domain/exchange/share-scope.ts';
import { fingerprintOf } from '#lib/crypto/fingerprint.ts';
import type { AuthorityCode, CountryCode, Instant } from '#lib/domain/ids.ts';
import { keyIdOf } from '#lib/domain/registration/key-id.ts';
import { isOlderVersion } from '#lib/domain/program-version.ts';
import {
  hasSecrets,
  measureFile,
  readLines,
  readManifest,
  refuseOtherFiles,
  restoreSecrets,
  type BackupDatabase,
  type BackupFile,
  type Manifest,
  type SecretsPlace
} from './backup-files.ts';
import { checkArchive, type CheckedArchive } from './restore-archive.ts';

export const runRestore: RunCommand = async (words, { env, say }) => {
  const usage =
    'restore -- FOLDER [--country KE [--replace]], or the ZIP file of a country’s archive   (settings: DATA_DIR, COUCHDB_URL; see couch/README.md)';
  const shape = { files: [1, 1], names: ['country'], flags: ['replace'] } as const;
  const { files, options, flags } = readArguments<'country'>(words, usage, shape);
  const folder = resolve(files[0] ?? '');
  const settings = readSettings(env);
  if (await isFile(folder)) return restoreCountry(folder, settings, say);
  const manifest = await checkBackup(folder);
  say(`The backup of ${manifest.at} is whole: ${manifest.databases.length} databases.`);
  if (options.country !== undefined) {
    const engine = await openEngineBeside(settings, 'to restore a country');
    const how = { country: options.country, isReplaced: flags.has('replace') };
    try {
      await restoreAmongOthers(manifest, how, { engine, folder, now: () => new Date(), say });
    } finally {
      await engine.close();
    }
    say('Next: npm run provision, then start the gateways again, and npm run doctor.');
    return 0;
  }
  const engine = await openEngineBeside(settings, 'to restore a backup', true);
  try {
    await restore(manifest, { engine, folder, secretsTo: settings, now: () => new Date(), say });
  } finally {
    await engine.close();
  }
  say('Restored. Every database has a new epoch: devices stop and ask before they go on.');
  if (!hasSecrets(settings))
    say(
      'The backup holds no secrets, and none are here: I2ES does not start without them. Copy secrets.json from the old server. If it is lost, run npm run provision -- accept-secrets: it makes new ones and says what you must do then.'
    );
  say('Next: npm run provision brings its walls and design documents; then npm start, and npm run doctor.');
  say(
    `What was ended after ${manifest.at} may be open again. Invitations and links for a new password are void; people, roles, passwords and suspensions are those of the backup: every administrator compares them, and the keys, and the audit tells them so.`
  );
  say(
    'Publish every withdrawal that the root has stated once more, before people are let in: npm run keys -- publish FILE for each; until then a stolen key may be trusted here. npm run doctor reminds you.'
  );
  return 0;
};

function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false
  );
}

async function restoreCountry(file: string, settings: Settings, say: RestoreOptions['say']): Promise<number> {
  const archive = await checkArchive(file);
  const { country, at, acts, roots } = archive.manifest;
  try {
    const { good, other } = archive.verdicts;
    say(
      `The archive of ${country} of ${at} is whole: ${acts} signed documents, ${good} verified, ${other} not.`
    );
    for (const id of archive.bad)
      say(`Left out: ${id} (its signature is wrong). Everything else is restored.`);
    if (!archive.isSigned)
      say('No known server has signed its manifest: documents without signature are as its maker says.');
    const national = settings.national?.country;
    if (national !== undefined && national !== country)
      throw new StartError(
        `Not restored: this is the own server of ${national}, and the archive is of ${country}.`
      );
    const engine = await openEngineBeside(settings, 'to restore an archive', true);
    try {
      await restoreArchive(archive, {
        engine,
        ...(national ? { national } : {}),
        now: () => new Date(),
        say
      });
    } finally {
      await engine.close();
    }
    // An archive has no secrets, and nothing here was encrypted with older ones.
    await secretsOf(settings);
  } finally {
    await archive.close();
  }
  for (const root of roots)
    say(
      `Root key of INCB in the archive: ${fingerprintOf(keyIdOf(root))}. Compare it with INCB’s before you start.`
    );
  say(
    'Accounts are not in an archive: invite people again. Next: npm run provision, then npm start, and npm run doctor.'
  );
  return 0;
}

/** Into an empty installation of its own: a country that has others' databases beside it has a backup. */
export async function restoreArchive(
  { manifest, portions }: CheckedArchive,
  { engine, national, now, say }: Omit<RestoreOptions, 'folder'> & { readonly national?: CountryCode }
): Promise<void> {
  await makeRoom(engine);
  await engine.create('accounts');
  await markRestoring(engine, manifest.at);
  const made = new Set(['accounts']);
  let told = 0;
  for await (const { name, documents, isNew } of portions()) {
    if (!made.has(name)) await engine.create(name);
    made.add(name);
    const database = engine.openAsAdministrator(name);
    for (let at = 0; at < documents.length; at += AT_ONCE)
      await writeRevisions(database, documents.slice(at, at + AT_ONCE), name, isNew);
    told += documents.length;
  }
  const at = now();
  for (const name of made) {
    const kind = databaseToKind(name);
    if (kind !== null && DATABASES[kind].replicated)
      await ensureEpoch(engine.openAsAdministrator(name), at.toISOString() as Instant);
  }
  // Otherwise a first start would fill the installation with the demonstration.
  const { roots } = manifest;
  const open: Engine['open'] = (name) => engine.openAsAdministrator(name);
  await writeSystemSettings({ open }, { roots, demonstration: false, ...(national ? { national } : {}) });
  say(`${manifest.country}: ${told} documents are back.`);
  await noteRestored(engine, manifest.at, at);
  await markRestored(engine, { of: manifest.at, at: at.toISOString() });
  await unmarkRestoring(engine);
}

interface RestoreOptions {
  readonly engine: Engine;
  readonly folder: string;
  readonly secretsTo?: SecretsPlace;
  readonly now: () => Date;
  readonly say: (sentence: string) => void;
}

const AT_ONCE = 200;

export async function checkBackup(folder: string): Promise<Manifest> {
  const manifest = readManifest(folder);
  if (isOlderVersion(PROGRAM_VERSION, manifest.version))
    throw new StartError(
      `I2ES ${manifest.version} made the backup in ${folder}, and this is I2ES ${PROGRAM_VERSION}, which is older. Restore it with I2ES ${manifest.version} or newer.`
    );
  for (const file of [...manifest.databases, ...manifest.secrets]) await checkFile(folder, file);
  return manifest;
}

/**
 * New epochs make every device stop and ask (threats P8). A mark reveals an interrupted restore, which the next run
 * begins again.
 */
export async function restore(
  manifest: Manifest,
  { engine, folder, secretsTo, now, say }: RestoreOptions
): Promise<void> {
  if (secretsTo) await refuseOtherFiles(manifest.secrets, secretsTo);
  await makeRoom(engine);
  // Nothing starts without the mark in `accounts`.
  await engine.create('accounts');
  await markRestoring(engine, manifest.at);
  const files = secretsTo ? await restoreSecrets(manifest.secrets, folder, secretsTo) : [];
  for (const file of files) say(`${file} is back.`);
  const last = (name: string): number => (name === 'accounts' ? 1 : 0);
  const at = now();
  for (const database of [...manifest.databases].sort((a, b) => last(a.name) - last(b.name))) {
    await restoreDatabase(engine, database, folder, at);
    say(`${database.name}: ${database.revisions} documents`);
  }
  await noteRestored(engine, manifest.at, at);
  await markRestored(engine, { of: manifest.at, at: at.toISOString() });
  await unmarkRestoring(engine);
}

interface HowAmongOthers {
  readonly country: string;
  /** Removes the country's present databases first. */
  readonly isReplaced: boolean;
}

/**
 * One country of an installation whose other databases stay: accounts, keys and partners are those of now. Its epoch is
 * new and is written last, so that devices compare, and the exchange carries everything there again.
 */
export async function restoreAmongOthers(
  manifest: Manifest,
  { country, isReplaced }: HowAmongOthers,
  { engine, folder, now, say }: RestoreOptions
): Promise<void> {
  if (!isCountry(country)) throw new StartError(`Not a country’s code: ${country}.`);
  const names: string[] = [countryToFiles(country), authorityToDatabase(country) ?? ''];
  const databases = names.flatMap((name) => manifest.databases.find((one) => one.name === name) ?? []);
  if (databases.length === 0) throw new StartError(`The backup of ${manifest.at} has no data of ${country}.`);
  const present = await engine.list();
  if (!present.includes('accounts'))
    throw new StartError('There is no installation here. Restore the whole backup first.');
  const held = names.filter((name) => present.includes(name));
  if (held.length > 0 && !isReplaced)
    throw new StartError(
      `Not restored: ${held.join(' and ')} are here. Add --replace to remove them first; what only they have is lost.`
    );
  const at = now();
  for (const name of held) await engine.destroy(name);
  for (const database of databases) {
    await restoreDatabase(engine, database, folder, at);
    say(`${database.name}: ${database.revisions} documents`);
  }
  await noteRestored(engine, manifest.at, at, [country, 'INCB']);
}

async function checkFile(folder: string, { file, bytes, sha256 }: BackupFile): Promise<void> {
  const path = join(folder, file);
  const size = await stat(path).then(
    (found) => found.size,
    () => null
  );
  if (size === null) throw new StartError(`The backup in ${folder} lacks ${file}.`);
  if (size < bytes) throw new StartError(`${path} is cut short: ${size} of ${bytes} bytes.`);
  if (size > bytes || (await measureFile(path)).sha256 !== sha256)
    throw new StartError(`${path} was changed since the backup was made.`);
}

async function makeRoom(engine: Engine): Promise<void> {
  const names = (await engine.list()).filter((name) => databaseToKind(name) !== null);
  if (names.length === 0 || (await isOnlyBegun(engine, names))) return;
  if (!(await isRestoring(engine))) {
    throw new StartError(
      `Not restored: there are databases here already (${names.slice(0, 3).join(', ')} …). A backup is restored into an empty installation only.`
    );
  }
  for (const name of names.filter((one) => one !== 'accounts')) await engine.destroy(name);
  await engine.destroy('accounts');
}

async function isOnlyBegun(engine: Engine, names: readonly string[]): Promise<boolean> {
  if (names.join() !== 'accounts') return false;
  const { results } = await engine.openAsAdministrator('accounts').changes({ limit: 1 });
  return results.length === 0;
}

/** The design documents could refuse stored documents. */
async function restoreDatabase(
  engine: Engine,
  { name, file, revisions }: BackupDatabase,
  folder: string,
  at: Date
): Promise<void> {
  await engine.create(name);
  const database = engine.openAsAdministrator(name);
  let count = 0;
  for await (const documents of readLines(join(folder, file), AT_ONCE)) {
    // They might have ended after the backup; people who still need one get another.
    const kept = documents.filter(
      (one) => name !== 'accounts' || !(one as { _id: string })._id.startsWith('invitation:')
    );
    await writeRevisions(database, kept, name);
    count += documents.length;
  }
  if (count !== revisions)
    throw new StartError(`${file} has ${count} documents; the manifest says ${revisions}.`);
  const kind = databaseToKind(name);
  if (kind !== null && DATABASES[kind].replicated) await ensureEpoch(database, at.toISOString() as Instant);
}

async function writeRevisions(
  database: Database,
  documents: readonly object[],
  name: string,
  isNew = false
): Promise<void> {
  const rows = await database.bulkDocs([...documents], { new_edits: isNew });
  const refused = rows.find((row) => 'error' in row && row.error) as
    { id?: string; reason?: string } | undefined;
  if (refused)
    throw new StartError(`${name} refused ${refused.id ?? 'a document'}: ${refused.reason ?? 'no reason'}`);
}

/** To compare people and keys. `of`: time of the backup. */
async function noteRestored(
  engine: Engine,
  of: string,
  at: Date,
  whose?: readonly AuthorityCode[]
): Promise<void> {
  // Provisioning adds service users and access control later.
  const open: Engine['open'] = (name) => engine.openAsAdministrator(name);
  const authorities = new Set(whose ?? (await listAuthorities(open('accounts'))));
  await new Audit({ engine: { open }, clock: () => at.getTime() }).noteAll(
    [...authorities].map((authority) => ({
      authority,
      by: 'server',
      what: 'installation.restored',
      values: { of }
    }))
  );
}

async function listAuthorities(accounts: Database): Promise<readonly AuthorityCode[]> {
  const range = { startkey: 'person:', endkey: 'person:\ufff0', include_docs: true };
  const { rows } = await accounts.allDocs<{ readonly authority?: AuthorityCode }>(range);
  return ['INCB', ...rows.flatMap(({ doc }) => doc?.authority ?? [])];
}
