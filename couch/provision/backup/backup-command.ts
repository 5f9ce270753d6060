/** `npm run backup -- FOLDER [--with-secrets]` */
import { renameSync } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { readArguments, StartError, type RunCommand } from '#couch/base/command.ts';
import { databaseToKind } from '#couch/base/databases.ts';
import { readSettings } from '#couch/base/env.ts';
import { PROGRAM_VERSION } from '#couch/base/program.ts';
import { readEpoch } from '#couch/database/named-database.ts';
import { readRevisions } from '#couch/database/read-revisions.ts';
import { isDiskFull, type Engine } from '#couch/engine/engine.ts';
import { isRestoring, markBackup } from '#couch/installation/installation-marks.ts';
import { besideServer } from '#couch/installation/open-engine.ts';
import {
  BACKUP_FORMAT,
  copySecrets,
  databaseFile,
  MANIFEST_FILE,
  writeLines,
  type BackupDatabase,
  type Manifest,
  type SecretsPlace
} from './backup-files.ts';

export const runBackup: RunCommand = async (words, { env, say }) => {
  const shape = { files: [1, 1], flags: ['with-secrets'] } as const;
  const { files, flags } = readArguments(words, 'backup -- FOLDER [--with-secrets]', shape);
  const settings = readSettings(env);
  const folder = resolve(files[0] ?? '');
  return besideServer(settings, 'to make a backup', async (engine) => {
    if (await isRestoring(engine))
      throw new StartError('Not copied: a restore was cut short here. Run it again first.');
    const secretsOf = flags.has('with-secrets') ? settings : null;
    const now = (): Date => new Date();
    const manifest = await backUp({ engine, version: PROGRAM_VERSION, folder, secretsOf, now, say });
    const count = manifest.databases.reduce((sum, { revisions }) => sum + revisions, 0);
    say(`Copied ${manifest.databases.length} databases, ${count} documents, to ${folder}.`);
    for (const { file } of manifest.secrets) say(`With ${file}: whoever has it can speak as this server.`);
    const lacking = manifest.databases.flatMap(({ name, lacks = [] }) => lacks.map((id) => ({ name, id })));
    for (const { name, id } of lacking)
      say(`Not copied: ${id} of ${name} cannot be read. Everything else was; npm run doctor looks further.`);
    return lacking.length > 0 ? 1 : 0;
  });
};

interface BackupOptions {
  readonly engine: Engine;
  readonly version: string;
  readonly folder: string;
  readonly secretsOf: SecretsPlace | null;
  readonly now: () => Date;
  readonly say: (sentence: string) => void;
}

const TELL_EVERY = 10_000;

/** While the server can run (CouchDB): the exchange carries after a restore what one database lacks. */
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

/** It holds all countries' records unencrypted. */
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

/** Sessions and sign-in steps must not work after a restore. */
const PASSING: readonly string[] = ['session:', 'ticket:', 'lease:', 'lease-holder:'];

function isPassing(database: string, id: string): boolean {
  return database === 'accounts' && PASSING.some((prefix) => id.startsWith(prefix));
}
