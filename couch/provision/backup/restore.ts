/**
 * Restores a backup into an empty installation after checking everything. New epochs make every device stop and ask
 * (threats P8). A mark reveals an interrupted restore, which the next run begins again.
 */
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { DATABASES, databaseToKind } from '#couch/base/databases.ts';
import type { Database, Engine } from '#couch/engine/engine.ts';
import { StartError } from '#couch/base/env.ts';
import { PROGRAM_VERSION } from '#couch/base/program-version.ts';
import { ensureEpoch } from '#couch/database/epoch.ts';
import { isOlderVersion } from '#lib/domain/program-version.ts';
import { isLink, noteRestored } from './ended-rights.ts';
import { measureFile, readLines } from './line-file.ts';
import { readManifest, type BackupDatabase, type BackupFile, type Manifest } from './manifest.ts';
import { refuseOtherFiles, restoreSecrets, type SecretsPlace } from './secret-files.ts';
import { markRestored } from '#couch/installation/restored-mark.ts';
import { markRestoring, isRestoring, unmarkRestoring } from '#couch/installation/restoring-mark.ts';

interface RestoreOptions {
  readonly engine: Engine;
  readonly folder: string;
  readonly secretsTo?: SecretsPlace;
  readonly now: () => Date;
  readonly say: (sentence: string) => void;
}

const AT_ONCE = 200;

/** Finds every problem of the files before anything is written. */
export async function checkBackup(folder: string): Promise<Manifest> {
  const manifest = readManifest(folder);
  if (isOlderVersion(PROGRAM_VERSION, manifest.version))
    throw new StartError(
      `I2ES ${manifest.version} made the backup in ${folder}, and this is I2ES ${PROGRAM_VERSION}, which is older. Restore it with I2ES ${manifest.version} or newer.`
    );
  for (const file of [...manifest.databases, ...manifest.secrets]) await checkFile(folder, file);
  return manifest;
}

export async function restore(
  manifest: Manifest,
  { engine, folder, secretsTo, now, say }: RestoreOptions
): Promise<void> {
  if (secretsTo) await refuseOtherFiles(manifest.secrets, secretsTo);
  await makeRoom(engine);
  // Nothing starts without the mark in `accounts`, so that database is created first and finished last.
  await engine.create('accounts');
  await markRestoring(engine, manifest.at);
  const files = secretsTo ? await restoreSecrets(manifest.secrets, folder, secretsTo) : [];
  for (const file of files) say(`${file} is back.`);
  const last = (name: string): number => (name === 'accounts' ? 1 : 0);
  for (const database of [...manifest.databases].sort((a, b) => last(a.name) - last(b.name))) {
    await restoreDatabase(engine, database, folder);
    say(`${database.name}: ${database.revisions} documents`);
  }
  const at = now();
  await noteRestored(engine, manifest.at, at);
  await markRestored(engine, { of: manifest.at, at: at.toISOString() });
  await unmarkRestoring(engine);
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

/** Records are never overwritten; only an empty place or a restore that was cut short is used. */
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

/** Runs before the design documents exist, which could refuse stored documents. */
async function restoreDatabase(
  engine: Engine,
  { name, file, revisions }: BackupDatabase,
  folder: string
): Promise<void> {
  await engine.create(name);
  const database = engine.openAsAdministrator(name);
  let count = 0;
  for await (const documents of readLines(join(folder, file), AT_ONCE)) {
    const kept = documents.filter((one) => !isLink(name, (one as { _id: string })._id));
    await writeRevisions(database, kept, name);
    count += documents.length;
  }
  if (count !== revisions)
    throw new StartError(`${file} has ${count} documents; the manifest says ${revisions}.`);
  const kind = databaseToKind(name);
  if (kind !== null && DATABASES[kind].replicated) await ensureEpoch(database);
}

async function writeRevisions(database: Database, documents: readonly object[], name: string): Promise<void> {
  const rows = await database.bulkDocs([...documents], { new_edits: false });
  const refused = rows.find((row) => 'error' in row && row.error) as
    { id?: string; reason?: string } | undefined;
  if (refused)
    throw new StartError(`${name} refused ${refused.id ?? 'a document'}: ${refused.reason ?? 'no reason'}`);
}
