/**
 * The files beside the databases that a server cannot be itself without: what service passwords are derived
 * from and the exchange's key, and the keys of a demonstration. They leave the data folder only when asked.
 */
import { existsSync } from 'node:fs';
import { chmod, copyFile, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { makeOwnFolder } from '#couch/base/own-folder.ts';
import { StartError } from '#couch/base/start-error.ts';
import { measureFile } from './line-file.ts';
import type { BackupFile } from './manifest.ts';

const SECRET_FILES = ['secrets.json', 'demonstration-keys.json'] as const;

export interface SecretsPlace {
  readonly dataFolder: string;
  /** Where the secrets lie elsewhere. */
  readonly secretsFile: string | null;
}

export async function copySecrets(place: SecretsPlace, folder: string): Promise<BackupFile[]> {
  const copied: BackupFile[] = [];
  for (const file of SECRET_FILES) {
    const from = pathOf(file, place);
    if (!existsSync(from)) continue;
    await copyPrivately(from, join(folder, file));
    copied.push({ file, ...(await measureFile(join(folder, file))) });
  }
  return copied;
}

function pathOf(file: string, { dataFolder, secretsFile }: SecretsPlace): string {
  return file === 'secrets.json' && secretsFile !== null ? secretsFile : join(dataFolder, file);
}

/** Before anything is written: a file of other content is nobody's to replace. */
export async function refuseOtherFiles(files: readonly BackupFile[], place: SecretsPlace): Promise<void> {
  for (const { file, sha256 } of files.filter(isSecretFile)) {
    const to = pathOf(file, place);
    if (!existsSync(to) || (await measureFile(to)).sha256 === sha256) continue;
    throw new StartError(
      `Not restored: ${to} is there already and is not the one of the backup. Move it elsewhere, then run npm run restore again.`
    );
  }
}

/** Names of those that were put there; one that is there already is the same. */
export async function restoreSecrets(
  files: readonly BackupFile[],
  folder: string,
  place: SecretsPlace
): Promise<string[]> {
  const restored: string[] = [];
  for (const { file } of files.filter(isSecretFile)) {
    const to = pathOf(file, place);
    if (existsSync(to)) continue;
    await putPrivately(join(folder, file), to);
    restored.push(file);
  }
  return restored;
}

/** Renamed at the end, so that a run that was cut short leaves no half of it. */
async function putPrivately(from: string, to: string): Promise<void> {
  try {
    makeOwnFolder(dirname(to));
    await copyPrivately(from, `${to}.new`);
    await rename(`${to}.new`, to);
  } catch {
    throw new StartError(`Not restored: ${to} cannot be written. Run npm run restore again when it can.`);
  }
}

function isSecretFile({ file }: BackupFile): boolean {
  return (SECRET_FILES as readonly string[]).includes(file);
}

async function copyPrivately(from: string, to: string): Promise<void> {
  await copyFile(from, to);
  await chmod(to, 0o600);
}

export function hasSecrets(place: SecretsPlace): boolean {
  return existsSync(pathOf('secrets.json', place));
}
