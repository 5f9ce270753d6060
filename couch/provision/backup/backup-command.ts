/** `npm run backup -- FOLDER [--with-secrets]` */
import { renameSync } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { resolve, join } from 'node:path';
import type { Surroundings } from '#couch/base/command.ts';
import { databaseToKind } from '#couch/base/databases.ts';
import { readSettings, StartError } from '#couch/base/env.ts';
import { PROGRAM_VERSION } from '#couch/base/program-version.ts';
import { readEpoch } from '#couch/database/epoch.ts';
import { isDiskFull, type Engine } from '#couch/engine/engine.ts';
import { markBackup } from '#couch/installation/backup-mark.ts';
import { openEngineBeside } from '#couch/installation/open-engine.ts';
import { isRestoring } from '#couch/installation/restoring-mark.ts';
import { writeLines } from './line-file.ts';
import {
  BACKUP_FORMAT,
  databaseFile,
  MANIFEST_FILE,
  type BackupDatabase,
  type Manifest
} from './manifest.ts';
import { readRevisions } from './read-revisions.ts';
import { copySecrets, type SecretsPlace } from './secret-files.ts';

const USAGE = 'Usage: npm run backup -- FOLDER [--with-secrets]';
const SECRETS = '--with-secrets';

export async function runBackup(words: readonly string[], { env, say }: Surroundings): Promise<number> {
  const [named, ...more] = words.filter((word) => word !== SECRETS);
  if (named === undefined || named.startsWith('-') || more.length > 0) throw new StartError(USAGE);
  const settings = readSettings(env);
  const folder = resolve(named);
  const engine = await openEngineBeside(settings, 'to make a backup');
  try {
    if (await isRestoring(engine))
      throw new StartError('Not copied: a restore was cut short here. Run it again first.');
    const secretsOf = words.includes(SECRETS) ? settings : null;
    const manifest = await backUp({
      engine,
      version: PROGRAM_VERSION,
      folder,
      secretsOf,
      now: () => new Date(),
      say
    });
    const count = manifest.databases.reduce((sum, { revisions }) => sum + revisions, 0);
    say(`Copied ${manifest.databases.length} databases, ${count} documents, to ${folder}.`);
    for (const { file } of manifest.secrets) say(`With ${file}: whoever has it can speak as this server.`);
    const lacking = manifest.databases.flatMap(({ name, lacks = [] }) => lacks.map((id) => ({ name, id })));
    for (const { name, id } of lacking)
      say(`Not copied: ${id} of ${name} cannot be read. Everything else was; npm run doctor looks further.`);
    return lacking.length > 0 ? 1 : 0;
  } finally {
    await engine.close();
  }
}

interface BackupOptions {
  readonly engine: Engine;
  readonly version: string;
  /** Must be missing or empty. */
  readonly folder: string;
  /** Includes the secrets from there; null leaves them out. */
  readonly secretsOf: SecretsPlace | null;
  readonly now: () => Date;
  readonly say: (sentence: string) => void;
}

const TELL_EVERY = 10_000;

/**
 * Copies an installation into plain files, one database after the other, while the server can run (CouchDB). After a
 * restore the exchange carries what one database lacks.
 */
export async function backUp(options: BackupOptions): Promise<Manifest> {
  const { engine, folder, version, secretsOf, now, say } = options;
  const at = now().toISOString();
  await takeFolder(folder);
  try {
    const names = (await engine.list()).filter((name) => databaseToKind(name) !== null);
    const databases: BackupDatabase[] = [];
    for (const name of names) databases.push(await copyDatabase(engine, name, folder, say));
    const secrets = secretsOf === null ? [] : await copySecrets(secretsOf, folder);
    const head = { product: 'I2ES', format: BACKUP_FORMAT, version, engine: engine.kind, at } as const;
    const manifest: Manifest = { ...head, databases, secrets };
    await writeManifest(folder, manifest);
    if (names.includes('accounts')) await markBackup(engine, at);
    return manifest;
  } catch (error) {
    if (!isDiskFull(error)) throw error;
    throw new StartError(`The disk of ${folder} is full: the backup is not whole and cannot be restored.`);
  }
}

/** Only its maker can read it, since it holds all countries' records unencrypted. */
async function takeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    if ((await readdir(folder)).length === 0) return;
  } catch {
    throw new StartError(`The folder ${folder} cannot be written.`);
  }
  throw new StartError(`The folder ${folder} is not empty; a backup goes into one of its own.`);
}

async function copyDatabase(
  engine: Engine,
  name: string,
  folder: string,
  say: BackupOptions['say']
): Promise<BackupDatabase> {
  const database = engine.openAsAdministrator(name);
  const file = databaseFile(name);
  let told = 0;
  const lost = new Set<string>();
  const reader = { isLeftOut: (id: string) => isPassing(name, id), lost: (id: string) => void lost.add(id) };
  const { lines, ...measured } = await writeLines(
    join(folder, file),
    readRevisions(database, reader),
    (count) => {
      if (count - told < TELL_EVERY) return;
      told = count;
      say(`${name}: ${count} documents so far …`);
    }
  );
  say(`${name}: ${lines} documents`);
  const lacks = lost.size > 0 ? { lacks: [...lost] } : {};
  return { name, file, ...measured, epoch: await readEpoch(database), revisions: lines, ...lacks };
}

async function writeManifest(folder: string, manifest: Manifest): Promise<void> {
  const path = join(folder, MANIFEST_FILE);
  await writeFile(`${path}.new`, JSON.stringify(manifest, null, 2) + '\n', { mode: 0o600, flush: true });
  renameSync(`${path}.new`, path);
}

/** Temporary documents: sessions and sign-in steps, which must not work after a restore, and leases. */
const PASSING: readonly string[] = ['session:', 'ticket:', 'lease:', 'lease-holder:'];

function isPassing(database: string, id: string): boolean {
  return database === 'accounts' && PASSING.some((prefix) => id.startsWith(prefix));
}
