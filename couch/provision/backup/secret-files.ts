/**
 * The files beside the databases that a server cannot be itself without: what service passwords are derived
 * from and the exchange's key, and the keys of a demonstration. They leave the data folder only when asked.
 */
import { copyFile, chmod } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
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

/** Names of those that were put there; what is there already stays. */
export async function restoreSecrets(
  files: readonly BackupFile[],
  folder: string,
  place: SecretsPlace
): Promise<string[]> {
  const restored: string[] = [];
  for (const { file } of files) {
    const to = pathOf(file, place);
    if (!isSecretFile(file) || existsSync(to)) continue;
    await copyPrivately(join(folder, file), to);
    restored.push(file);
  }
  return restored;
}

function isSecretFile(file: string): boolean {
  return (SECRET_FILES as readonly string[]).includes(file);
}

async function copyPrivately(from: string, to: string): Promise<void> {
  await copyFile(from, to);
  await chmod(to, 0o600);
}

export function hasSecrets(place: SecretsPlace): boolean {
  return existsSync(pathOf('secrets.json', place));
}
