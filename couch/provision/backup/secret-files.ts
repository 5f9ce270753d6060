/**
 * Secrets of a server outside its databases: the source of service passwords, the exchange's key, a demonstration's
 * keys. They leave the data folder only on request.
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

/** Runs before anything is written: a file with other content is never replaced. */
export async function refuseOtherFiles(files: readonly BackupFile[], place: SecretsPlace): Promise<void> {
  for (const { file, sha256 } of files.filter(isSecretFile)) {
    const to = pathOf(file, place);
    if (!existsSync(to) || (await measureFile(to)).sha256 === sha256) continue;
    throw new StartError(
      `Not restored: ${to} is there already and is not the one of the backup. Move it elsewhere, then run npm run restore again.`
    );
  }
}

/** Returns the names of the files written; an existing file already has the same content. */
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

/** The rename comes last, so that an interrupted run leaves no half file. */
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
